interface Timed {
  readonly ms: number;
}

const slowest = 60;
const repeats = 2;

/**
 * The longest that any of them takes by itself: the slowest are asked again, and the quickest of all counts, for the machine
 * is shared and pauses.
 * @param again the same once more
 */
export function longest<T extends Timed>(all: readonly T[], again: (one: T) => Timed): number {
  const times = all
    .toSorted((one, other) => other.ms - one.ms)
    .slice(0, slowest)
    .map((one) => Math.min(one.ms, ...Array.from({ length: repeats }, () => again(one).ms)));
  return Math.max(0, ...times);
}
