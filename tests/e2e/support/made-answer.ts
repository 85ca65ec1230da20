import { mixed, room } from '../../unit/audio/made-voice.ts';

/*
 * What came out of the loudspeaker is judged by its samples, against those that were sent and by the loudspeaker's own
 * clock, never by when anything happened. How few gaps there are on a machine with time to spare, the benchmarks say.
 */

/** An answer without any silence of its own, unlike itself at every other moment, and dull: no converter changes it. */
export function answerOf(ms: number): Int16Array {
  const noise = room(ms, -20);
  const taps = 12;
  const dull = noise.map((_, at) => noise.subarray(at, at + taps).reduce((sum, sample) => sum + sample, 0) / taps);
  return mixed(ms, [0, dull]);
}

/** A converter fades in and out at the two ends of a sound. */
export const edgeMs = 10;
