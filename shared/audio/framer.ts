import { frameSamples, wireRateHz, type AudioFrame } from './frame.ts';
import { floatToPcm16 } from './pcm16.ts';
import { Resampler } from './resampler.ts';

/** Largest block a caller may push at once; an audio worklet's quantum is 128. */
const blockSamples = 4096;

/**
 * Cuts a stream at a device's rate into numbered 20 ms frames of 24 kHz PCM16.
 * Muting sends zeros rather than nothing, so that the service's clock and ours stay together.
 */
export class Framer {
  readonly #resampler: Resampler;
  readonly #streamId: number;
  readonly #resampled: Float32Array;
  readonly #pending = new Float32Array(frameSamples);
  #filled = 0;
  #number = 0;
  #clipped = 0;
  #firstAtMs = 0;
  muted = false;

  /** @throws RangeError for a rate that cannot be converted */
  constructor(deviceRateHz: number, streamId: number) {
    this.#resampler = new Resampler(deviceRateHz, wireRateHz);
    this.#resampled = new Float32Array(this.#resampler.maxOutput(blockSamples));
    this.#streamId = streamId;
  }

  /**
   * Takes one block of mono samples and hands on every frame it completes.
   * @param atMs wall clock when the block's first sample reached the caller
   * @param clipped samples of the block at full scale on the device
   */
  push(block: Float32Array, atMs: number, clipped: number, emit: (frame: AudioFrame) => void): void {
    const count = this.#resampler.process(block, this.#resampled);
    this.#clipped += clipped;
    for (let i = 0; i < count; i += 1) {
      if (this.#filled === 0) this.#firstAtMs = atMs;
      this.#pending[this.#filled] = this.#resampled[i] as number;
      this.#filled += 1;
      if (this.#filled === frameSamples) this.#emit(emit);
    }
  }

  /** Completes the last frame with silence, if any of it is filled. */
  finish(emit: (frame: AudioFrame) => void): void {
    if (this.#filled === 0) return;
    this.#pending.fill(0, this.#filled);
    this.#emit(emit);
  }

  #emit(emit: (frame: AudioFrame) => void): void {
    const pcm24k = new Int16Array(frameSamples);
    if (!this.muted) floatToPcm16(this.#pending, pcm24k);
    this.#number += 1;
    this.#filled = 0;
    emit({
      number: this.#number,
      clipped: this.#clipped,
      firstAtMs: this.#firstAtMs,
      streamId: this.#streamId,
      muted: this.muted,
      pcm24k,
    });
    this.#clipped = 0;
  }
}
