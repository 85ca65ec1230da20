import { stat } from 'node:fs/promises';
import type { AsyncBuffer, FileMetaData } from 'hyparquet';
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
  return typeof value === 'string' || typeof value === 'bigint' ? String(value) : JSON.stringify(value, digits);
}

/** Whole numbers inside a nested value stay digits. */
const digits = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);

const broken = (error: unknown): never => {
  throw error instanceof Cancelled ? error : new BadFile('is a Parquet file that is damaged', { cause: error });
};

/** A whole Parquet file says at both ends that it is one. */
async function checkEnd(file: AsyncBuffer): Promise<void> {
  const end = file.byteLength < 12 ? null : Buffer.from(await file.slice(file.byteLength - 4));
  if (end?.toString('latin1') !== 'PAR1')
    throw new BadFile('is a Parquet file that ends too early: it did not come whole');
}

/** Rows of a Parquet file, one row group at a time. The reader is loaded when the first such file is. Throws `BadFile`. */
export async function* parquetRows(path: string, { onBytes, signal }: Reading): AsyncGenerator<FileRow[]> {
  const { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects, parquetSchema } = await import('hyparquet');
  // Exports are packed with Snappy; a file that was written again may hold any codec of the format.
  const { compressors } = await import('hyparquet-compressors');
  const file = await asyncBufferFromFile(path);
  await checkEnd(file);
  const opened = async (): Promise<{ metadata: FileMetaData; columns: string[] }> => {
    const metadata = await parquetMetadataAsync(file);
    const names = parquetSchema(metadata).children.map(({ element }) => element.name);
    return { metadata, columns: names.filter((name) => wanted.has(headerKey(name))) };
  };
  const { metadata, columns } = await opened().catch(broken);
  yield [{ line: 1, cells: columns }];
  const { size } = await stat(path);
  /** One row group; a damaged one may say anything of itself. */
  const groupRows = async (rowStart: number, count: number): Promise<FileRow[]> => {
    if (!Number.isSafeInteger(count) || count < 0) throw new Error('a row group has no number of rows');
    if (columns.length === 0) return [];
    const rows = await parquetReadObjects({ file, metadata, columns, rowStart, rowEnd: rowStart + count, compressors });
    if (rows.length !== count) throw new Error('a row group has other rows than it says');
    return rows.map((row, index) => ({ line: rowStart + index + 2, cells: columns.map((name) => cellOf(row[name])) }));
  };
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    if (signal?.aborted === true) throw new Cancelled();
    const count = Number(group.num_rows);
    yield await groupRows(rowStart, count).catch(broken);
    rowStart += count;
    onBytes(Math.round(size / metadata.row_groups.length));
  }
}
