import type { LogEntry, Origin } from '../../shared/session/entry.ts';
import { codeOfEntry, type EntryKind, entryKinds } from '../../shared/session/entry-kind.ts';
import { isAudioFrame } from '../../shared/session/entry-type.ts';
import { searchText } from './event-summary.ts';

/** Entries in one piece of memory: it grows by pieces, so that an hour costs one byte an entry and no more. */
const pieceSize = 16_384;
const zero = '0'.charCodeAt(0);

/**
 * What the list needs of every entry to count and filter it: one byte. The entries themselves, and the words a search
 * looks through, stay with the engine and are read by range.
 */
export class EventIndex {
  readonly #pieces: Uint8Array[] = [];
  #length = 0;
  #noted = 0;

  /** Highest sequence number there is. */
  get length(): number {
    return this.#length;
  }

  /** How many entries are noted; fewer than `length` while older ones are still being read. */
  get noted(): number {
    return this.#noted;
  }

  /** Says that entries up to `seq` exist, noted or not. */
  reach(seq: number): void {
    if (seq <= this.#length) return;
    while (this.#pieces.length * pieceSize < seq) this.#pieces.push(new Uint8Array(pieceSize));
    this.#length = seq;
  }

  note(entries: readonly LogEntry[]): void {
    for (const entry of entries) this.#note(entry.seq, codeOfEntry(entry));
  }

  /**
   * Notes entries from `fromSeq` on by their kinds, a digit an entry, as the engine tells them. Returns how many of them there
   * are: a damaged record has gaps.
   */
  noteKinds(fromSeq: number, kinds: string): number {
    let there = 0;
    for (let at = 0; at < kinds.length; at += 1) {
      const code = kinds.charCodeAt(at) - zero;
      if (!(code > 0 && code < entryKinds.length)) continue;
      this.#note(fromSeq + at, code);
      there += 1;
    }
    return there;
  }

  /** Null for an entry that is not noted yet. */
  kind(seq: number): EntryKind | null {
    return entryKinds[this.#code(seq)] ?? null;
  }

  /** The newest range of at most `most` entries not yet noted and below `below`, or null. */
  missing(most: number, below = this.#length + 1): { readonly fromSeq: number; readonly toSeq: number } | null {
    if (this.#noted === this.#length) return null;
    let toSeq = below - 1;
    while (toSeq > 0 && this.#code(toSeq) !== 0) toSeq -= 1;
    if (toSeq === 0) return null;
    let fromSeq = toSeq;
    while (fromSeq > 1 && this.#code(fromSeq - 1) === 0 && toSeq - fromSeq + 1 < most) fromSeq -= 1;
    return { fromSeq, toSeq };
  }

  #note(seq: number, code: number): void {
    this.reach(seq);
    const piece = this.#pieces[Math.floor((seq - 1) / pieceSize)];
    const at = (seq - 1) % pieceSize;
    if (piece === undefined || piece[at] !== 0) return;
    piece[at] = code;
    this.#noted += 1;
  }

  #code(seq: number): number {
    return this.#pieces[Math.floor((seq - 1) / pieceSize)]?.[(seq - 1) % pieceSize] ?? 0;
  }
}

/**
 * One search for a text through the record. The words of entries are not kept in the window: they are read once more,
 * newest first, and only what was found is remembered, until the text is another.
 */
export class TextSearch {
  readonly #text: string;
  readonly #found = new Set<number>();
  /** Entries from here on have been looked through. */
  #from: number;

  constructor(text: string, index: EventIndex) {
    this.#text = text.toLowerCase();
    this.#from = index.length + 1;
  }

  has(seq: number): boolean {
    return this.#found.has(seq);
  }

  /** How many entries are still to be looked through. */
  get left(): number {
    return this.#from - 1;
  }

  note(entries: readonly LogEntry[]): void {
    for (const entry of entries) {
      if (!isAudioFrame(entry.event) && searchText(entry).includes(this.#text)) this.#found.add(entry.seq);
    }
  }

  /** The next range to read, at most `most` entries; null at the beginning of the record. Audio frames are passed over. */
  next(index: EventIndex, most: number): { readonly fromSeq: number; readonly toSeq: number } | null {
    let toSeq = this.#from - 1;
    while (toSeq > 0 && index.kind(toSeq)?.audio === true) toSeq -= 1;
    this.#from = toSeq + 1;
    return toSeq === 0 ? null : { fromSeq: Math.max(1, toSeq - most + 1), toSeq };
  }

  /** Takes in what was read of a range. */
  read(fromSeq: number, entries: readonly LogEntry[]): void {
    this.note(entries);
    this.#from = Math.min(this.#from, fromSeq);
  }
}

/** What the list shows of the record. */
export interface EventFilter {
  readonly text: string;
  readonly origins: Readonly<Record<Origin, boolean>>;
  readonly audioFrames: boolean;
}

export const openFilter: EventFilter = {
  text: '',
  origins: { client: true, server: true, bench: true },
  audioFrames: false,
};

/** Audio frames are all of two types: their words are known without reading them. */
const audioWords = ({ origin }: EntryKind): string =>
  origin === 'client' ? 'input_audio_buffer.append' : 'response.output_audio.delta';

/** Whether an entry passes the filter; one that is not noted, or not looked through yet, does not. */
export const passes =
  (index: EventIndex, { text, origins, audioFrames }: EventFilter, search: TextSearch | null) =>
  (seq: number): boolean => {
    const kind = index.kind(seq);
    if (kind === null || !origins[kind.origin] || (kind.audio && !audioFrames)) return false;
    if (search === null) return true;
    return kind.audio ? audioWords(kind).includes(text.toLowerCase()) : search.has(seq);
  };

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
