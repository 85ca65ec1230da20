import type { FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Readable } from 'node:stream';
import { CsvError, parse, type Parser } from 'csv-parse';
import type { AsyncBuffer, FileMetaData } from 'hyparquet';
import { headerKey, knownColumns } from '../../../../shared/billing/cost-file-columns.ts';
import { hasFurtherPage, jsonTableOf, readJsonValues } from '../../../../shared/billing/cost-file-table.ts';
import { costHeader, costRowsOf, pageLinks } from '../../../../shared/billing/openai/cost-table.ts';
import { asString, atPath } from '../../../../shared/kit/json.ts';
import { lookup } from '../../../../shared/kit/lookup.ts';
import { Exact } from '../../../../shared/kit/money.ts';
import { BadFile, Cancelled, fileBytes, meaningOf, openImport, type Reading } from './file-bytes.ts';
import type { CostFile, TextEncoding } from './format.ts';
import { count as groups } from '../../../../shared/kit/numbers.ts';

/** One row of a file: its number as a person counts it, and its cells as text. */
interface FileRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** A text file's bytes as UTF-8, piece by piece, byte order mark and all. Throws `BadFile` for bytes that no text has. */
export async function* textChunks(bytes: Readable, encoding: TextEncoding): AsyncGenerator<Buffer> {
  const decoder = encoding === 'utf-8' ? null : new TextDecoder(encoding);
  let passed = 0;
  for await (const raw of bytes as AsyncIterable<Buffer>) {
    const chunk = decoder === null ? raw : Buffer.from(decoder.decode(raw, { stream: true }));
    const nul = chunk.indexOf(0);
    if (nul >= 0) {
      throw new BadFile(
        `holds a NUL at byte ${groups(passed + nul + 1)} of its text, which no table has: the file is damaged`,
      );
    }
    passed += chunk.length;
    if (chunk.length > 0) yield chunk;
  }
  const rest = decoder?.decode() ?? '';
  if (rest !== '') yield Buffer.from(rest);
}

/** A row longer than this is a quote that never closes, or a file without line ends. */
const longestRow = 1024 * 1024;

const lineEnds: ReadonlySet<number | undefined> = new Set([10, 13]);

/** Rows of a CSV file as they stream by, as many at a time as a piece of the file holds. Throws `BadFile` where a row cannot be told from the next. */
async function* csvRows(
  path: string,
  { gzip, delimiter, encoding, before }: Extract<CostFile, { kind: 'csv' }>,
  reading: Reading,
): AsyncGenerator<FileRow[]> {
  const bytes = fileBytes(path, gzip, reading);
  const parser = parse({
    bom: true,
    delimiter,
    // A row may be cut at its last filled cell, and a spreadsheet may add empty ones.
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: longestRow,
  });
  let line = 0;
  let lastByte: number | undefined;
  const widths = { header: 0, full: 0, last: 0 };
  const numbered = (cells: string[]): FileRow[] => {
    line += 1;
    if (line <= before) return [];
    const isHeader = line === before + 1;
    if (isHeader) widths.header = cells.length;
    else if (widths.last >= widths.header) widths.full += 1;
    widths.last = isHeader ? 0 : cells.length;
    return [{ line, cells }];
  };
  try {
    for await (const chunk of textChunks(bytes, encoding)) {
      lastByte = chunk.at(-1);
      const rows = await completedRows(parser, chunk);
      if (rows.length > 0) yield rows.flatMap(numbered);
    }
    yield (await completedRows(parser, null)).flatMap(numbered);
  } catch (error) {
    throw error instanceof CsvError ? notATable(error) : meaningOf(error);
  } finally {
    bytes.destroy();
    parser.destroy();
  }
  if (line > before + 2 && widths.full > 0 && widths.last < widths.header && !lineEnds.has(lastByte)) {
    throw new BadFile(
      `ends in the middle of row ${line}: it has ${widths.last} of ${widths.header} cells and no line end`,
    );
  }
}

/** The rows that a further piece of the file completes; `null`: there is no further piece. */
async function completedRows(parser: Parser, chunk: Buffer | null): Promise<string[][]> {
  const rows: string[][] = [];
  const taken = new Promise<void>((resolve, reject) => {
    const done = (error?: Error | null): void => (error === null || error === undefined ? resolve() : reject(error));
    // It tells an error here and once more to its listeners; without one the process would end.
    parser.removeAllListeners('error').once('error', done);
    if (chunk === null) parser.end(() => resolve());
    else parser.write(chunk, done);
  });
  taken.catch(() => {});
  const drain = (): void => {
    for (let row = parser.read() as string[] | null; row !== null; row = parser.read() as string[] | null)
      rows.push(row);
  };
  drain();
  await taken;
  drain();
  return rows;
}

function notATable(error: CsvError): BadFile {
  const { records } = error as CsvError & { readonly records?: number };
  const line = records ?? 0;
  const where = line === 0 ? 'from its first row on' : `after row ${line}`;
  return new BadFile(`cannot be read ${where}: ${csvProblems(error.code) ?? 'it is not a table of values'}`, {
    cause: error,
  });
}

const csvProblems = lookup<string>({
  CSV_QUOTE_NOT_CLOSED: 'a quote is not closed',
  CSV_MAX_RECORD_SIZE: 'a row is longer than 1 MB, so a quote is not closed or the lines have no ends',
  CSV_INVALID_CLOSING_QUOTE: 'a quote stands inside a value',
  INVALID_OPENING_QUOTE: 'a quote stands inside a value',
});

/** JSON answers come from commands, a page or a month at a time; they are read whole up to this size. */
const mostJsonBytes = 64 * 1024 * 1024;

/** Rows of a JSON answer: the Query API's, or a list of usage details. Throws `BadFile` for any other JSON. */
async function* jsonRows(
  path: string,
  { gzip, encoding }: Extract<CostFile, { kind: 'json' }>,
  reading: Reading,
): AsyncGenerator<FileRow[]> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of textChunks(fileBytes(path, gzip, reading), encoding)) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes > mostJsonBytes) throw new BadFile('is more than 64 MB of JSON; export costs of this size as CSV');
    }
  } catch (error) {
    throw meaningOf(error);
  }
  const read = readJsonValues(Buffer.concat(chunks).toString('utf8'));
  if (!read.ok) throw new BadFile(read.problem);
  const { values } = read;
  const refusal = values.find((value) => asString(atPath(value, 'error.code')) !== undefined) ?? null;
  const refused = asString(atPath(refusal, 'error.code'));
  if (refused !== undefined) {
    const why = asString(atPath(refusal, 'error.message'));
    throw new BadFile(
      `holds no costs but the service's refusal: ${refused}${why === undefined ? '' : `, ${why.replace(/[.\s]+$/, '')}`}`,
      {
        nextStep: 'Mend what the refusal says, and ask for the costs again.',
      },
    );
  }
  for (const value of values) reading.onPages?.(pageLinks(value));
  const table = jsonTableOf(values);
  if (table === null) throw new BadFile('is JSON that holds no rows of costs');
  const furtherPages = values.filter(hasFurtherPage).length;
  if (furtherPages > 0 && values.length - furtherPages > 1) {
    throw new BadFile('holds pages of more than one answer, and nothing in them says which belong together', {
      nextStep: 'Import the pages of one answer at a time.',
    });
  }
  if (furtherPages === values.length) reading.onFurtherPage?.();
  // Of JSON a line no line is the header's: its rows are counted from 1.
  const first = values.length > 1 ? 0 : 1;
  yield [table.header, ...table.rows].map((cells, index) => ({ line: index + first, cells }));
}

/** Digits that survive the format's floating numbers; the noise beyond them is not the bill's. */
const trueDigits = 15;

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'number') return new Exact(value.toPrecision(trueDigits)).toFixed();
  return typeof value === 'string' || typeof value === 'bigint' ? String(value) : JSON.stringify(value, wholeDigits);
}

/** Whole numbers inside a nested value stay digits. */
const wholeDigits = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);

const brokenParquet = (error: unknown): never => {
  throw error instanceof Cancelled ? error : new BadFile('is a Parquet file that is damaged', { cause: error });
};

/** A whole Parquet file says at both ends that it is one. */
async function checkEnd(file: AsyncBuffer): Promise<void> {
  const end = file.byteLength < 12 ? null : Buffer.from(await file.slice(file.byteLength - 4));
  if (end?.toString('latin1') !== 'PAR1')
    throw new BadFile('is a Parquet file that ends too early: it did not come whole');
}

/** An open file as the reader of Parquet takes it: what it asks for beyond the end is not there. */
const bufferOf = (handle: FileHandle, size: number): AsyncBuffer => ({
  byteLength: size,
  slice: async (start, end = size) => {
    const bytes = new Uint8Array(Math.max(0, Math.min(end, size) - start));
    let done = 0;
    while (done < bytes.length) {
      const { bytesRead } = await handle.read(bytes, done, bytes.length - done, start + done);
      if (bytesRead === 0) break;
      done += bytesRead;
    }
    return bytes.buffer.slice(0, done);
  },
});

/** Rows of a Parquet file, one row group at a time. Throws `BadFile`. */
async function* parquetRows(path: string, reading: Reading, wanted: ReadonlySet<string>): AsyncGenerator<FileRow[]> {
  const handle = await openImport(path);
  try {
    yield* parquetRowsOf(bufferOf(handle, (await handle.stat()).size), reading, wanted);
  } finally {
    await handle.close();
  }
}

/** The reader is loaded when the first such file is. */
async function* parquetRowsOf(
  file: AsyncBuffer,
  { onBytes, signal }: Reading,
  wanted: ReadonlySet<string>,
): AsyncGenerator<FileRow[]> {
  const { parquetMetadataAsync, parquetReadObjects, parquetSchema } = await import('hyparquet');
  // Exports are packed with Snappy; a file that was written again may hold any codec of the format.
  const { compressors } = await import('hyparquet-compressors');
  await checkEnd(file);
  const opened = async (): Promise<{ metadata: FileMetaData; columns: string[] }> => {
    const metadata = await parquetMetadataAsync(file);
    const names = parquetSchema(metadata).children.map(({ element }) => element.name);
    return { metadata, columns: names.filter((name) => wanted.has(headerKey(name))) };
  };
  const { metadata, columns } = await opened().catch(brokenParquet);
  yield [{ line: 1, cells: columns }];
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
    yield await groupRows(rowStart, count).catch(brokenParquet);
    rowStart += count;
    onBytes(Math.round(file.byteLength / metadata.row_groups.length));
  }
}

function rowsOf(
  path: string,
  file: CostFile,
  reading: Reading,
  wanted: ReadonlySet<string>,
): AsyncGenerator<FileRow[]> {
  switch (file.kind) {
    case 'csv':
      return csvRows(path, file, reading);
    case 'json':
      return jsonRows(path, file, reading);
    case 'parquet':
      return parquetRows(path, reading, wanted);
  }
}

/** Rows of an export whose columns only its maker uses, in columns that the importer knows; others as they are. */
async function* asKnown(batches: AsyncGenerator<FileRow[]>): AsyncGenerator<FileRow[]> {
  let known: ReturnType<typeof costRowsOf> | undefined;
  for await (const batch of batches) {
    yield batch.map(({ line, cells }) => {
      if (known === undefined) {
        known = costRowsOf(cells);
        return { line, cells: known === null ? cells : costHeader };
      }
      return { line, cells: known === null ? cells : known(cells) };
    });
  }
}

/**
 * The rows of a cost file, some at a time, header first. No file is held whole, JSON excepted. Throws `BadFile` and `Cancelled`.
 * @param wanted columns that are read of a Parquet file, by their keys
 */
export async function* fileRows(
  path: string,
  file: CostFile,
  reading: Reading,
  wanted: ReadonlySet<string> = knownColumns,
): AsyncGenerator<FileRow[], undefined> {
  try {
    yield* asKnown(rowsOf(path, file, reading, wanted));
  } catch (error) {
    if (error instanceof BadFile) error.file = basename(path);
    throw error;
  }
}
