import { designKernel, type Kernel, type ResamplerSpec } from './kernel.ts';

/** Input samples taken in at a time; blocks of any size give the same output, this only bounds the buffer. */
const chunkSamples = 4096;

/**
 * Streaming sample-rate converter. The output does not depend on how the input is cut into blocks,
 * and `process` allocates nothing, so it may run in an audio worklet.
 */
export class Resampler {
  readonly inputRateHz: number;
  readonly outputRateHz: number;
  /** How far the output lags behind the newest input sample. */
  readonly delayMs: number;
  readonly #kernel: Kernel;
  /** `taps - 1` samples of history, then up to one chunk of new ones. */
  readonly #buffer: Float32Array;
  /** Position of the next output: index of its newest input sample within the buffer, and its phase. */
  #index: number;
  #phase = 0;

  /** @throws RangeError for rates that no filter can be made for, see `designKernel` */
  constructor(inputRateHz: number, outputRateHz: number, spec?: ResamplerSpec) {
    this.inputRateHz = inputRateHz;
    this.outputRateHz = outputRateHz;
    this.#kernel = designKernel(inputRateHz, outputRateHz, spec);
    this.#buffer = new Float32Array(this.#kernel.taps - 1 + chunkSamples);
    this.#index = this.#kernel.taps - 1;
    this.delayMs = inputRateHz === outputRateHz ? 0 : (this.#kernel.delaySamples / inputRateHz) * 1000;
  }

  /** Most samples that `process` writes for so many input samples. */
  maxOutput(inputSamples: number): number {
    return Math.ceil((inputSamples * this.#kernel.phases) / this.#kernel.step) + 1;
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
   * @param output at least `maxOutput(ceil(delay in input samples))` long
   */
  flush(output: Float32Array): number {
    if (this.inputRateHz === this.outputRateHz) return 0;
    const written = this.process(new Float32Array(Math.ceil(this.#kernel.delaySamples)), output);
    this.reset();
    return written;
  }

  /** Forgets everything it has heard. */
  reset(): void {
    this.#buffer.fill(0);
    this.#index = this.#kernel.taps - 1;
    this.#phase = 0;
  }
}
