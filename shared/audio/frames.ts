import { Resampler } from './resampler.ts';
import { evenlyPlaced, floatToPcm16 } from './samples.ts';

/** The rate and frame that go to the service: 24 kHz mono PCM16, 20 ms. */
export const wireRateHz = 24_000;
export const frameMs = 20;
export const frameSamples = (wireRateHz * frameMs) / 1000;
export const bytesPerMs = (wireRateHz * 2) / 1000;

/**
 * A frame of audio on its way between a worklet and the engine: a 24-byte little-endian header, then PCM16 at 24 kHz.
 *   0 u32 number     1, 2, 3 … per stream; a hole is a lost frame
 *   4 u32 clipped    samples at full scale since the last frame (capture), 0 for playback
 *   8 f64 firstAtMs  wall clock in ms when the frame's first sample reached the worklet (capture), 0 for playback
 *  16 u32 streamId   capture: the stream's number in this page; playback: number of the item's playback
 *  20 u32 flags      bit 0: muted (the samples are zero on purpose)
 */
export interface AudioFrame {
  readonly number: number;
  readonly clipped: number;
  readonly firstAtMs: number;
  readonly streamId: number;
  readonly muted: boolean;
  readonly pcm24k: Int16Array;
}

export const frameHeaderBytes = 24;

export function encodeFrame(frame: AudioFrame): ArrayBuffer {
  const buffer = new ArrayBuffer(frameHeaderBytes + frame.pcm24k.length * 2);
  const head = new DataView(buffer);
  head.setUint32(0, frame.number, true);
  head.setUint32(4, frame.clipped, true);
  head.setFloat64(8, frame.firstAtMs, true);
  head.setUint32(16, frame.streamId, true);
  head.setUint32(20, frame.muted ? 1 : 0, true);
  new Int16Array(buffer, frameHeaderBytes).set(frame.pcm24k);
  return buffer;
}

/** The frame in `bytes`, or null when they are not one. The samples are a view, not a copy, where alignment allows. */
export function decodeFrame(bytes: Uint8Array): AudioFrame | null {
  if (bytes.byteLength < frameHeaderBytes || (bytes.byteLength - frameHeaderBytes) % 2 !== 0) return null;
  const aligned = evenlyPlaced(bytes);
  const head = new DataView(aligned.buffer, aligned.byteOffset, frameHeaderBytes);
  return {
    number: head.getUint32(0, true),
    clipped: head.getUint32(4, true),
    firstAtMs: head.getFloat64(8, true),
    streamId: head.getUint32(16, true),
    muted: (head.getUint32(20, true) & 1) === 1,
    pcm24k: new Int16Array(
      aligned.buffer,
      aligned.byteOffset + frameHeaderBytes,
      (aligned.byteLength - frameHeaderBytes) / 2,
    ),
  };
}

/** Largest block a caller may push at once; an audio worklet's quantum is 128. */
const mostBlockSamples = 4096;

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
    this.#resampled = new Float32Array(this.#resampler.maxOutput(mostBlockSamples));
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
