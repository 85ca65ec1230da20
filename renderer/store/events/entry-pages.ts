import type { LogEntry } from '../../../shared/session/entry.ts';

const pageSize = 100;
/** Pages kept in the window; what scrolled away is read again when it comes back. */
const mostPages = 40;

const pageOf = (seq: number): number => Math.floor((seq - 1) / pageSize);

/** The few entries of a session that the window holds: the newest, and those around what somebody looks at. */
export class EntryPages {
  readonly #pages = new Map<number, (LogEntry | undefined)[]>();
  readonly #asked = new Set<number>();

  at(seq: number): LogEntry | null {
    return this.#pages.get(pageOf(seq))?.[(seq - 1) % pageSize] ?? null;
  }

  keep(entries: readonly LogEntry[]): void {
    for (const entry of entries) {
      const number = pageOf(entry.seq);
      let page = this.#pages.get(number);
      if (page === undefined) {
        page = [];
        this.#pages.set(number, page);
        const oldest = this.#pages.keys().next().value;
        if (this.#pages.size > mostPages && oldest !== undefined) this.#pages.delete(oldest);
      }
      page[(entry.seq - 1) % pageSize] = entry;
    }
  }

  /** The range to read for an entry that is not here; null while it is already asked for. */
  ask(seq: number, lastSeq: number): { readonly fromSeq: number; readonly toSeq: number } | null {
    const number = pageOf(seq);
    if (this.#asked.has(number)) return null;
    this.#asked.add(number);
    const fromSeq = number * pageSize + 1;
    return { fromSeq, toSeq: Math.min(fromSeq + pageSize - 1, Math.max(fromSeq, lastSeq)) };
  }

  answered(fromSeq: number, entries: readonly LogEntry[]): void {
    this.#asked.delete(pageOf(fromSeq));
    this.keep(entries);
  }
}
