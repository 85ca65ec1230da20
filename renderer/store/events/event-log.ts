import { createStore, type StoreApi } from 'zustand/vanilla';
import type { BenchApi } from '../../../shared/bench-api.ts';
import type { LogEntry } from '../../../shared/session/entry.ts';
import type { SessionStore } from '../session.ts';
import { EventIndex, openFilter, type EventFilter } from './event-index.ts';

const pageSize = 100;
/** Pages of entries kept in the window; what scrolled away is read again when it comes back. */
const mostPages = 40;
const backfill = 2000;

export interface EventLogState {
  readonly filter: EventFilter;
  /** Sequence numbers that the filter lets through, in order. The array is new whenever it changed. */
  readonly rows: readonly number[];
  readonly total: number;
  readonly audioFrames: number;
  /** How many entries have been looked through; below `total` older ones are still being read. */
  readonly noted: number;
  /** Grows when entries that were asked for have come. */
  readonly readings: number;
}

export interface EventLog extends StoreApi<EventLogState> {
  setFilter(filter: EventFilter): void;
  /** The entry, if it is at hand; otherwise null, and it is on its way. */
  entry(seq: number): LogEntry | null;
}

/** The event list's own memory of one session: an index of all entries and the few pages of them in view. */
export function createEventLog(bench: BenchApi, session: SessionStore): EventLog {
  const store = createStore<EventLogState>(() => ({
    filter: openFilter,
    rows: [],
    total: 0,
    audioFrames: 0,
    noted: 0,
    readings: 0,
  }));
  let index = new EventIndex();
  let pages = new Map<number, (LogEntry | undefined)[]>();
  let asked = new Set<number>();
  let sessionId: string | null = null;
  let backfilling = false;
  let shownTo = 0;

  const keep = (entries: readonly LogEntry[]): void => {
    for (const entry of entries) {
      const number = Math.floor((entry.seq - 1) / pageSize);
      let page = pages.get(number);
      if (page === undefined) {
        page = [];
        pages.set(number, page);
        const oldest = pages.keys().next().value;
        if (pages.size > mostPages && oldest !== undefined) pages.delete(oldest);
      }
      page[(entry.seq - 1) % pageSize] = entry;
    }
  };

  const publish = (whole: boolean): void => {
    const { filter, rows } = store.getState();
    const more: number[] = [];
    index.extend(more, whole ? 0 : shownTo, filter);
    shownTo = index.length;
    const next = whole ? more : more.length === 0 ? rows : [...rows, ...more];
    const audioFrames = session.getState().view?.counts.audioFrames ?? 0;
    store.setState({ rows: next, total: index.length, noted: index.noted, audioFrames });
  };

  async function fillBack(): Promise<void> {
    if (backfilling) return;
    backfilling = true;
    const id = sessionId;
    for (let range = index.missing(backfill); range !== null; range = index.missing(backfill)) {
      if (id === null) break;
      const answer = await bench.call('entries.read', { sessionId: id, ...range });
      if (id !== sessionId || !answer.ok || answer.entries.length === 0) break;
      index.note(answer.entries);
      publish(true);
    }
    backfilling = false;
    if (id !== sessionId) void fillBack();
  }

  async function readPage(number: number): Promise<void> {
    if (asked.has(number) || sessionId === null) return;
    asked.add(number);
    const id = sessionId;
    const fromSeq = number * pageSize + 1;
    const toSeq = Math.min(fromSeq + pageSize - 1, Math.max(fromSeq, index.length));
    const answer = await bench.call('entries.read', { sessionId: id, fromSeq, toSeq });
    if (id !== sessionId) return;
    asked.delete(number);
    if (!answer.ok) return;
    keep(answer.entries);
    store.setState({ readings: store.getState().readings + 1 });
  }

  const reset = (id: string | null): void => {
    sessionId = id;
    index = new EventIndex();
    pages = new Map();
    asked = new Set();
    shownTo = 0;
    store.setState({ rows: [], total: 0, audioFrames: 0, noted: 0 });
  };

  const follow = (): void => {
    const { view } = session.getState();
    const id = view?.header?.sessionId ?? null;
    if (id !== sessionId) reset(id);
    if (view !== null) index.reach(view.seq);
    if (index.length === store.getState().total) return;
    // The session folds once a frame: what it brought is drawn in that same frame.
    publish(false);
    if (index.noted < index.length) void fillBack();
  };

  session.onEntries((entries) => {
    const id = session.getState().view?.header?.sessionId ?? null;
    if (id !== sessionId) reset(id);
    index.note(entries);
    keep(entries);
  });
  session.subscribe(follow);
  follow();

  return Object.assign(store, {
    setFilter(filter: EventFilter) {
      store.setState({ filter });
      publish(true);
    },
    entry(seq: number) {
      const number = Math.floor((seq - 1) / pageSize);
      const entry = pages.get(number)?.[(seq - 1) % pageSize];
      if (entry === undefined) void readPage(number);
      return entry ?? null;
    },
  });
}
