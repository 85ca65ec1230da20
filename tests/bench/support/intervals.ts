/** A stretch of wall time in ms since 1970 in which nothing came. */
export interface Interval {
  readonly fromMs: number;
  readonly toMs: number;
}

const lengthMs = ({ fromMs, toMs }: Interval): number => toMs - fromMs;

/** What lies between moments that follow one another. */
export const between = (momentsMs: readonly number[]): Interval[] =>
  momentsMs.slice(1).map((toMs, index) => ({ fromMs: momentsMs[index] ?? toMs, toMs }));

/** How long the longest is; 0 of none. */
export const longestMs = (intervals: readonly Interval[]): number =>
  intervals.reduce((most, interval) => Math.max(most, lengthMs(interval)), 0);

export const above = (intervals: readonly Interval[], limitMs: number): Interval[] =>
  intervals.filter((interval) => lengthMs(interval) > limitMs);

/** Those that lie in the whole stretch of others, which follow one another. */
export function within(intervals: readonly Interval[], others: readonly Interval[]): Interval[] {
  const [from, to] = [others[0]?.fromMs ?? Infinity, others.at(-1)?.toMs ?? -Infinity];
  return intervals.filter(({ fromMs, toMs }) => fromMs >= from && toMs <= to);
}

/**
 * Those that overlap an interval in which something else had to wait, too, on the same machine and at the same time: neither had a
 * processor then.
 */
export const shared = (intervals: readonly Interval[], others: readonly Interval[]): Interval[] =>
  intervals.filter((one) => others.some((other) => one.fromMs < other.toMs && other.fromMs < one.toMs));

/** `1 in 6,000`, as people say how rare something is; `none of 6,000`. */
export function rarity(some: number, of: number): string {
  return some === 0 ? `none of ${of.toLocaleString('en')}` : `1 in ${Math.round(of / some).toLocaleString('en')}`;
}
