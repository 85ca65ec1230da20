import type { LogEntry } from '../../../shared/session/entry.ts';
import type { RecordState } from '../../../shared/session/record-state.ts';

/** An entry and the byte of the log at which its line begins. */
export interface PlacedEntry {
  readonly entry: LogEntry;
  readonly byte: number;
}

/**
 * Lets the entries of a log through whose numbers rise, so that a block that stands in it twice counts once. What does not rise is
 * counted with its place, and so is every number that no entry has.
 */
export class EntryOrder {
  #last: number;
  /** One whose number leaps: the next entry says whether others are missing or its own number is wrong. */
  #leapt: PlacedEntry | null = null;
  #outOfOrder: RecordState['outOfOrder'] = null;
  #missing: RecordState['missing'] = null;

  /** @param last number of the entry before the first that is taken */
  constructor(last = 0) {
    this.#last = last;
  }

  get found(): Pick<RecordState, 'outOfOrder' | 'missing'> {
    return { outOfOrder: this.#outOfOrder, missing: this.#missing };
  }

  /** The entries that may be folded, of these and of one that was held back. */
  take(placed: readonly PlacedEntry[]): LogEntry[] {
    const through: LogEntry[] = [];
    for (const one of placed) {
      const { seq } = one.entry;
      const leapt = this.#leapt;
      this.#leapt = null;
      if (leapt !== null && seq > this.#last && seq < leapt.entry.seq) this.#passOver(leapt);
      else if (leapt !== null) this.#letThrough(leapt.entry, through);
      if (seq <= this.#last) this.#passOver(one);
      else if (seq > this.#last + 1) this.#leapt = one;
      else this.#letThrough(one.entry, through);
    }
    return through;
  }

  /** What was held back, when there is no next entry. */
  end(): LogEntry[] {
    const through: LogEntry[] = [];
    if (this.#leapt !== null) this.#letThrough(this.#leapt.entry, through);
    this.#leapt = null;
    return through;
  }

  #letThrough(entry: LogEntry, through: LogEntry[]): void {
    const missing = entry.seq - this.#last - 1;
    if (missing > 0) {
      const { entries = 0, afterSeq = this.#last } = this.#missing ?? {};
      this.#missing = { entries: entries + missing, afterSeq };
    }
    this.#last = entry.seq;
    through.push(entry);
  }

  #passOver({ entry, byte }: PlacedEntry): void {
    const first = this.#outOfOrder ?? { entries: 0, firstSeq: entry.seq, byte };
    this.#outOfOrder = { ...first, entries: first.entries + 1 };
  }
}
