/** What part of a session the time axis shows. All times are session milliseconds. */
export interface Viewport {
  /** Milliseconds across the whole width. */
  readonly spanMs: number;
  /** Time at the left edge when not following. */
  readonly fromMs: number;
  /** The present stays at `nowAt` of the width and the axis runs under it. */
  readonly following: boolean;
}

/** Where the now-line stands while following. */
export const nowAt = 0.92;
export const shortestMs = 2000;
export const longestMs = 2 * 3600_000;

export const initialViewport: Viewport = { spanMs: 72_000, fromMs: 0, following: true };

const clampSpan = (ms: number): number => Math.min(longestMs, Math.max(shortestMs, ms));

/** Left edge in ms: at the start of a session the now-line runs to its place before the axis begins to move. */
export const leftEdge = (port: Viewport, nowMs: number): number =>
  port.following ? Math.max(0, nowMs - port.spanMs * nowAt) : port.fromMs;

/** A factor above 1 shows less. What is followed stays where it is, and else the same moment at `at` (0 to 1 of the width). */
export function zoom(port: Viewport, factor: number, at: number): Viewport {
  const spanMs = clampSpan(port.spanMs / factor);
  if (port.following) return { ...port, spanMs };
  const under = port.fromMs + port.spanMs * at;
  return { ...port, spanMs, fromMs: Math.max(0, under - spanMs * at) };
}

export const follow = (port: Viewport): Viewport => ({ ...port, following: true });

/** The whole session from its start to the present, which is followed where it runs on. */
export const fit = (nowMs: number, running = true): Viewport => ({
  spanMs: clampSpan(running ? Math.max(initialViewport.spanMs / 6, nowMs / nowAt) : nowMs * 1.02),
  fromMs: 0,
  following: running,
});

/** Brings `t` into view, a third from the left, unless it already is. */
export function reveal(port: Viewport, nowMs: number, t: number): Viewport {
  const left = leftEdge(port, nowMs);
  if (t >= left && t <= left + port.spanMs) return port;
  return { ...port, following: false, fromMs: Math.max(0, t - port.spanMs / 3) };
}
