import { wireRateHz } from '../../../shared/audio/frames.ts';
import { Resampler } from '../../../shared/audio/resampler.ts';
import type { Heard } from './loudspeaker.ts';

/** Louder than any rounding, quieter than any word. */
const audible = 600;
/** Long enough to know a voice by, short enough that no gap is in it: a player begins with more than this. */
const beginningMs = 50;

/** What was heard, at the rate of the record. */
export function atWireRate({ rateHz, samples }: Heard): Float32Array {
  const resampler = new Resampler(rateHz, wireRateHz);
  const output = new Float32Array(resampler.maxOutput(samples.length));
  return output.subarray(0, resampler.process(Float32Array.from(samples), output));
}

/** Where the first sound is; -1: nowhere. */
export const onset = (samples: ArrayLike<number>): number =>
  Array.prototype.findIndex.call(samples, (sample: number) => Math.abs(sample) > audible);

const agreement = (heard: Float32Array, said: Int16Array, shift: number, length: number, from = 0): number => {
  let both = 0;
  let one = 0;
  let other = 0;
  for (let at = from; at < from + length; at += 1) {
    const a = heard[at + shift] ?? 0;
    const b = said[at] ?? 0;
    both += a * b;
    one += a * a;
    other += b * b;
  }
  return one === 0 || other === 0 ? 0 : both / Math.sqrt(one * other);
};

/** Where in `heard` the first sample of `said` lies, to the sample: by its first sound, then by best agreement around it. */
export function startOf(heard: Float32Array, said: Int16Array): number {
  const near = onset(heard) - onset(said);
  const shifts = Array.from({ length: 97 }, (_, at) => near - 48 + at);
  const ranked = shifts.map((shift) => ({ shift, value: agreement(heard, said, shift, wireRateHz / 2) }));
  return ranked.reduce((best, one) => (one.value > best.value ? one : best)).shift;
}

/** Likeness, -1 to 1, of what was heard with the first `ms` of what was said. */
export const likeness = (heard: Float32Array, said: Int16Array, start: number, ms: number): number =>
  agreement(heard, said, start, Math.floor((ms * wireRateHz) / 1000));

/** Likeness, -1 to 1, of the first sound that was heard with the first of what was said. */
export function likenessOfOnsets(heard: Float32Array, said: Int16Array): number {
  return agreement(heard, said, startOf(heard, said), (beginningMs * wireRateHz) / 1000, onset(said));
}

const windowSamples = wireRateHz / 4;
const mostSlipSamples = 12;

/**
 * Likeness, -1 to 1, of what was heard with the first `ms` of what was said where silences were cut out of it: a record tells them
 * to a tenth of a ms, so each quarter of a second may lie half a ms beside its place. The mean of all quarters.
 */
export function likenessOfPieces(heard: Float32Array, said: Int16Array, start: number, ms: number): number {
  const windows = Math.floor((ms * wireRateHz) / 1000 / windowSamples);
  let sum = 0;
  for (let window = 0; window < windows; window += 1) {
    const slips = Array.from({ length: 2 * mostSlipSamples + 1 }, (_, at) => at - mostSlipSamples);
    const found = slips.map((slip) => agreement(heard, said, start + slip, windowSamples, window * windowSamples));
    sum += Math.max(...found);
  }
  return sum / windows;
}

/**
 * Likeness, -1 to 1, of what was heard with the first `ms` of what was said on a machine that is busy: silences of which nobody told
 * were cut out of it, each to a few samples, and the sound around one faded. Each quarter of a second is looked for from where the
 * one before lay; the middle one of all.
 */
export function likenessOfMost(heard: Float32Array, said: Int16Array, start: number, ms: number): number {
  const windows = Math.floor((ms * wireRateHz) / 1000 / windowSamples);
  const values: number[] = [];
  let shift = start;
  for (let window = 0; window < windows; window += 1) {
    const tried = Array.from({ length: 8 * mostSlipSamples + 1 }, (_, at) => shift + at - 4 * mostSlipSamples).map(
      (at) => ({
        at,
        value: agreement(heard, said, at, windowSamples, window * windowSamples),
      }),
    );
    const best = tried.reduce((so, one) => (one.value > so.value ? one : so));
    shift = best.at;
    values.push(best.value);
  }
  return values.toSorted((one, other) => one - other)[Math.floor(windows / 2)] ?? 0;
}

/** Loudest sample heard between two moments after `start`, as a part of full scale. */
export function peakBetween(heard: Float32Array, start: number, fromMs: number, toMs: number): number {
  const at = (ms: number): number => start + Math.round((ms * wireRateHz) / 1000);
  return heard.subarray(at(fromMs), at(toMs)).reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0) / 32_768;
}
