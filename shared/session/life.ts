/** A session's end is announced when no more than this is left, each once. */
export const expiryWarningsMs = [300_000, 60_000] as const;

/**
 * The warning that is due: the shortest whose time has come and that was not given, nor a shorter one. Null: none.
 * @param given the shortest warning given so far; null: none
 */
export function expiryWarning(leftMs: number, given: number | null): number | null {
  const due = expiryWarningsMs.filter((atMs) => leftMs <= atMs && (given === null || atMs < given));
  return leftMs <= 0 || due.length === 0 ? null : Math.min(...due);
}

/** Wall time, in milliseconds, at which the service ends the session; null when it did not say. */
export function expiresAtMs(effective: { readonly [key: string]: unknown } | null): number | null {
  const seconds = effective?.['expires_at'];
  return typeof seconds === 'number' && seconds > 0 ? seconds * 1000 : null;
}

/** Both clocks of a machine at one moment, in milliseconds. */
export interface ClockReading {
  readonly monotonicMs: number;
  readonly wallMs: number;
}

export type ClockJump =
  /** The machine slept, or the whole process stood still. */
  | { readonly kind: 'slept'; readonly forMs: number }
  /** Somebody, or the network's time, set the wall clock. */
  | { readonly kind: 'clock-set'; readonly byMs: number };

/** A busy machine may be this late without having slept. */
const lateMs = 5000;
/** The wall clock is nudged all the time; only more than this is a jump. */
const nudgeMs = 2000;

/**
 * What happened between two readings that a timer took `everyMs` apart. On some systems the monotonic clock stands still
 * in sleep and the wall clock goes on, on others both go on and only the timer is late: either tells.
 */
export function clockJump(before: ClockReading, now: ClockReading, everyMs: number): ClockJump | null {
  const passedMs = now.monotonicMs - before.monotonicMs;
  const wallMs = now.wallMs - before.wallMs;
  if (passedMs - everyMs > lateMs) return { kind: 'slept', forMs: Math.round(Math.max(passedMs, wallMs)) };
  const apartMs = wallMs - passedMs;
  if (apartMs > lateMs) return { kind: 'slept', forMs: Math.round(wallMs) };
  if (Math.abs(apartMs) > nudgeMs) return { kind: 'clock-set', byMs: Math.round(apartMs) };
  return null;
}

/** A stretch of time in words: minutes from two on, else seconds, 1 at least. */
export const durationText = (ms: number): string =>
  ms >= 120_000 ? `${Math.round(ms / 60_000)} minutes` : `${Math.max(1, Math.round(ms / 1000))} s`;
