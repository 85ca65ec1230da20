import { ok, type Result } from '../../../shared/kit/errors.ts';
import { usageColumns } from '../../../shared/session/handing-on/usage-columns.ts';
import { type UsageRow, usageRows } from '../../../shared/session/handing-on/usage-rows.ts';
import { type SessionGaps, type SessionOrder, takeSessions } from '../costs/export/take-sessions.ts';
import { csvTable, type FileSink, parquetTable, type TableSpec } from '../data/table-file.ts';

export interface UsageOrder extends SessionOrder {
  readonly app: string;
  /** First and last UTC day whose rows are written; null: no end. */
  readonly since: string | null;
  readonly until: string | null;
}

export interface UsageTally extends SessionGaps {
  readonly sessions: number;
  readonly rows: number;
}

const table: TableSpec<UsageRow> = { columns: usageColumns, whose: ({ session }) => session.sessionId };

const dayColumn = usageColumns.find(({ name }) => name === 'day');

/** Writes the use of sessions as one flat table, a row for each response and transcription. Rejects with what the sink rejects with. */
export async function writeUsage(
  order: UsageOrder,
  form: 'csv' | 'parquet',
  sink: FileSink,
): Promise<Result<{ tally: UsageTally }>> {
  const file = form === 'csv' ? csvTable(table, sink) : await parquetTable(table, sink);
  const { app, since, until } = order;
  let count = 0;
  const failed: { first?: Result } = {};
  const taken = await takeSessions(order, async ({ view, prices, choice }) => {
    const made = usageRows(view, prices, app, choice);
    if (!made.ok) return made;
    const rows = made.rows.filter((row) => {
      const day = String(dayColumn?.of(row) ?? '');
      return (since ?? day) <= day && day <= (until ?? day);
    });
    count += rows.length;
    const added = await file.add(rows);
    if (!added.ok) failed.first ??= added;
    return ok({});
  });
  if (!taken.ok) return taken;
  if (failed.first?.ok === false) return failed.first;
  const ended = await file.end();
  return ended.ok ? ok({ tally: { sessions: taken.sessions, rows: count, ...taken.gaps } }) : ended;
}
