import type { LogEntry } from '../../../shared/session/entry.ts';
import type { RecordState } from '../../../shared/session/record-state.ts';

/** An entry, or what is known of one, and the byte of the log at which its line begins. */
export interface PlacedEntry<T extends Pick<LogEntry, 'seq'> = LogEntry> {
  readonly entry: T;
  readonly byte: number;
}

/**
 * Lets the entries of a log through whose numbers rise, so that a block that stands in it twice counts once. What does not rise is
 * counted with its place, and so is every number that no entry has.
 */
export class EntryOrder<T extends Pick<LogEntry, 'seq'> = LogEntry> {
  #last: number;
  /** One whose number leaps: the next entry says whether others are missing or its own number is wrong. */
  #leapt: PlacedEntry<T> | null = null;
  #outOfOrder: RecordState['outOfOrder'] = null;
  #missing: RecordState['missing'] = null;

  /** @param last number of the entry before the first that is taken */
  constructor(last = 0) {
    this.#last = last;
  }

  get found(): Pick<RecordState, 'outOfOrder' | 'missing'> {
    return { outOfOrder: this.#outOfOrder, missing: this.#missing };
  }

  /** One whose number leaps, until the next entry says whether it is right. */
  get held(): T | null {
    return this.#leapt?.entry ?? null;
  }

  /** The entries that may be folded, of these and of one that was held back. */
  take(placed: readonly PlacedEntry<T>[]): T[] {
    const through: T[] = [];
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
  end(): T[] {
    const through: T[] = [];
    if (this.#leapt !== null) this.#letThrough(this.#leapt.entry, through);
    this.#leapt = null;
    return through;
  }

  #letThrough(entry: T, through: T[]): void {
    const missing = entry.seq - this.#last - 1;
    if (missing > 0) {
      const { entries = 0, afterSeq = this.#last } = this.#missing ?? {};
      this.#missing = { entries: entries + missing, afterSeq };
    }
    this.#last = entry.seq;
    through.push(entry);
  }

  #passOver({ entry, byte }: PlacedEntry<T>): void {
    const first = this.#outOfOrder ?? { entries: 0, firstSeq: entry.seq, byte };
    this.#outOfOrder = { ...first, entries: first.entries + 1 };
  }
}
