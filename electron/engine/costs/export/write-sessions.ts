import { ok, type Result } from '../../../../shared/kit/errors.ts';
import { ExactSum } from '../../../../shared/kit/money.ts';
import type { FocusFormat } from '../../../../shared/session/costs/focus-formats.ts';
import type { FocusGaps } from '../../../../shared/session/costs/focus-notes.ts';
import { type FocusRow, focusRows } from '../../../../shared/session/costs/focus-rows.ts';
import type { SessionHeader } from '../../../../shared/session/entry.ts';
import type { FileSink } from '../../data/table-file.ts';
import { focusFile } from './focus-file.ts';
import { type SessionOrder, takeSessions, type TakenSession } from './take-sessions.ts';

/** What is written: sessions, what prices them, and which of their days. Plain data: it crosses to a thread as it is. */
export interface FocusOrder extends SessionOrder {
  readonly format: FocusFormat;
  /** Version of the application. */
  readonly app: string;
  /** First and last UTC day whose rows are written; null: no end. */
  readonly since: string | null;
  readonly until: string | null;
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

/** Written of no session that nobody bills, where an order may leave some out. */
const unbilled = ({ endpoint }: SessionHeader): string | null =>
  endpoint.kind === 'simulator' ? 'it ran with the simulator, which nobody bills' : null;

/**
 * Writes the expected use of sessions as rows of FOCUS, one session after the other: none is held but the one that is read. Refuses
 * what the order does not let it leave out, and numbers that the format has no room for. Rejects with what the sink rejects with.
 */
export async function writeSessions(order: FocusOrder, sink: FileSink): Promise<Result<{ tally: FocusTally }>> {
  const file = await focusFile(order.format, sink);
  const { app, since, until, leavesOut } = order;
  const sums = new Sums();
  const counts = { sessions: 0, rows: 0, ifBilled: 0, unpriced: 0 };
  const failed: { first?: Result } = {};
  const each = async ({ view, prices, choice }: TakenSession): Promise<Result> => {
    const made = focusRows(view, prices, app, choice);
    if (!made.ok) return made;
    const rows = made.rows.filter(({ day }) => (since ?? day) <= day && day <= (until ?? day));
    if (rows.length > 0) counts.sessions += 1;
    counts.rows += rows.length;
    counts.ifBilled += rows.filter(({ row }) => row.ifBilled !== null).length;
    counts.unpriced += rows.filter(({ row }) => row.line.price === null).length;
    for (const row of rows) sums.add(row);
    const added = await file.add(rows);
    if (!added.ok) failed.first ??= added;
    return ok({});
  };
  const taken = await takeSessions(order, each, leavesOut ? unbilled : undefined);
  if (!taken.ok) return taken;
  if (failed.first?.ok === false) return failed.first;
  const ended = await file.end();
  return ended.ok ? ok({ tally: { ...counts, sums: sums.all, ...taken.gaps } }) : ended;
}
