import type { LogEntry, Origin } from '../../../shared/session/entry.ts';
import { isAudioFrame } from './summary.ts';

/** What the index knows of one entry. */
export interface EntryKind {
  readonly origin: Origin;
  readonly audio: boolean;
}

/** Entries in one piece of memory: it grows by pieces, so that an hour costs one byte an entry and no more. */
const pieceSize = 16_384;

const kinds: readonly (EntryKind | null)[] = [
  null,
  { origin: 'client', audio: false },
  { origin: 'server', audio: false },
  { origin: 'bench', audio: false },
  { origin: 'client', audio: true },
  { origin: 'server', audio: true },
  { origin: 'bench', audio: true },
];
const originCode: Readonly<Record<Origin, number>> = { client: 1, server: 2, bench: 3 };
const audioCode = 3;

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
    for (const { seq, from, event } of entries) {
      this.reach(seq);
      const piece = this.#pieces[Math.floor((seq - 1) / pieceSize)];
      const at = (seq - 1) % pieceSize;
      if (piece === undefined || piece[at] !== 0) continue;
      piece[at] = originCode[from] + (isAudioFrame(event) ? audioCode : 0);
      this.#noted += 1;
    }
  }

  /** Null for an entry that is not noted yet. */
  kind(seq: number): EntryKind | null {
    return kinds[this.#code(seq)] ?? null;
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

  #code(seq: number): number {
    return this.#pieces[Math.floor((seq - 1) / pieceSize)]?.[(seq - 1) % pieceSize] ?? 0;
  }
}
