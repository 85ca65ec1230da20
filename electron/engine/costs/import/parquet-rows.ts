import { stat } from 'node:fs/promises';
import { aliases } from '../../../../shared/billing/columns/aliases.ts';
import { headerKey } from '../../../../shared/billing/columns/header.ts';
import { Exact } from '../../../../shared/money/exact.ts';
import { BadFile, Cancelled } from './bad-file.ts';
import type { Reading } from './bytes.ts';
import type { FileRow } from './file-row.ts';

/** Columns that say anything about costs; tags and free text are left on disk. */
const wanted = new Set(Object.values(aliases).flatMap((keys) => keys.split(' ')));

/** Digits that survive the format's floating numbers; the noise beyond them is not the bill's. */
const trueDigits = 15;

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'number') return new Exact(value.toPrecision(trueDigits)).toFixed();
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const broken = (error: unknown): never => {
  throw new BadFile('is a Parquet file that cannot be read', { cause: error });
};

/** Rows of a Parquet file, one row group at a time. The reader is loaded when the first such file is. Throws `BadFile`. */
export async function* parquetRows(path: string, { onBytes, signal }: Reading): AsyncGenerator<FileRow> {
  const { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects, parquetSchema } = await import('hyparquet');
  // Exports are packed with Snappy; a file that was written again may hold any codec of the format.
  const { compressors } = await import('hyparquet-compressors');
  const file = await asyncBufferFromFile(path);
  const metadata = await parquetMetadataAsync(file).catch(broken);
  const names = parquetSchema(metadata).children.map(({ element }) => element.name);
  const columns = names.filter((name) => wanted.has(headerKey(name)));
  yield { line: 1, cells: columns };
  const { size } = await stat(path);
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    if (signal?.aborted === true) throw new Cancelled();
    const rowEnd = rowStart + Number(group.num_rows);
    const rows =
      columns.length === 0
        ? []
        : await parquetReadObjects({ file, metadata, columns, rowStart, rowEnd, compressors }).catch(broken);
    for (const [index, row] of rows.entries()) {
      yield { line: rowStart + index + 2, cells: columns.map((name) => cellOf(row[name])) };
    }
    rowStart = rowEnd;
    onBytes(Math.round(size / metadata.row_groups.length));
  }
}
