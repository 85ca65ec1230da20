import { CsvError, parse, type Parser } from 'csv-parse';
import { BadFile } from './bad-file.ts';
import { fileBytes, meaningOf, type Reading } from './bytes.ts';
import type { FileRow } from './file-row.ts';
import type { CostFile } from './format.ts';
import { textChunks } from './text-chunks.ts';
import { lookup } from '../../../../shared/lookup.ts';

/** A row longer than this is a quote that never closes, or a file without line ends. */
const longestRow = 1024 * 1024;

const lineEnds: ReadonlySet<number | undefined> = new Set([10, 13]);

/** Rows of a CSV file as they stream by, as many at a time as a piece of the file holds. Throws `BadFile` where a row cannot be told from the next. */
export async function* csvRows(
  path: string,
  { gzip, delimiter, encoding }: Extract<CostFile, { kind: 'csv' }>,
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
  const numbered = (cells: string[]): FileRow => {
    line += 1;
    if (line === 1) widths.header = cells.length;
    else if (widths.last >= widths.header) widths.full += 1;
    widths.last = line === 1 ? 0 : cells.length;
    return { line, cells };
  };
  try {
    for await (const chunk of textChunks(bytes, encoding)) {
      lastByte = chunk.at(-1);
      const rows = await parsed(parser, chunk);
      if (rows.length > 0) yield rows.map(numbered);
    }
    yield (await parsed(parser, null)).map(numbered);
  } catch (error) {
    throw error instanceof CsvError ? notATable(error) : meaningOf(error);
  } finally {
    bytes.destroy();
    parser.destroy();
  }
  if (line > 2 && widths.full > 0 && widths.last < widths.header && !lineEnds.has(lastByte)) {
    throw new BadFile(
      `ends in the middle of row ${line}: it has ${widths.last} of ${widths.header} cells and no line end`,
    );
  }
}

/** The rows that a further piece of the file completes; `null`: there is no further piece. */
async function parsed(parser: Parser, chunk: Buffer | null): Promise<string[][]> {
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
  return new BadFile(`cannot be read ${where}: ${codes(error.code) ?? 'it is not a table of values'}`, {
    cause: error,
  });
}

const codes = lookup<string>({
  CSV_QUOTE_NOT_CLOSED: 'a quote is not closed',
  CSV_MAX_RECORD_SIZE: 'a row is longer than 1 MB, so a quote is not closed or the lines have no ends',
  CSV_INVALID_CLOSING_QUOTE: 'a quote stands inside a value',
  INVALID_OPENING_QUOTE: 'a quote stands inside a value',
});
