import { parse } from 'csv-parse/sync';

const readings = { trim: true, relax_quotes: true, relax_column_count: true } as const;

/**
 * Cells of one line of CSV, RFC 4180: a quoted cell may hold the delimiter, and a doubled mark in it is one. In a line whose marks do
 * not close they are letters like any other. Spaces around a cell are no part of it.
 * @param line of one row, without its end
 * @param delimiter one character
 */
export function csvCells(line: string, delimiter: string): string[] {
  try {
    const rows: unknown = parse(line, { ...readings, delimiter });
    const [cells]: unknown[] = Array.isArray(rows) ? rows : [];
    return Array.isArray(cells) ? cells.map(String) : [''];
  } catch {
    return line.split(delimiter).map((cell) => cell.trim());
  }
}

/**
 * Cells of many lines, each as `csvCells` reads it. All of them are read at once, which is several times as fast, unless the marks of
 * one do not close: it would swallow the lines behind it.
 */
export function csvRows(lines: readonly string[], delimiter: string): string[][] {
  try {
    const rows: unknown = parse(lines.join('\n'), { ...readings, delimiter, skip_empty_lines: false });
    if (Array.isArray(rows) && rows.length === lines.length) {
      return rows.map((row: unknown) => (Array.isArray(row) ? row.map(String) : ['']));
    }
  } catch {
    // One of them is no CSV by itself.
  }
  return lines.map((line) => csvCells(line, delimiter));
}
