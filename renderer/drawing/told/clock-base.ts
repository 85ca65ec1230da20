/** What a session's time is reckoned from: it runs on by itself, so that only a change of this need be told. */
export interface ClockBase {
  /** The session goes on. */
  readonly running: boolean;
  /** When it began, in ms of a monotonic clock. */
  readonly startedAtMs: number;
  /** Session time of its last entry, in ms: where the clock of one that ended stands, and behind which none falls. */
  readonly lastMs: number;
}

/** Session time in ms, by the clock that `startedAtMs` is of; 0 without a session. */
export function sessionTime(base: ClockBase | null, nowMs: number): number {
  if (base === null) return 0;
  return base.running ? Math.max(base.lastMs, nowMs - base.startedAtMs) : base.lastMs;
}
