/** Numbers in 0..1, below 1; a caller's generator makes the run repeatable. */
export type Random = () => number;

/** Repeatable numbers from a seed. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    // Mulberry32: neighbouring seeds give unlike numbers, which a plain congruence does not.
    state = (state + 0x6d_2b_79_f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A whole number, both ends included. */
export const between = (random: Random, from: number, to: number): number =>
  from + Math.floor(random() * (to - from + 1));

export function pick<T>(random: Random, list: readonly [T, ...T[]]): T {
  return list[Math.floor(random() * list.length)] ?? list[0];
}

export const chance = (random: Random, of: number): boolean => random() < of;

/** A size of any order: as often 3 to 30 as 30 to 300. */
export const anySize = (random: Random, from: number, to: number): number => Math.round(from * (to / from) ** random());
