import { assertNever } from '../../../../shared/kit/errors.ts';
import { focusColumns } from '../../../../shared/session/costs/focus-columns.ts';
import type { FocusFormat } from '../../../../shared/session/costs/focus-formats.ts';
import type { FocusRow } from '../../../../shared/session/costs/focus-rows.ts';
import { csvTable, type FileSink, parquetTable, type TableFile, type TableSpec } from '../../data/table-file.ts';

const table: TableSpec<FocusRow> = { columns: focusColumns, whose: ({ session }) => session.sessionId };

/** Begins a file of FOCUS rows. Nothing is held but the rows of one group. */
export function focusFile(format: FocusFormat, sink: FileSink): Promise<TableFile<FocusRow>> {
  switch (format) {
    case 'focus-csv':
      return Promise.resolve(csvTable(table, sink));
    case 'focus-parquet':
      return parquetTable(table, sink);
    default:
      return assertNever(format, 'Format of an export');
  }
}
