import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { asyncBufferFromFile, type FileMetaData, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { focusFile } from '../../../electron/engine/costs/export/focus-file.ts';
import {
  type FocusOrder,
  type FocusTally,
  writeSessions,
} from '../../../electron/engine/costs/export/write-sessions.ts';
import { importBill } from '../../../electron/engine/costs/import/import-bill.ts';
import { billSources } from '../../../electron/engine/costs/import/sources.ts';
import type { ImportedBill } from '../../../shared/billing/imported-bill.ts';
import { Exact, sumExact } from '../../../shared/kit/money.ts';
import { bookOnDay } from '../../../shared/pricing/choose-book.ts';
import { focusColumns } from '../../../shared/session/costs/focus-columns.ts';
import type { FocusFormat } from '../../../shared/session/costs/focus-formats.ts';
import { type FocusRow, focusRows } from '../../../shared/session/costs/focus-rows.ts';
import { usageReport } from '../../../shared/session/costs/usage-report.ts';
import { shipped } from '../../unit/pricing/books.ts';
import { goldenView } from '../../unit/session/golden.ts';
import { enterpriseFile } from '../support/synthetic.ts';

const recorded = fileURLToPath(new URL('../../fixtures/usage/', import.meta.url));
const books = [shipped('2026-07-31'), shipped('2026-10-09')];

let work = '';
let folders: string[] = [];

beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'voxtally-focus-'));
  for (const name of (await readdir(recorded)).sort()) {
    const folder = join(work, name.replace('.jsonl', ''));
    await mkdir(folder);
    await writeFile(join(folder, 'events.jsonl'), await readFile(join(recorded, name)));
    folders.push(folder);
  }
});
afterAll(() => rm(work, { recursive: true, force: true }));

const order = (format: FocusFormat, more: Partial<FocusOrder> = {}): FocusOrder => ({
  format,
  folders,
  books,
  bookId: null,
  models: {},
  app: '1.2.3',
  since: null,
  until: null,
  leavesOut: false,
  ...more,
});

/** Writes a file and says how many bytes were the most in one piece. */
async function written(name: string, wish: FocusOrder): Promise<{ path: string; tally: FocusTally; pieces: number }> {
  const path = join(work, name);
  await writeFile(path, '');
  let pieces = 0;
  const result = await writeSessions(wish, async (bytes) => {
    pieces += 1;
    await writeFile(path, bytes, { flag: 'a' });
  });
  if (!result.ok) throw new Error(result.error.message);
  return { path, tally: result.tally, pieces };
}

type Cells = Readonly<Record<string, string>>;
const csvOf = async (path: string): Promise<Cells[]> => parse(await readFile(path), { columns: true });

/** Decimals of a Parquet file as the whole numbers they are stored as, so that nothing passes through a float. */
function unscaled(metadata: FileMetaData): FileMetaData {
  const schema = metadata.schema.map(({ converted_type: type, logical_type: _logical, scale: _scale, ...rest }) =>
    type === 'DECIMAL' ? rest : { ...rest, ...(type === undefined ? {} : { converted_type: type }) },
  );
  return { ...metadata, schema };
}

function decimalText(value: unknown): string {
  if (!(value instanceof Uint8Array)) throw new Error('a decimal is not stored as bytes');
  const whole = BigInt.asIntN(128, BigInt(`0x${Buffer.from(value).toString('hex')}`));
  return new Exact(String(whole)).div(new Exact(10).pow(20)).toFixed();
}

function textOf(value: unknown, type: string): string {
  if (value === null || value === undefined) return '';
  if (type === 'decimal') return decimalText(value);
  if (value instanceof Date) return value.toISOString().replace('.000Z', 'Z');
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new Error(`a cell of type ${type} holds a ${typeof value}`);
}

/** The rows of a Parquet file as the text that CSV has. */
async function parquetOf(path: string): Promise<{ rows: Cells[]; groups: number }> {
  const file = await asyncBufferFromFile(path);
  const metadata = unscaled(await parquetMetadataAsync(file));
  const rows = await parquetReadObjects({ file, metadata, utf8: true });
  const text = rows.map((row) =>
    Object.fromEntries(focusColumns.map(({ name, type }) => [name, textOf(row[name], type)])),
  );
  return { rows: text, groups: metadata.row_groups.length };
}

const readBill = (path: string): ReturnType<typeof importBill> => {
  const source = { files: [path], promisedRows: null, exportPath: null, period: null, runId: null };
  return importBill(source, { now: () => new Date(0), listPrice: () => null });
};

async function imported(path: string): Promise<ImportedBill> {
  const read = await readBill(path);
  if (!read.ok) throw new Error(read.error.message);
  if (read.answer.kind !== 'imported') throw new Error('The import asks a question.');
  return read.answer.bill;
}

async function textFile(name: string, text: string): Promise<string> {
  const path = join(work, name);
  await writeFile(path, text);
  return path;
}

/** A row that a provider billed, with the columns of its own filled alone. */
const focusBill: Readonly<Record<string, string>> = {
  BilledCost: '0.01',
  BillingCurrency: 'USD',
  ChargeCategory: 'Usage',
  ChargePeriodStart: '2026-11-23T00:00:00Z',
  ConsumedQuantity: '0.000640',
  ConsumedUnit: '1M',
  ServiceName: 'Azure OpenAI',
  SkuMeter: 'gpt rt aud mn in gl 1215 1M Tokens',
};

describe('a file of FOCUS rows', () => {
  it('holds every recorded session, and its sums are those of their usage reports', async () => {
    const { path, tally } = await written('all.csv', order('focus-csv'));
    const rows = await csvOf(path);
    expect(tally).toMatchObject({ rows: rows.length, leftOut: [] });
    const reports = folders.map((folder) => {
      const view = goldenView(folder.slice(work.length + 1));
      return usageReport(view, { book: bookOnDay(shipped('2026-10-09'), '2026-11-23'), how: 'by date' }).expected;
    });
    const sum = (pick: (one: (typeof reports)[number]) => string | null): string =>
      sumExact(reports.flatMap((one) => pick(one) ?? []));
    expect(tally.sums).toEqual([
      {
        currency: 'USD',
        low: sum(({ amount }) => amount),
        best: sum(({ best }) => best),
        high: sum(({ high }) => high),
      },
    ]);
    expect(sumExact(rows.map((row) => row['EffectiveCost'] ?? ''))).toBe(sum(({ best }) => best));
  });

  it('is the same, row by row and to the last digit, in Parquet', async () => {
    const csv = await csvOf((await written('same.csv', order('focus-csv'))).path);
    const parquet = await parquetOf((await written('same.parquet', order('focus-parquet'))).path);
    expect(parquet.rows).toEqual(csv);
  });

  it.each(['focus-csv', 'focus-parquet'] as const)(
    'in %s is refused by the import of bills: nobody billed what is expected',
    async (format) => {
      const { path } = await written(`back.${format.slice(6)}`, order(format));
      const read = await readBill(path);
      expect(read.ok ? null : `${read.error.message} ${read.error.nextStep ?? ''}`).toBe(
        `back.${format.slice(6)}: This is what Voxtally expects to be billed, and no bill: each of its rows is expected use (x_Expected). Import the export of costs that the provider writes.`,
      );
    },
  );

  it('beside a bill in one folder is passed over, and the bill is imported', async () => {
    const folder = join(work, 'beside');
    await mkdir(folder);
    await writeFile(join(folder, 'bill.csv'), enterpriseFile());
    await written('beside/expected.csv', order('focus-csv'));
    const found = await billSources([folder]);
    expect(found.ok && found.sources.map(({ files, notes }) => [files, notes])).toEqual([
      [
        [join(folder, 'bill.csv')],
        [
          'Passed over in this folder: expected.csv: This is what Voxtally expects to be billed, and no bill: each of its rows is expected use (x_Expected).',
        ],
      ],
    ]);
  });

  it('in one file with rows of a bill leaves the bill as it is, and is counted in a note', async () => {
    const [head = '', ...rows] = (await readFile((await written('own.csv', order('focus-csv'))).path, 'utf8'))
      .trimEnd()
      .split(/\r?\n/);
    const billed = focusColumns.map(({ name }) => focusBill[name] ?? '').join(',');
    const bill = await imported(await textFile('mixed.csv', [head, billed, ...rows, billed].join('\n') + '\n'));
    expect(bill.shape).toBe('FOCUS 1.2');
    expect(bill.tally).toMatchObject({ rows: rows.length + 2, kept: 2, costs: [{ currency: 'USD', cost: '0.02' }] });
    // Rounded as its own rows are, whatever digits the rows beside them have.
    expect(bill.days.map(({ quantity, quantityHalfWidth, cost }) => [quantity, quantityHalfWidth, cost])).toEqual([
      ['0.00128', '0.000001', '0.02'],
    ]);
    expect(bill.unallocated).toEqual([]);
    expect(bill.notes).toEqual([
      `${rows.length} rows that are expected use and no bill are left out, the first on row 3.`,
    ]);
  });

  it('holds only the days that are asked for', async () => {
    const [all, none, day] = await Promise.all([
      written('days.csv', order('focus-csv', { since: '2026-11-23', until: '2026-11-23' })),
      written('none.csv', order('focus-csv', { since: '2026-11-24' })),
      written('until.csv', order('focus-csv', { until: '2026-11-22' })),
    ]);
    expect(all.tally.rows).toBe((await written('every.csv', order('focus-csv'))).tally.rows);
    expect([none.tally.rows, day.tally.rows]).toEqual([0, 0]);
    expect(await csvOf(none.path)).toEqual([]);
    const empty = await written('none.parquet', order('focus-parquet', { since: '2026-11-24' }));
    expect(await parquetOf(empty.path)).toMatchObject({ rows: [] });
  });

  it('has a session once, however often its record is there', async () => {
    const [first = ''] = folders;
    const copy = join(work, 'copy');
    await mkdir(copy, { recursive: true });
    await writeFile(join(copy, 'events.jsonl'), await readFile(join(first, 'events.jsonl')));
    const { tally } = await written('twice.csv', order('focus-csv', { folders: [first, copy] }));
    expect(tally.sessions).toBe(1);
    expect(tally.leftOut).toEqual([{ folder: copy, why: expect.stringContaining(first) as string, isMissing: false }]);
  });

  it('refuses a record that cannot be read, or leaves it out and says that it is missing', async () => {
    const torn = join(work, 'torn');
    await mkdir(torn, { recursive: true });
    await writeFile(join(torn, 'events.jsonl'), 'no header\n');
    const both = order('focus-csv', { folders: [torn, ...folders] });
    const refused = await writeSessions(both, () => Promise.resolve());
    expect(refused).toMatchObject({ ok: false, error: { reason: 'not-found' } });
    const { tally } = await written('rest.csv', { ...both, leavesOut: true });
    expect(tally.leftOut).toMatchObject([{ folder: torn, isMissing: true }]);
    expect(tally.rows).toBeGreaterThan(100);
  });
});

describe('a long file of FOCUS rows', () => {
  /** The rows of one recorded session over and over. */
  function manyRows(count: number): FocusRow[] {
    const view = goldenView('18-two-responses-one-turn');
    const made = focusRows(view, { book: bookOnDay(shipped('2026-10-09'), '2026-11-23') }, '1.2.3');
    if (!made.ok) throw new Error(made.error.message);
    return Array.from({ length: count }, (_, at) => made.rows[at % made.rows.length] as FocusRow);
  }

  it('is written group by group in Parquet, none of its rows held back or given twice', async () => {
    const path = join(work, 'long.parquet');
    await writeFile(path, '');
    const file = await focusFile('focus-parquet', (bytes) => writeFile(path, bytes, { flag: 'a' }));
    const rows = manyRows(12_345);
    for (let from = 0; from < rows.length; from += 1000) await file.add(rows.slice(from, from + 1000));
    await file.end();
    const read = await parquetOf(path);
    expect(read.groups).toBe(3);
    expect(read.rows.map((row) => row['x_ResponseId'])).toEqual(
      rows.map(({ row: { work: of } }) => (of.kind === 'response' ? of.id : '')),
    );
  }, 60_000);

  it('hands over the rows of each session as it is read', async () => {
    const { pieces } = await written('pieces.csv', order('focus-csv'));
    expect(pieces).toBeGreaterThanOrEqual(folders.length - 2);
  });

  it('refuses in Parquet a number that the format has no room for, and writes it as CSV', async () => {
    const [one] = manyRows(1);
    if (one === undefined) throw new Error('There is no row.');
    const absurd: FocusRow = { ...one, row: { ...one.row, quantity: 1e30 } };
    const parquet = await focusFile('focus-parquet', () => Promise.resolve());
    await parquet.add([absurd]);
    expect(await parquet.end()).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('ConsumedQuantity') as string },
    });
    let text = '';
    const csv = await focusFile('focus-csv', (bytes) => {
      text += Buffer.from(bytes).toString();
      return Promise.resolve();
    });
    await csv.add([absurd]);
    await csv.end();
    expect(text).toContain('1000000000000000000000000000000,');
  });
});
