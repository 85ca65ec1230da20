import { basename, join } from 'node:path';
import { benchError, ok, refuse, type Result } from '../../../../shared/kit/errors.ts';
import { ExactSum } from '../../../../shared/kit/money.ts';
import { repeatable } from '../../../../shared/kit/untrusted/quoting.ts';
import { chooseBook } from '../../../../shared/pricing/choose-book.ts';
import type { ModelChoice } from '../../../../shared/pricing/model.ts';
import type { PriceBook } from '../../../../shared/pricing/price-book.ts';
import { deploymentKey } from '../../../../shared/session/costs/model-of-view.ts';
import type { FocusFormat } from '../../../../shared/session/costs/focus-formats.ts';
import type { DoubtfulRecord, FocusGaps, LeftOut } from '../../../../shared/session/costs/focus-notes.ts';
import { type FocusRow, focusRows } from '../../../../shared/session/costs/focus-rows.ts';
import type { SessionHeader } from '../../../../shared/session/entry.ts';
import { recordNotes } from '../../../../shared/session/record-state.ts';
import { meaningOf } from '../../data/disk-errors.ts';
import { headerProblem, logFailure, readHeader } from '../../record/read-log.ts';
import { readRecord } from '../../record/read-record.ts';
import { logName } from '../../record/session-folder.ts';
import { type FileSink, focusFile } from './focus-file.ts';

/** What is written: sessions, what prices them, and which of their days. Plain data: it crosses to a thread as it is. */
export interface FocusOrder {
  readonly format: FocusFormat;
  /** Folders of the sessions, in the order of the file. */
  readonly folders: readonly string[];
  readonly books: readonly PriceBook[];
  /** The book that prices all of them; null: each by the one of its record, else by its day. */
  readonly bookId: string | null;
  /** What a person set for deployments, by `deploymentKey`. */
  readonly models: Readonly<Record<string, ModelChoice>>;
  /** Version of the application. */
  readonly app: string;
  /** First and last UTC day whose rows are written; null: no end. */
  readonly since: string | null;
  readonly until: string | null;
  /** One that cannot be read, or that nobody bills, is left out and said; false: the first that cannot be read refuses all. */
  readonly leavesOut: boolean;
}

/** What rows come to in one currency, exact decimals. */
export interface FocusSum {
  readonly currency: string;
  readonly low: string;
  readonly best: string;
  readonly high: string;
}

/** What was written. */
export interface FocusTally extends FocusGaps {
  readonly sessions: number;
  readonly rows: number;
  readonly sums: readonly FocusSum[];
}

class Sums {
  readonly #byCurrency = new Map<string, Readonly<Record<'low' | 'best' | 'high', ExactSum>>>();

  add({ session: { currency }, costs: { low, expected, high } }: FocusRow): void {
    if (low === null || expected === null || high === null) return;
    const sums = this.#byCurrency.get(currency) ?? {
      low: new ExactSum(),
      best: new ExactSum(),
      high: new ExactSum(),
    };
    this.#byCurrency.set(currency, sums);
    sums.low.add(low);
    sums.best.add(expected);
    sums.high.add(high);
  }

  get all(): FocusSum[] {
    return [...this.#byCurrency].map(([currency, { low, best, high }]) => ({
      currency,
      low: low.total,
      best: best.total,
      high: high.total,
    }));
  }
}

/** The book and the model that price a session. */
const pricesOf = (header: SessionHeader, { books, bookId, models }: FocusOrder) => ({
  book: chooseBook(books, header.startedAt.slice(0, 10), bookId ?? header.priceBookId),
  choice: new Map(Object.entries(models)).get(deploymentKey(header.endpoint)) ?? null,
});

/** What comes of one session: its rows, or why it is left out. */
type Taken =
  | {
      readonly kind: 'rows';
      readonly sessionId: string;
      readonly rows: readonly FocusRow[];
      /** What is wrong with its record, in whole sentences. */
      readonly doubts: readonly string[];
    }
  | { readonly kind: 'left out'; readonly why: string; readonly isMissing: boolean };

/** Why a session has no place in the file; null: it has one. */
function whyNot({ endpoint, sessionId }: SessionHeader, order: FocusOrder, seen: Seen): string | null {
  const other = seen.get(sessionId);
  if (other !== undefined) return `it is the session of ${repeatable(other, 300)}, which is in the file`;
  return order.leavesOut && endpoint.kind === 'simulator' ? 'it ran with the simulator, which nobody bills' : null;
}

/** Folders of the sessions that are in the file, by session id. */
type Seen = ReadonlyMap<string, string>;

/** One session, folded from its log alone, with the rows of the days asked for. */
async function take(folder: string, order: FocusOrder, seen: Seen): Promise<Result<{ taken: Taken }>> {
  const path = join(folder, logName);
  try {
    const header = await readHeader(path);
    if (header === null) return refuse(benchError('not-found', await headerProblem(path, path)));
    const why = whyNot(header, order, seen);
    if (why !== null) return ok({ taken: { kind: 'left out', why, isMissing: false } });
    const { book, choice } = pricesOf(header, order);
    if (book === null) return refuse(benchError('not-found', 'There is no price book in US dollars.'));
    const record = await readRecord(folder);
    if (record === null) return refuse(benchError('not-found', await headerProblem(path, path)));
    const { view } = record;
    const made = focusRows(view, book, order.app, choice);
    if (!made.ok) return made;
    const { since, until } = order;
    const rows = made.rows.filter(({ day }) => (since ?? day) <= day && day <= (until ?? day));
    const doubts = view.record === null ? [] : recordNotes(view.record);
    return ok({ taken: { kind: 'rows', sessionId: header.sessionId, rows, doubts } });
  } catch (error) {
    const reason = meaningOf(error) === 'missing' ? 'not-found' : 'disk';
    const message = logFailure(`The log of ${repeatable(basename(folder), 120)}`, error);
    return refuse(benchError(reason, message, { facts: { folder } }));
  }
}

/** The same, with what the order lets it leave out said instead of refused. */
async function takeOrLeave(folder: string, order: FocusOrder, seen: Seen): Promise<Result<{ taken: Taken }>> {
  const one = await take(folder, order, seen);
  if (one.ok || !order.leavesOut) return one;
  return ok({ taken: { kind: 'left out', why: one.error.message.replace(/\.$/, ''), isMissing: true } });
}

/**
 * Writes the expected use of sessions as rows of FOCUS, one session after the other: none is held but the one that is read. Refuses
 * what the order does not let it leave out, and numbers that the format has no room for. Rejects with what the sink rejects with.
 */
export async function writeSessions(order: FocusOrder, sink: FileSink): Promise<Result<{ tally: FocusTally }>> {
  const file = await focusFile(order.format, sink);
  const sums = new Sums();
  const seen = new Map<string, string>();
  const leftOut: LeftOut[] = [];
  const doubtful: DoubtfulRecord[] = [];
  const counts = { sessions: 0, rows: 0, ifBilled: 0, unpriced: 0 };
  for (const folder of order.folders) {
    const one = await takeOrLeave(folder, order, seen);
    if (!one.ok) return one;
    const { taken } = one;
    if (taken.kind === 'left out') {
      leftOut.push({ folder, why: taken.why, isMissing: taken.isMissing });
      continue;
    }
    const { sessionId, rows, doubts } = taken;
    doubtful.push(...doubts.map((why) => ({ folder, why })));
    seen.set(sessionId, folder);
    if (rows.length > 0) counts.sessions += 1;
    counts.rows += rows.length;
    counts.ifBilled += rows.filter(({ row }) => row.ifBilled !== null).length;
    counts.unpriced += rows.filter(({ row }) => row.line.price === null).length;
    for (const row of rows) sums.add(row);
    const added = await file.add(rows);
    if (!added.ok) return added;
  }
  const ended = await file.end();
  return ended.ok ? ok({ tally: { ...counts, sums: sums.all, leftOut, doubtful } }) : ended;
}
