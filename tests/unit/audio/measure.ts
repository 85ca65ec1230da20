import { floatToPcm16 } from '../../../shared/audio/samples.ts';
import { Resampler } from '../../../shared/audio/resampler.ts';

/*
 * Measures a resampler the way an instrument would. All tones are whole numbers of hertz and every reading is taken over
 * exactly one second of steady output, so tones are orthogonal and a correlation at each frequency separates them exactly.
 */

/** The device rates the bench must handle. */
export const deviceRates = [8000, 16_000, 22_050, 32_000, 44_100, 48_000, 88_200, 96_000, 192_000] as const;

const settleSeconds = 0.25;
const quantum = 128;

/** A second and a bit of a sum of tones, each of the given amplitude, with unlike phases. */
function tones(rateHz: number, frequencies: readonly number[], amplitude: number): Float32Array {
  const length = Math.ceil(rateHz * (1 + 2 * settleSeconds));
  const signal = new Float32Array(length);
  for (let n = 0; n < length; n += 1) {
    let sum = 0;
    for (const [index, frequency] of frequencies.entries())
      sum += Math.sin((2 * Math.PI * frequency * n) / rateHz + index);
    signal[n] = amplitude * sum;
  }
  return signal;
}

/** The signal through the resampler in worklet-sized blocks. */
export function convert(resampler: Resampler, input: Float32Array, block = quantum): Float32Array {
  const output = new Float32Array(resampler.maxOutput(input.length) + 16);
  const scratch = new Float32Array(resampler.maxOutput(block));
  let written = 0;
  for (let from = 0; from < input.length; from += block) {
    const count = resampler.process(input.subarray(from, from + block), scratch);
    output.set(scratch.subarray(0, count), written);
    written += count;
  }
  return output.subarray(0, written);
}

/** Amplitude and phase of one tone over the second that starts after settling. */
function toneIn(signal: Float32Array, rateHz: number, frequency: number): { amplitude: number; phase: number } {
  const start = Math.round(rateHz * settleSeconds);
  let re = 0;
  let im = 0;
  for (let n = start; n < start + rateHz; n += 1) {
    const angle = (2 * Math.PI * frequency * n) / rateHz;
    re += (signal[n] as number) * Math.sin(angle);
    im += (signal[n] as number) * Math.cos(angle);
  }
  return { amplitude: (2 * Math.hypot(re, im)) / rateHz, phase: Math.atan2(im, re) };
}

const dB = (ratio: number): number => 20 * Math.log10(ratio);
const spread = (from: number, to: number, count: number): number[] => [
  ...new Set(Array.from({ length: count }, (_, i) => Math.round(from + ((to - from) * i) / (count - 1)))),
];

/** Highest frequency that must pass: 10.5 kHz, or 0.4375 of the lower rate. */
export const passEdgeHz = (inputRateHz: number, outputRateHz: number): number =>
  Math.floor(Math.min(10_500, 0.4375 * Math.min(inputRateHz, outputRateHz)));

/** Largest deviation from 0 dB over the passband. */
export function rippleDb(inputRateHz: number, outputRateHz: number): number {
  const frequencies = spread(20, passEdgeHz(inputRateHz, outputRateHz), 31);
  const amplitude = 0.9 / frequencies.length;
  const output = convert(new Resampler(inputRateHz, outputRateHz), tones(inputRateHz, frequencies, amplitude));
  return Math.max(
    ...frequencies.map((frequency) => Math.abs(dB(toneIn(output, outputRateHz, frequency).amplitude / amplitude))),
  );
}

/** Where a frequency lands once sampled at a rate. */
function folded(frequency: number, rateHz: number): number {
  const rest = frequency % rateHz;
  return rest > rateHz / 2 ? rateHz - rest : rest;
}

/**
 * The strongest tone in the output that was not in the input, relative to the input tone: aliases of what lies above the output's
 * band, images of what lies in it. null when neither can exist for this pair of rates.
 */
export function worstAliasDb(inputRateHz: number, outputRateHz: number): number | null {
  const readings: number[] = [];
  const outputNyquist = outputRateHz / 2;
  const measure = (sources: readonly number[], landsAt: (frequency: number) => readonly number[]): void => {
    if (sources.length === 0) return;
    const amplitude = 0.9 / sources.length;
    const output = convert(new Resampler(inputRateHz, outputRateHz), tones(inputRateHz, sources, amplitude));
    for (const source of sources) {
      for (const at of landsAt(source)) readings.push(dB(toneIn(output, outputRateHz, at).amplitude / amplitude));
    }
  };
  if (inputRateHz > outputRateHz) {
    const above = spread(outputNyquist + 0.02 * outputRateHz, inputRateHz / 2 - 200, 61);
    const taken = new Set<number>();
    const apart = above.filter((frequency) => {
      const lands = folded(frequency, outputRateHz);
      if (lands < 20 || taken.has(lands)) return false;
      taken.add(lands);
      return true;
    });
    measure(apart, (frequency) => [folded(frequency, outputRateHz)]);
  } else {
    const inside = spread(217, passEdgeHz(inputRateHz, outputRateHz), 41);
    const images = (frequency: number): number[] =>
      Array.from({ length: Math.ceil(outputRateHz / inputRateHz) + 1 }, (_, k) => k + 1)
        .flatMap((k) => [k * inputRateHz - frequency, k * inputRateHz + frequency])
        .filter((at) => at < outputNyquist && !inside.includes(at));
    measure(inside, images);
  }
  return readings.length === 0 ? null : Math.max(...readings);
}

/** Signal to noise and distortion after rounding to PCM16 of a sine at -0.09 dBFS; theory is 98.0 dB. */
export function snr16Db(inputRateHz: number, outputRateHz: number, frequency: number): number {
  const output = convert(new Resampler(inputRateHz, outputRateHz), tones(inputRateHz, [frequency], 0.99));
  const pcm = new Int16Array(output.length);
  floatToPcm16(output, pcm);
  const rounded = Float32Array.from(pcm, (value) => value / 32_768);
  const { amplitude, phase } = toneIn(rounded, outputRateHz, frequency);
  const start = Math.round(outputRateHz * settleSeconds);
  let noise = 0;
  for (let n = start; n < start + outputRateHz; n += 1) {
    const ideal = amplitude * Math.sin((2 * Math.PI * frequency * n) / outputRateHz + phase);
    noise += ((rounded[n] as number) - ideal) ** 2;
  }
  return 10 * Math.log10(amplitude ** 2 / 2 / (noise / outputRateHz));
}

/** Delay of the output against the input in ms, by the phase of a 100 Hz tone (unambiguous up to 10 ms). */
export function delayMs(inputRateHz: number, outputRateHz: number): number {
  const output = convert(new Resampler(inputRateHz, outputRateHz), tones(inputRateHz, [100], 0.5));
  const lag = -toneIn(output, outputRateHz, 100).phase / (2 * Math.PI * 100);
  return (((lag * 1000) % 10) + 10) % 10;
}
