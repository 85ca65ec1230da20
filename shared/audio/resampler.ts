import { count } from '../kit/numbers.ts';

/** Rates that can be converted, Hz. */
export const leastRateHz = 3000;
export const mostRateHz = 768_000;

/** What a resampling filter must do. Frequencies are fractions of the lower of the two Nyquist frequencies. */
interface ResamplerSpec {
  /** Flat up to here. */
  readonly passEdge: number;
  /** Silent from here on; 1 lets nothing fold back. */
  readonly stopEdge: number;
  readonly attenuationDb: number;
}

/** Flat to 10.5 kHz and silent from 12 kHz at the 24 kHz wire rate. */
export const defaultSpec: ResamplerSpec = { passEdge: 0.875, stopEdge: 1, attenuationDb: 114 };

/** Polyphase filter bank: `taps` coefficients for each of `phases` positions between two input samples. */
interface Kernel {
  /** Input samples to advance per `phases` output steps: output rate / input rate = phases / step. */
  readonly phases: number;
  readonly step: number;
  readonly taps: number;
  /** Coefficients of phase p at `bank[p * taps .. p * taps + taps - 1]`, oldest input sample first. */
  readonly bank: Float32Array;
  /** Delay of the filter in positions, of which `phases` are one input sample. */
  readonly delayPositions: number;
}

const greatestCommonDivisor = (a: number, b: number): number => (b === 0 ? a : greatestCommonDivisor(b, a % b));

/** Modified Bessel function of the first kind, order zero, by its power series. */
function besselI0(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > sum * 1e-17; k += 1) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

/** More phases than this would take tens of megabytes. */
const mostPhases = 4096;

/**
 * The fraction nearest to `outputRateHz / inputRateHz` that has no more phases than a table may: the exact one of any rates that
 * devices and files have; else one that is off by 122 parts in a million at most, which is a fifth of a hundredth of a semitone.
 */
function nearestRatio(inputRateHz: number, outputRateHz: number): { phases: number; step: number } {
  const divisor = greatestCommonDivisor(inputRateHz, outputRateHz);
  const exact = { phases: outputRateHz / divisor, step: inputRateHz / divisor };
  if (exact.phases <= mostPhases) return exact;
  let best = { phases: 1, step: Math.max(1, Math.round(inputRateHz / outputRateHz)) };
  const errorOf = ({ phases, step }: typeof best): number =>
    Math.abs(phases * inputRateHz - step * outputRateHz) / step;
  for (let phases = 1; phases <= mostPhases; phases += 1) {
    const ratio = { phases, step: Math.max(1, Math.round((phases * inputRateHz) / outputRateHz)) };
    if (errorOf(ratio) < errorOf(best)) best = ratio;
  }
  return best;
}

/**
 * A Kaiser-windowed sinc as a polyphase bank for one pair of rates.
 * @throws RangeError for rates that are not whole numbers from 3,000 to 768,000
 */
function designKernel(inputRateHz: number, outputRateHz: number, spec: ResamplerSpec = defaultSpec): Kernel {
  for (const rate of [inputRateHz, outputRateHz]) {
    if (!Number.isInteger(rate) || rate < leastRateHz || rate > mostRateHz) {
      throw new RangeError(
        `A sample rate is a whole number from ${count(leastRateHz)} to ${count(mostRateHz)} Hz, not ${rate}.`,
      );
    }
  }
  const { phases, step } = nearestRatio(inputRateHz, outputRateHz);
  const nyquistHz = Math.min(inputRateHz, outputRateHz) / 2;
  const transitionHz = (spec.stopEdge - spec.passEdge) * nyquistHz;
  const cutoffHz = ((spec.stopEdge + spec.passEdge) / 2) * nyquistHz;
  // Kaiser's design formula, at the rate where all phases lie side by side.
  const perPhase = (spec.attenuationDb - 7.95) / (14.36 * (transitionHz / inputRateHz));
  const taps = 2 * Math.ceil(perPhase / 2);
  const beta = 0.1102 * (spec.attenuationDb - 8.7);
  const length = taps * phases;
  // A whole number of positions, so that a delay can be taken out exactly; the last coefficient is 0.
  const centre = length / 2 - 1;
  const window0 = besselI0(beta);
  const prototype = Float64Array.from({ length }, (_, n) => {
    const x = n - centre;
    if (x > centre) return 0;
    const angle = (2 * Math.PI * cutoffHz * x) / (inputRateHz * phases);
    const sinc = x === 0 ? 1 : Math.sin(angle) / angle;
    const edge = x / centre;
    return (sinc * besselI0(beta * Math.sqrt(Math.max(0, 1 - edge * edge)))) / window0;
  });
  const gain = phases / prototype.reduce((sum, value) => sum + value, 0);
  const bank = new Float32Array(length);
  for (let phase = 0; phase < phases; phase += 1) {
    for (let tap = 0; tap < taps; tap += 1) {
      bank[phase * taps + tap] = (prototype[(taps - 1 - tap) * phases + phase] ?? 0) * gain;
    }
  }
  return { phases, step, taps, bank, delayPositions: centre };
}

/** How far a conversion is off, for people: `122 parts in a million too long`; null: it is exact. */
export const stretchWords = (offPpm: number): string | null =>
  Math.abs(offPpm) < 0.5
    ? null
    : `${Math.abs(offPpm).toFixed(0)} parts in a million too ${offPpm > 0 ? 'long' : 'short'}`;

/** Input samples taken in at a time; blocks of any size give the same output, this only bounds the buffer. */
const chunkSamples = 4096;

/**
 * Streaming sample-rate converter. The output does not depend on how the input is cut into blocks,
 * and `process` allocates nothing, so it may run in an audio worklet.
 */
export class Resampler {
  readonly inputRateHz: number;
  readonly outputRateHz: number;
  /** How far the output lags behind the newest input sample; taken out again where it is aligned. */
  readonly delayMs: number;
  /** How much longer the output is than it should be, in parts per million; 0 for all but the oddest ratios of rates. */
  readonly offPpm: number;
  readonly #kernel: Kernel;
  /** `taps - 1` samples of history, then up to one chunk of new ones. */
  readonly #buffer: Float32Array;
  /** Position of the next output: index of its newest input sample within the buffer, and its phase. */
  #index = 0;
  #phase = 0;
  readonly #aligned: boolean;

  /**
   * @param aligned the first output stands exactly where the first input does: nothing comes before the filter has heard what
   * follows, and `flush` has the rest. Else the output begins at once and lags behind by `delayMs`.
   * @throws RangeError for rates that no filter can be made for, see `designKernel`
   */
  constructor(
    inputRateHz: number,
    outputRateHz: number,
    { aligned = false, spec }: { readonly aligned?: boolean; readonly spec?: ResamplerSpec } = {},
  ) {
    this.inputRateHz = inputRateHz;
    this.outputRateHz = outputRateHz;
    this.#kernel = designKernel(inputRateHz, outputRateHz, spec);
    this.#buffer = new Float32Array(this.#kernel.taps - 1 + chunkSamples);
    this.#aligned = aligned;
    const { phases, step, delayPositions } = this.#kernel;
    this.delayMs = inputRateHz === outputRateHz ? 0 : (delayPositions / phases / inputRateHz) * 1000;
    this.offPpm = ((phases * inputRateHz) / (step * outputRateHz) - 1) * 1e6;
    this.#rewind();
  }

  #rewind(): void {
    const { phases, taps, delayPositions } = this.#kernel;
    const ahead = this.#aligned ? delayPositions : 0;
    this.#index = taps - 1 + Math.floor(ahead / phases);
    this.#phase = ahead % phases;
  }

  /** Most samples that `process` writes for so many input samples. */
  maxOutput(inputSamples: number): number {
    return Math.ceil((inputSamples * this.#kernel.phases) / this.#kernel.step) + 1;
  }

  /** Most samples that `flush` writes. */
  maxHeld(): number {
    return this.maxOutput(Math.ceil(this.#kernel.delayPositions / this.#kernel.phases));
  }

  /**
   * Takes all of `input` and writes what comes out of it.
   * @param output at least `maxOutput(input.length)` long
   * @returns samples written
   */
  process(input: Float32Array, output: Float32Array): number {
    if (this.inputRateHz === this.outputRateHz) {
      output.set(input);
      return input.length;
    }
    let written = 0;
    for (let from = 0; from < input.length; from += chunkSamples) {
      written = this.#chunk(input, from, Math.min(input.length, from + chunkSamples), output, written);
    }
    return written;
  }

  #chunk(input: Float32Array, from: number, to: number, output: Float32Array, start: number): number {
    const { taps, phases, step, bank } = this.#kernel;
    const buffer = this.#buffer;
    const history = taps - 1;
    for (let i = from; i < to; i += 1) buffer[history + i - from] = input[i] as number;
    const end = history + to - from;
    let written = start;
    let index = this.#index;
    let phase = this.#phase;
    while (index < end) {
      const row = phase * taps;
      const oldest = index - history;
      let sum = 0;
      for (let tap = 0; tap < taps; tap += 1) sum += (bank[row + tap] as number) * (buffer[oldest + tap] as number);
      output[written] = sum;
      written += 1;
      phase += step;
      index += Math.floor(phase / phases);
      phase %= phases;
    }
    buffer.copyWithin(0, end - history, end);
    this.#index = index - (end - history);
    this.#phase = phase;
    return written;
  }

  /**
   * Writes the tail that the filter still holds, as if silence followed, and starts anew.
   * @param output at least `maxHeld()` long
   */
  flush(output: Float32Array): number {
    if (this.inputRateHz === this.outputRateHz) return 0;
    const { phases, step, taps, delayPositions } = this.#kernel;
    const ahead = (taps - 1 - this.#index) * phases - this.#phase + delayPositions;
    const written = this.process(new Float32Array(Math.ceil(delayPositions / phases)), output);
    this.reset();
    // Aligned, the output ends where the input does.
    return this.#aligned ? Math.min(written, Math.max(0, Math.ceil(ahead / step))) : written;
  }

  /** Forgets everything it has heard. */
  reset(): void {
    this.#buffer.fill(0);
    this.#rewind();
  }
}
