import { csvCell } from './safe-text.ts';

/** What a cell can hold; null is an empty one. */
export type CsvValue = string | number | boolean | null;

/** One column of a table: its title, and what it says of a row. */
export interface CsvColumn<Row> {
  readonly title: string;
  readonly of: (row: Row) => CsvValue;
}

const lineEnd = '\r\n';
const line = (cells: readonly CsvValue[]): string => `${cells.map(csvCell).join(',')}${lineEnd}`;

/**
 * A table as CSV (RFC 4180): a line of titles, then a line a row, each ended by CR LF. Cells are quoted where they have to be, and one
 * that a spreadsheet would take for a formula is made text.
 */
export const csvOf = <Row>(columns: readonly CsvColumn<Row>[], rows: readonly Row[]): string =>
  [columns.map(({ title }) => title), ...rows.map((row) => columns.map((column) => column.of(row)))].map(line).join('');
