import { Exact } from '../money.ts';
import { type CsvColumn, csvOf } from '../untrusted/csv.ts';

/**
 * What a column of an exported table holds, and how it is written: decimals as plain digits, instants as ISO 8601 in UTC, objects as
 * JSON text, `count` and `whole` as whole numbers, of 32 and of 64 bits.
 */
export type ColumnType = 'text' | 'decimal' | 'instant' | 'json' | 'flag' | 'count' | 'whole';

export type ColumnValue = string | number | boolean | null;

/** One column: its name, what it holds, whether it may be empty, and what it says of a row. */
export interface TableColumn<Row> {
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
  readonly of: (row: Row) => ColumnValue;
}

/** Decimals kept of a number: as many as a cost has, and as Parquet's decimals hold beside 18 digits before the point. */
export const keptDecimals = 20;

/** Digits that stay as they are: whole numbers, and fractions of no more decimals than are kept, the last of them no 0. */
const isPlain = new RegExp(String.raw`^-?\d+(?:\.\d{0,${keptDecimals - 1}}[1-9])?$`);

function plain(value: string | number): string {
  const text = String(value);
  return isPlain.test(text) ? text : new Exact(value).toDecimalPlaces(keptDecimals).toFixed();
}

type Of<Row, Value> = (row: Row) => Value;

/** The makers of a table's columns: `maybe…` may be empty. */
export interface ColumnMakers<Row> {
  readonly text: (name: string, of: Of<Row, string>) => TableColumn<Row>;
  readonly maybe: (name: string, of: Of<Row, string | null>) => TableColumn<Row>;
  readonly instant: (name: string, of: Of<Row, string>) => TableColumn<Row>;
  readonly json: (name: string, of: Of<Row, string | null>) => TableColumn<Row>;
  readonly flag: (name: string, of: Of<Row, boolean>) => TableColumn<Row>;
  readonly maybeCount: (name: string, of: Of<Row, number | null>) => TableColumn<Row>;
  readonly maybeWhole: (name: string, of: Of<Row, number | null>) => TableColumn<Row>;
  readonly decimal: (name: string, of: Of<Row, string | number>) => TableColumn<Row>;
  readonly maybeDecimal: (name: string, of: Of<Row, string | number | null>) => TableColumn<Row>;
  /** Of what no row has. */
  readonly nothing: (name: string, type?: ColumnType) => TableColumn<Row>;
}

export function columnMakers<Row>(): ColumnMakers<Row> {
  const column =
    (type: ColumnType, nullable: boolean) =>
    (name: string, of: Of<Row, ColumnValue>): TableColumn<Row> => ({ name, type, nullable, of });
  return {
    text: column('text', false),
    maybe: column('text', true),
    instant: column('instant', false),
    json: column('json', true),
    flag: column('flag', false),
    maybeCount: column('count', true),
    maybeWhole: column('whole', true),
    decimal: (name, of) => column('decimal', false)(name, (row) => plain(of(row))),
    maybeDecimal: (name, of) =>
      column('decimal', true)(name, (row) => {
        const value = of(row);
        return value === null ? null : plain(value);
      }),
    nothing: (name, type = 'text') => column(type, true)(name, () => null),
  };
}

/** A table as lines of CSV: the line of names, and rows without it. What is null is an empty cell. */
export interface CsvLines<Row> {
  readonly head: string;
  readonly lines: (rows: readonly Row[]) => string;
}

export function csvLinesOf<Row>(columns: readonly TableColumn<Row>[]): CsvLines<Row> {
  const plainColumns: readonly CsvColumn<Row>[] = columns.map(({ name, of }) => ({ title: name, of }));
  const head = csvOf(plainColumns, []);
  return { head, lines: (rows) => csvOf(plainColumns, rows).slice(head.length) };
}
