const initialSamples = 24_000;

/**
 * The audio written in a session that has not been dropped yet. Positions count every sample ever written, so they
 * go on growing over commits and clears, as the service's `audio_start_ms` and `audio_end_ms` do.
 */
export class InputBuffer {
  #samples = new Int16Array(initialSamples);
  #length = 0;
  #start = 0;

  /** Position of the oldest sample still held. */
  get start(): number {
    return this.#start;
  }

  /** Position after the newest sample: how much was ever written. */
  get end(): number {
    return this.#start + this.#length;
  }

  append(pcm24k: Int16Array): void {
    const needed = this.#length + pcm24k.length;
    if (needed > this.#samples.length) {
      const grown = new Int16Array(Math.max(needed, this.#samples.length * 2));
      grown.set(this.#samples.subarray(0, this.#length));
      this.#samples = grown;
    }
    this.#samples.set(pcm24k, this.#length);
    this.#length = needed;
  }

  /** A copy of what lies between two positions; what is no longer or not yet there is left out. */
  slice(from: number, to: number): Int16Array {
    return this.#samples.slice(Math.max(0, from - this.#start), Math.max(0, Math.min(to - this.#start, this.#length)));
  }

  /** Forgets everything before a position. */
  dropBefore(position: number): void {
    const dropped = Math.min(Math.max(0, position - this.#start), this.#length);
    if (dropped === 0) return;
    this.#samples.copyWithin(0, dropped, this.#length);
    this.#length -= dropped;
    this.#start += dropped;
    if (this.#samples.length > initialSamples && this.#length < this.#samples.length / 4) {
      this.#samples = this.#samples.slice(0, Math.max(initialSamples, this.#length * 2));
    }
  }
}
