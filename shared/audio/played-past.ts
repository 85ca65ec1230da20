/** Audio is pulled in quanta of this many samples; one place a quantum is kept. */
const quantumSamples = 128;

/**
 * Where streams stood in the last seconds: an output holds samples for a while before they sound, so what is heard now was
 * pulled earlier. Allocates once.
 */
export class PlayedPast {
  readonly #pulled: Float64Array;
  readonly #streamIds: Float64Array;
  readonly #playedMs: Float64Array;
  #next = 0;

  /** @param forMs how far back it is known, where quanta have 128 samples */
  constructor(rateHz: number, forMs: number) {
    const places = Math.ceil((rateHz * forMs) / 1000 / quantumSamples) + 1;
    this.#pulled = new Float64Array(places).fill(-1);
    this.#streamIds = new Float64Array(places);
    this.#playedMs = new Float64Array(places);
  }

  /** After `pulled` samples in all, a stream stood at `playedMs`. */
  note(pulled: number, streamId: number, playedMs: number): void {
    this.#pulled[this.#next] = pulled;
    this.#streamIds[this.#next] = streamId;
    this.#playedMs[this.#next] = playedMs;
    this.#next = (this.#next + 1) % this.#pulled.length;
  }

  /** Where the stream stood when so many samples had been pulled; 0 where it had not begun. */
  heardMs(streamId: number, pulled: number): number {
    for (let back = 1; back <= this.#pulled.length; back += 1) {
      const place = (this.#next - back + this.#pulled.length) % this.#pulled.length;
      const at = this.#pulled[place] as number;
      if (at < 0) return 0;
      if (at <= pulled && this.#streamIds[place] === streamId) return this.#playedMs[place] as number;
    }
    return 0;
  }
}
