import type { LogEntry } from '../../../shared/session/entry.ts';
import type { EventIndex } from './event-index.ts';
import { isAudioFrame, searchText } from './summary.ts';

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
