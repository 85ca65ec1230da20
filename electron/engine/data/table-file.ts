import type { ColumnSource } from 'hyparquet-writer';
import { assertNever, benchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { type ColumnType, csvLinesOf, keptDecimals, type TableColumn } from '../../../shared/kit/documents/columns.ts';

/** Where the bytes of a file go, in order. */
export type FileSink = (bytes: Uint8Array) => Promise<void>;

/** A file that is being written: rows are handed over as they are made, and `end` writes what is left. */
export interface TableFile<Row> {
  /** Refuses a number that the format has no room for. Rejects with what the sink rejects with. */
  add(rows: readonly Row[]): Promise<Result>;
  end(): Promise<Result>;
}

export interface TableSpec<Row> {
  readonly columns: readonly TableColumn<Row>[];
  /** What a row is of, for a sentence about a number that has no room. */
  readonly whose: (row: Row) => string;
}

/** A number that a Parquet file has no room for, in a sentence. */
class TooLong extends Error {}

export function csvTable<Row>({ columns }: TableSpec<Row>, sink: FileSink): TableFile<Row> {
  const { head: names, lines } = csvLinesOf(columns);
  let head = names;
  const write = async (text: string): Promise<Result> => {
    if (head + text !== '') await sink(Buffer.from(head + text));
    head = '';
    return ok({});
  };
  return { add: (rows) => write(lines(rows)), end: () => write('') };
}

/** Rows of one group: what is held in memory at the most, beside the rows of one session. */
const groupRows = 5000;

/** Digits of a decimal of 16 bytes, the most that readers of Parquet take. */
const decimalDigits = 38;
const decimalBytes = 16;
const mostUnscaled = 10n ** BigInt(decimalDigits);

/** How Parquet stores a column. Decimals are whole numbers of the last kept decimal, so that they are exact. */
const stored = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  json: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  decimal: {
    type: 'FIXED_LEN_BYTE_ARRAY',
    type_length: decimalBytes,
    converted_type: 'DECIMAL',
    precision: decimalDigits,
    scale: keptDecimals,
  },
  instant: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
  flag: { type: 'BOOLEAN' },
  count: { type: 'INT32' },
  whole: { type: 'INT64' },
} as const satisfies Readonly<Record<ColumnType, object>>;

/** @param value plain digits of no more decimals than are kept */
function unscaled(value: string, column: string, whose: string): bigint {
  const [digits = '0', fraction = ''] = value.split('.');
  const whole = BigInt(`${digits}${fraction.padEnd(keptDecimals, '0')}`);
  if (whole < mostUnscaled && whole > -mostUnscaled) return whole;
  throw new TooLong(
    `${column} of a row of ${whose} has more than the ${decimalDigits - keptDecimals} digits that a Parquet file has room for.`,
  );
}

function wholeOf(value: number, column: string, whose: string): bigint {
  if (Number.isSafeInteger(value)) return BigInt(value);
  throw new TooLong(
    `${column} of a row of ${whose} is ${value}, which is no whole number that can be written exactly.`,
  );
}

function cellOf<Row>(
  { name, type, of }: TableColumn<Row>,
  row: Row,
  whose: TableSpec<Row>['whose'],
): string | number | boolean | bigint | Date | null {
  const value = of(row);
  if (value === null) return null;
  switch (type) {
    case 'decimal':
      return unscaled(String(value), name, whose(row));
    case 'whole':
      return wholeOf(Number(value), name, whose(row));
    case 'instant':
      return new Date(String(value));
    case 'text':
    case 'json':
    case 'flag':
    case 'count':
      return value;
    default:
      return assertNever(type, 'Type of a column');
  }
}

/** Rows as columns. */
function columnsOf<Row>({ columns, whose }: TableSpec<Row>, rows: readonly Row[]): Result<{ data: ColumnSource[] }> {
  try {
    const data = columns.map((column): ColumnSource => ({
      name: column.name,
      data: rows.map((row) => cellOf(column, row, whose)),
    }));
    return ok({ data });
  } catch (error) {
    if (!(error instanceof TooLong)) throw error;
    return refuse(
      benchError('invalid-argument', error.message, { nextStep: 'Write it as CSV, or leave that session out.' }),
    );
  }
}

export async function parquetTable<Row>(spec: TableSpec<Row>, sink: FileSink): Promise<TableFile<Row>> {
  // Loaded when the first such file is written.
  const { ByteWriter, ParquetWriter } = await import('hyparquet-writer');
  const bytes = new ByteWriter();
  /** What was written since, to the sink. */
  const flush = async (): Promise<void> => {
    const piece = bytes.getBytes().slice();
    bytes.index = 0;
    if (piece.length > 0) await sink(piece);
  };
  const writer = new ParquetWriter({
    writer: bytes,
    createdBy: 'voxtally',
    schema: [
      { name: 'root', num_children: spec.columns.length },
      ...spec.columns.map(({ name, type, nullable }) => ({
        name,
        repetition_type: nullable ? ('OPTIONAL' as const) : ('REQUIRED' as const),
        ...stored[type],
      })),
    ],
  });
  let waiting: Row[] = [];
  const group = async (rows: readonly Row[]): Promise<Result> => {
    const columns = columnsOf(spec, rows);
    if (!columns.ok) return columns;
    await writer.write({ columnData: columns.data, rowGroupSize: rows.length });
    await flush();
    return ok({});
  };
  return {
    add: async (rows) => {
      waiting = waiting.concat(rows);
      for (; waiting.length >= groupRows; waiting = waiting.slice(groupRows)) {
        const written = await group(waiting.slice(0, groupRows));
        if (!written.ok) return written;
      }
      return ok({});
    },
    end: async () => {
      const last = waiting.length === 0 ? ok({}) : await group(waiting);
      if (!last.ok) return last;
      await writer.finish();
      await flush();
      return ok({});
    },
  };
}
