import { CsvError, parse } from 'csv-parse';
import { BadFile } from './bad-file.ts';
import { fileBytes, meaningOf, type Reading } from './bytes.ts';
import type { CostFile } from './format.ts';
import type { FileRow } from './file-row.ts';

/** A row longer than this is a quote that never closes. */
const longestRow = 1024 * 1024;

/** Rows of a CSV file as they stream by. Throws `BadFile` where a row cannot be told from the next. */
export async function* csvRows(
  path: string,
  { gzip, delimiter }: Extract<CostFile, { kind: 'csv' }>,
  reading: Reading,
): AsyncGenerator<FileRow> {
  const bytes = fileBytes(path, gzip, reading);
  const rows = parse({
    bom: true,
    delimiter,
    // A row may be cut at its last filled cell, and a spreadsheet may add empty ones.
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: longestRow,
  });
  bytes.on('error', (error) => rows.destroy(error)).pipe(rows);
  let line = 0;
  try {
    for await (const cells of rows as AsyncIterable<string[]>) {
      line += 1;
      yield { line, cells };
    }
  } catch (error) {
    if (error instanceof CsvError) {
      throw new BadFile(
        `cannot be read ${line === 0 ? 'from its first row on' : `after row ${line}`}: ${wordsOf(error.code)}`,
        { cause: error },
      );
    }
    throw meaningOf(error);
  } finally {
    bytes.destroy();
  }
}

const codes: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote is not closed',
  CSV_MAX_RECORD_SIZE: 'a quote is not closed',
  CSV_INVALID_CLOSING_QUOTE: 'a quote stands inside a value',
  INVALID_OPENING_QUOTE: 'a quote stands inside a value',
};
const wordsOf = (code: string): string => codes[code] ?? 'it is not a table of values';
