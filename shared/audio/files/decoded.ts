import { count } from '../../kit/numbers.ts';
import { badFile } from './container.ts';

/** The most bytes that a file of sound may have. */
export const mostSoundBytes = 256 * 1024 * 1024;

/** The most bytes that the samples of a compressed file may take while it is decoded: a small file can say it holds years. */
export const mostDecodedBytes = 512 * 1024 * 1024;

/** How a file is decoded, as far as it says how many bytes its sound takes. */
export interface DecodedShape {
  readonly rateHz: number;
  readonly channels: number;
  readonly bytesPerSample: number;
}

/** Refuses what would fill the memory. */
export const tooLong = (
  name: string,
  { rateHz, channels, bytesPerSample }: DecodedShape,
  mostBytes = mostDecodedBytes,
): ReturnType<typeof badFile> => {
  const minutes = Math.floor(mostBytes / bytesPerSample / channels / rateHz / 60);
  return badFile(
    name,
    `holds more than ${count(minutes)} minutes of sound, the most that is decoded at ${count(rateHz)} Hz with ${count(channels)} channels.`,
    'Cut it into shorter files.',
  );
};

/** Gathers samples block by block, interleaved, up to the most bytes that are taken, a growing one's two copies together. */
export class SampleCollector<Samples extends Int16Array | Int32Array | Float32Array> {
  readonly #make: (length: number) => Samples;
  readonly #mostSamples: number;
  #held: Samples;
  #length = 0;

  /** @param expected samples of all channels that the file says it has: room that is not used takes no memory */
  constructor(make: (length: number) => Samples, expected: number, mostBytes = mostDecodedBytes) {
    this.#make = make;
    this.#mostSamples = Math.floor(mostBytes / make(0).BYTES_PER_ELEMENT);
    this.#held = make(Math.min(this.#mostSamples, Math.max(1 << 16, expected)));
  }

  get length(): number {
    return this.#length;
  }

  /** Room for `count` more samples, to be written by the caller; null: the file has too many. */
  room(count: number): Samples | null {
    const wanted = this.#length + count;
    if (wanted > this.#held.length) {
      const larger = Math.min(Math.max(wanted, this.#held.length * 2), this.#mostSamples - this.#held.length);
      if (wanted > larger) return null;
      const grown = this.#make(larger);
      grown.set(this.#held);
      this.#held = grown;
    }
    const from = this.#length;
    this.#length = wanted;
    return this.#held.subarray(from, wanted) as Samples;
  }

  /** The samples from `from` up to, not including, `to`, as bytes, where they lie. */
  bytes(from = 0, to = this.#length): Uint8Array {
    const kept = this.#held.subarray(from, Math.max(from, Math.min(to, this.#length)));
    return new Uint8Array(kept.buffer, kept.byteOffset, kept.byteLength);
  }
}
