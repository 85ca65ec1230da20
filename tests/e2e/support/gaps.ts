import type { Heard } from './loudspeaker.ts';

/** What was heard of one answer, at the loudspeaker's own rate and by its own clock. */
export interface Spliced {
  /** Digital silences between the first sound and the last, in order. */
  readonly gapsMs: readonly number[];
  /** The sound without them. */
  readonly sound: Heard;
}

/**
 * Takes the digital silences out of a sound that has none of its own: converted to another rate, no sample of it is zero.
 * @param toldMs how long they are, where that is known: what is longer is an edge that faded to nothing, and stays
 */
export function splice({ rateHz, samples }: Heard, toldMs: readonly number[] = []): Spliced {
  const first = samples.findIndex((sample) => sample !== 0);
  const last = samples.findLastIndex((sample) => sample !== 0);
  const gapsMs: number[] = [];
  const kept: number[] = [];
  for (let at = Math.max(0, first); at <= last;) {
    let to = at;
    while (to <= last && samples[to] === 0) to += 1;
    const isGap = to > at;
    const told = isGap ? toldMs[gapsMs.length] : 0;
    const gone = told === undefined ? to - at : Math.round((told * rateHz) / 1000);
    for (let zero = at + gone; zero < to; zero += 1) kept.push(0);
    if (isGap) gapsMs.push(((to - at) * 1000) / rateHz);
    if (to <= last) kept.push(samples[to] as number);
    at = to + 1;
  }
  return { gapsMs, sound: { rateHz, samples: Int16Array.from(kept) } };
}
