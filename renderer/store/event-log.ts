import { createStore, type StoreApi } from 'zustand/vanilla';
import type { BenchApi } from '../../shared/contract/bench-api.ts';
import type { BenchError, Result } from '../../shared/kit/errors.ts';
import type { LogEntry } from '../../shared/session/entry.ts';
import { mostKindsAnAnswer } from '../../shared/session/entry-kind.ts';
import {
  type EventFilter,
  EventIndex,
  EventRows,
  noRows,
  openFilter,
  passes,
  type Rows,
  TextSearch,
} from './event-index.ts';
import type { SessionStore, ShownState } from './session.ts';

const pageSize = 100;
/** Pages kept in the window; what scrolled away is read again when it comes back. */
const mostPages = 40;

const pageOf = (seq: number): number => Math.floor((seq - 1) / pageSize);

/** The few entries of a session that the window holds: the newest, and those around what somebody looks at. */
class EntryPages {
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

const mostEntriesARead = 2000;

interface Range {
  readonly fromSeq: number;
  readonly toSeq: number;
}

export interface EventLogState {
  readonly filter: EventFilter;
  /** What the filter lets through. The object is new whenever there are others. */
  readonly rows: Rows;
  readonly total: number;
  readonly audioFrames: number;
  /** How many entries have been looked through; below `total` older ones are still being read. */
  readonly noted: number;
  /** Why older ones could not be read. */
  readonly error: BenchError | null;
  /** Grows when entries that were asked for have come. */
  readonly readings: number;
}

export interface EventLog extends StoreApi<EventLogState> {
  setFilter(filter: EventFilter): void;
  /** The entry, if it is at hand; otherwise null, and it is on its way. */
  entry(seq: number): LogEntry | null;
}

const nothing = { rows: noRows, total: 0, audioFrames: 0, noted: 0, error: null };

/**
 * The event list's own memory of one session: an index of all entries and the few pages of them in view.
 * @param shown the session as the window draws it: the list says what is new when that does
 */
export function createEventLog(
  bench: BenchApi,
  session: SessionStore,
  shown: Pick<StoreApi<ShownState>, 'getState' | 'subscribe'> = session,
): EventLog {
  const store = createStore<EventLogState>(() => ({ ...nothing, filter: openFilter, readings: 0 }));
  let sessionId: string | null = null;
  let index = new EventIndex();
  let pages = new EntryPages();
  let search: TextSearch | null = null;
  let rows = new EventRows(passes(index, openFilter, null));
  let backfilling = false;
  /** Entries that were asked for and are not in the record: a damaged one has gaps. */
  let gaps = 0;

  /** Draws what is new; `whole` where older entries are known better than when they were counted. */
  const publish = (whole: boolean): void => {
    const { filter, rows: before } = store.getState();
    if (whole) rows = new EventRows(passes(index, filter, search));
    rows.extend(index.length);
    const audioFrames = session.getState().view?.counts.audioFrames ?? 0;
    store.setState({
      rows: !whole && rows.length === before.length ? before : rows.now(),
      total: index.length,
      noted: Math.min(index.noted + gaps, index.length - (search?.left ?? 0)),
      audioFrames,
    });
  };

  /** What the engine answers about the session on screen. Null: refused, or of a session that is on screen no more. */
  async function answered<T extends object>(ask: (sessionId: string) => Promise<Result<T>>): Promise<T | null> {
    const id = sessionId;
    if (id === null) return null;
    const answer = await ask(id);
    if (id !== sessionId) return null;
    if (answer.ok) return answer;
    store.setState({ error: answer.error });
    return null;
  }

  const read = async (range: Range): Promise<LogEntry[] | null> =>
    (await answered((id) => bench.call('entries.read', { sessionId: id, ...range })))?.entries ?? null;

  /** Has the engine tell the kinds of what was recorded before: of the newest first, and one answer holds most sessions whole. */
  async function fillBack(): Promise<void> {
    if (backfilling) return;
    backfilling = true;
    const id = sessionId;
    let lost = 0;
    for (let range = index.missing(mostKindsAnAnswer); range !== null;) {
      const { fromSeq, toSeq } = range;
      const answer = await answered((sessionId) => bench.call('entries.kinds', { sessionId, fromSeq, toSeq }));
      if (answer === null) break;
      lost += toSeq - fromSeq + 1 - index.noteKinds(fromSeq, answer.kinds);
      gaps = Math.max(gaps, lost);
      publish(true);
      range = index.missing(mostKindsAnAnswer, fromSeq);
    }
    backfilling = false;
    if (id !== sessionId) void fillBack();
  }

  async function lookThrough(own: TextSearch): Promise<void> {
    for (let range = own.next(index, mostEntriesARead); range !== null; range = own.next(index, mostEntriesARead)) {
      const entries = await read(range);
      if (entries === null || own !== search) return;
      index.note(entries);
      own.read(range.fromSeq, entries);
      publish(true);
    }
    publish(false);
  }

  const beginSearch = (): void => {
    const { text } = store.getState().filter;
    search = text === '' ? null : new TextSearch(text, index);
    if (search !== null) void lookThrough(search);
  };

  async function readPage(seq: number): Promise<void> {
    const range = pages.ask(seq, index.length);
    if (range === null) return;
    const of = pages;
    const entries = await read(range);
    of.answered(range.fromSeq, entries ?? []);
    if (entries !== null) store.setState({ readings: store.getState().readings + 1 });
  }

  const reset = (id: string | null): void => {
    sessionId = id;
    index = new EventIndex();
    pages = new EntryPages();
    gaps = 0;
    store.setState(nothing);
    if (search !== null) search = new TextSearch(store.getState().filter.text, index);
    rows = new EventRows(passes(index, store.getState().filter, search));
  };

  const follow = (): void => {
    const { view } = shown.getState();
    const id = view?.header?.sessionId ?? null;
    const another = id !== sessionId;
    if (another) reset(id);
    if (view !== null) index.reach(view.seq);
    if (another) beginSearch();
    if (index.length === store.getState().total) return;
    // What the session took in for a picture is drawn in that same one.
    publish(another);
    if (index.noted < index.length) void fillBack();
  };

  session.onEntries((entries) => {
    const id = session.getState().view?.header?.sessionId ?? null;
    if (id !== sessionId) reset(id);
    index.note(entries);
    search?.note(entries);
    pages.keep(entries);
  });
  shown.subscribe(follow);
  follow();

  return Object.assign(store, {
    setFilter(filter: EventFilter) {
      const another = filter.text !== store.getState().filter.text;
      store.setState({ filter, error: null });
      if (another) beginSearch();
      publish(true);
    },
    entry(seq: number) {
      const entry = pages.at(seq);
      if (entry === null) void readPage(seq);
      return entry;
    },
  });
}
