import { parse } from 'csv-parse/sync';

/**
 * Cells of one line of CSV, RFC 4180: a quoted cell may hold the delimiter, and a doubled mark in it is one. In a line whose marks do
 * not close they are letters like any other. Spaces around a cell are no part of it.
 * @param line of one row, without its end
 * @param delimiter one character
 */
export function csvCells(line: string, delimiter: string): string[] {
  try {
    const rows: unknown = parse(line, { delimiter, trim: true, relax_quotes: true, relax_column_count: true });
    const [cells]: unknown[] = Array.isArray(rows) ? rows : [];
    return Array.isArray(cells) ? cells.map(String) : [''];
  } catch {
    return line.split(delimiter).map((cell) => cell.trim());
  }
}
