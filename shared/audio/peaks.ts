/** The lowest and the highest sample of stretches of sound, as the upper bytes of PCM16: two numbers a stretch. */
export interface Peaks {
  readonly lowest: Int8Array;
  readonly highest: Int8Array;
}

/** A stretch that says nothing: its lowest is above its highest, so that every sample is beyond both. */
export const noPeak = { lowest: 127, highest: -128 } as const;

export function emptyPeaks(count: number): Peaks {
  return { lowest: new Int8Array(count).fill(noPeak.lowest), highest: new Int8Array(count).fill(noPeak.highest) };
}

/** Whether anything lies in a stretch, be it silence. */
export const hasPeak = ({ lowest, highest }: Peaks, at: number): boolean =>
  (lowest[at] as number) <= (highest[at] as number);

/** Takes samples into a stretch, from one place in them to before another. */
export function takeSamples(peaks: Peaks, at: number, pcm: Int16Array, from: number, to: number): void {
  let low = peaks.lowest[at] as number;
  let high = peaks.highest[at] as number;
  for (let i = from; i < to; i += 1) {
    const value = (pcm[i] as number) >> 8;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  peaks.lowest[at] = low;
  peaks.highest[at] = high;
}

/** Takes stretches of others into one, from one of them to before another. */
export function takePeaks(peaks: Peaks, at: number, others: Peaks, from: number, to: number): void {
  let low = peaks.lowest[at] as number;
  let high = peaks.highest[at] as number;
  for (let i = from; i < to; i += 1) {
    if ((others.lowest[i] as number) < low) low = others.lowest[i] as number;
    if ((others.highest[i] as number) > high) high = others.highest[i] as number;
  }
  peaks.lowest[at] = low;
  peaks.highest[at] = high;
}

/** The peaks of a sound that grows, a stretch for so many samples; the last may not be full yet. */
export class PeakTrack {
  readonly bucketSamples: number;
  #peaks: Peaks;
  #samples = 0;

  constructor(bucketSamples: number, have: { readonly peaks: Peaks; readonly samples: number } | null = null) {
    this.bucketSamples = bucketSamples;
    this.#peaks = have?.peaks ?? emptyPeaks(1024);
    this.#samples = have?.samples ?? 0;
  }

  get samples(): number {
    return this.#samples;
  }

  /** Stretches that hold anything. */
  get length(): number {
    return Math.ceil(this.#samples / this.bucketSamples);
  }

  get peaks(): Peaks {
    const { lowest, highest } = this.#peaks;
    return { lowest: lowest.subarray(0, this.length), highest: highest.subarray(0, this.length) };
  }

  push(pcm: Int16Array): void {
    const length = Math.ceil((this.#samples + pcm.length) / this.bucketSamples);
    if (length > this.#peaks.lowest.length) this.#grow(length);
    for (let at = 0; at < pcm.length;) {
      const bucket = Math.floor(this.#samples / this.bucketSamples);
      const end = Math.min(pcm.length, at + (bucket + 1) * this.bucketSamples - this.#samples);
      takeSamples(this.#peaks, bucket, pcm, at, end);
      this.#samples += end - at;
      at = end;
    }
  }

  #grow(length: number): void {
    const grown = emptyPeaks(Math.max(length, 2 * this.#peaks.lowest.length));
    grown.lowest.set(this.#peaks.lowest);
    grown.highest.set(this.#peaks.highest);
    this.#peaks = grown;
  }
}
