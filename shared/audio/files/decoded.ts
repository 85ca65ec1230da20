import { count } from '../../kit/numbers.ts';
import { badFile } from './container.ts';

/** Samples of all channels together that a compressed file may hold: 29 minutes of stereo at 48 kHz. A small file can say it holds years. */
export const mostDecodedSamples = 168_000_000;

/** Refuses what would fill the memory. */
export const tooLong = (name: string, rateHz: number, channels: number): ReturnType<typeof badFile> => {
  const minutes = Math.floor(mostDecodedSamples / channels / rateHz / 60);
  return badFile(
    name,
    `holds more than ${count(minutes)} minutes of sound, the most that is decoded at ${count(rateHz)} Hz with ${count(channels)} channels.`,
    'Cut it into shorter files.',
  );
};

/** Gathers samples block by block, interleaved, up to the most that is taken. */
export class SampleCollector<Samples extends Int16Array | Int32Array | Float32Array> {
  readonly #make: (length: number) => Samples;
  #held: Samples;
  #length = 0;

  /** @param expected samples of all channels that the file says it has: a hint, never trusted beyond the bound */
  constructor(make: (length: number) => Samples, expected: number) {
    this.#make = make;
    this.#held = make(Math.max(1 << 16, Math.min(expected, 1 << 22)));
  }

  get length(): number {
    return this.#length;
  }

  /** Room for `count` more samples, to be written by the caller; null: the file has too many. */
  room(count: number): Samples | null {
    const wanted = this.#length + count;
    if (wanted > mostDecodedSamples) return null;
    if (wanted > this.#held.length) {
      const larger = this.#make(Math.min(mostDecodedSamples, Math.max(wanted, this.#held.length * 2)));
      larger.set(this.#held);
      this.#held = larger;
    }
    const from = this.#length;
    this.#length = wanted;
    return this.#held.subarray(from, wanted) as Samples;
  }

  /** The samples from `from` up to, not including, `to`, as bytes of their own length. */
  bytes(from = 0, to = this.#length): Uint8Array {
    const kept = this.#held.slice(from, Math.max(from, Math.min(to, this.#length)));
    return new Uint8Array(kept.buffer, kept.byteOffset, kept.byteLength);
  }
}
