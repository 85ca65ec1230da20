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

/** Stops following where it stands. @param nowMs what was followed */
export const release = (port: Viewport, nowMs: number): Viewport =>
  port.following ? { ...port, following: false, fromMs: leftEdge(port, nowMs) } : port;

/** The same moment stays under the pointer at `at`, followed or not before; nothing is followed after. */
export const zoomAt = (port: Viewport, nowMs: number, factor: number, at: number): Viewport =>
  zoom(release(port, nowMs), factor, at);

/**
 * Moves by `byMs` and stops following. @param catchesUp to the present or beyond takes following up again, as of a session that runs
 */
export function pan(port: Viewport, nowMs: number, byMs: number, catchesUp = true): Viewport {
  const fromMs = Math.max(0, leftEdge(port, nowMs) + byMs);
  const following = catchesUp && byMs > 0 && fromMs + port.spanMs * nowAt >= nowMs;
  return { ...port, fromMs, following };
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

const steps = [100, 200, 500, 1000, 2000, 5000, 10_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000];

/** Ticks of the ruler at least `minGap` of the span apart, on round times. */
export function ticks(
  fromMs: number,
  spanMs: number,
  minGap: number,
): { readonly stepMs: number; readonly at: number[] } {
  const stepMs = steps.find((step) => step / spanMs >= minGap) ?? 3_600_000;
  const at: number[] = [];
  for (let t = Math.ceil(fromMs / stepMs) * stepMs; t <= fromMs + spanMs; t += stepMs) at.push(t);
  return { stepMs, at };
}
