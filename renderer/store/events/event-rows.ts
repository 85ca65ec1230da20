/** Sequence numbers that pass a filter, in order. */
export interface Rows {
  readonly length: number;
  /** The numbers of rows `first` to `end - 1`. */
  slice(first: number, end: number): readonly number[];
  /** The row of an entry, or -1. */
  indexOf(seq: number): number;
}

export const noRows: Rows = { length: 0, slice: () => [], indexOf: () => -1 };

/** Entries counted together: a row is found by the counts, then by looking through one block. */
const blockSize = 256;

/**
 * Rows as counts of what passes in every block of entries: a list of a quarter million needs a thousand numbers, and
 * one that grows is never copied.
 */
export class EventRows {
  readonly #passes: (seq: number) => boolean;
  /** Rows before each block. */
  readonly #before: number[] = [];
  #length = 0;
  #looked = 0;

  constructor(passes: (seq: number) => boolean) {
    this.#passes = passes;
  }

  /** Counts entries up to `seq`, each once: what an entry is told of later is seen by rows made anew. */
  extend(seq: number): void {
    for (; this.#looked < seq; this.#looked += 1) {
      if (this.#looked % blockSize === 0) this.#before.push(this.#length);
      if (this.#passes(this.#looked + 1)) this.#length += 1;
    }
  }

  /** The rows as they are now; later ones are in the next of these. */
  now(): Rows {
    return {
      length: this.#length,
      slice: (first, end) => this.#slice(first, end),
      indexOf: (seq) => this.#indexOf(seq),
    };
  }

  get length(): number {
    return this.#length;
  }

  #slice(first: number, end: number): number[] {
    const found: number[] = [];
    const wanted = Math.max(0, Math.min(end, this.#length) - Math.max(0, first));
    let block = this.#blockOf(Math.max(0, first));
    let row = this.#before[block] ?? 0;
    for (; found.length < wanted && block < this.#before.length; block += 1) {
      if ((this.#before[block + 1] ?? this.#length) === row) continue;
      const lastSeq = Math.min((block + 1) * blockSize, this.#looked);
      for (let seq = block * blockSize + 1; seq <= lastSeq && found.length < wanted; seq += 1) {
        if (!this.#passes(seq)) continue;
        if (row >= first) found.push(seq);
        row += 1;
      }
    }
    return found;
  }

  #indexOf(seq: number): number {
    if (seq < 1 || seq > this.#looked || !this.#passes(seq)) return -1;
    const block = Math.floor((seq - 1) / blockSize);
    let row = this.#before[block] ?? 0;
    for (let one = block * blockSize + 1; one < seq; one += 1) if (this.#passes(one)) row += 1;
    return row;
  }

  /** The last block with no more rows before it than `row`. */
  #blockOf(row: number): number {
    let low = 0;
    let high = this.#before.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#before[middle] ?? 0) <= row) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  }
}
