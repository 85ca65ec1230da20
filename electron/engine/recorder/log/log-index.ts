import { stat } from 'node:fs/promises';
import type { LogEntry } from '../../../../shared/session/entry.ts';
import { parseEntry } from './entry-line.ts';
import { readLines } from './read-log.ts';

/** One remembered place a so many lines: a 60-minute log has about a thousand. */
const everyLines = 256;

const seqPattern = /^\{"seq":(\d+),/;

/**
 * Finds entries of one log by sequence number without reading it all: remembers where every 256th line begins.
 * Grows with a log that is still being written.
 */
export class LogIndex {
  readonly #path: string;
  readonly #places: { seq: number; byte: number }[] = [];
  #scannedBytes = 0;
  #scannedLines = 0;
  #scanning: Promise<void> | null = null;

  constructor(path: string) {
    this.#path = path;
  }

  /** Entries with `fromSeq <= seq <= toSeq`, at most `most`. Rejects when the file cannot be read. */
  async read(fromSeq: number, toSeq: number, most: number): Promise<LogEntry[]> {
    await this.#scan();
    const found: LogEntry[] = [];
    for await (const lines of readLines(this.#path, this.#byteBefore(fromSeq))) {
      for (const line of lines) {
        const seq = Number(seqPattern.exec(line.text)?.[1] ?? Number.NaN);
        if (seq > toSeq || found.length >= most) return found;
        if (seq < fromSeq || Number.isNaN(seq)) continue;
        const entry = parseEntry(line.text);
        if (entry !== null) found.push(entry);
      }
    }
    return found;
  }

  /** The last remembered place at or before an entry. */
  #byteBefore(seq: number): number {
    let low = 0;
    let high = this.#places.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#places[middle]?.seq ?? 0) <= seq) low = middle + 1;
      else high = middle;
    }
    return this.#places[low - 1]?.byte ?? 0;
  }

  #scan(): Promise<void> {
    this.#scanning ??= this.#scanNew().finally(() => {
      this.#scanning = null;
    });
    return this.#scanning;
  }

  async #scanNew(): Promise<void> {
    const { size } = await stat(this.#path);
    if (size <= this.#scannedBytes) return;
    for await (const lines of readLines(this.#path, this.#scannedBytes)) {
      for (const line of lines) {
        const seq = Number(seqPattern.exec(line.text)?.[1] ?? Number.NaN);
        if (this.#scannedLines % everyLines === 0 && !Number.isNaN(seq)) {
          this.#places.push({ seq, byte: line.startByte });
        }
        // Lines that are no entry (the header) are not counted, so that the next entry is the one remembered.
        if (!Number.isNaN(seq)) this.#scannedLines += 1;
        this.#scannedBytes = line.endByte;
      }
    }
  }
}
