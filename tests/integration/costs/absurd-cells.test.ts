import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importBill } from '../../../electron/engine/costs/import/import-bill.ts';
import { openFiles } from '../../../electron/engine/costs/import/open-files.ts';
import { fileRows, longestCell } from '../../../electron/engine/costs/import/rows.ts';
import { readPriceSheets } from '../../../electron/engine/costs/import/read-price-sheets.ts';
import { billSources } from '../../../electron/engine/costs/import/sources.ts';
import { shipped } from '../../unit/pricing/books.ts';
import { enterpriseFile } from '../support/synthetic.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'voxtally-cells-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const digits = 900_000;
const lines = enterpriseFile().split('\r\n');
const columns = (lines[0] ?? '').split(',');

async function imported(path: string) {
  const found = await billSources([path]);
  const [source] = found.ok ? found.sources : [];
  if (!found.ok || source === undefined) throw new Error('no source');
  const read = await importBill(source, { now: () => new Date(0), listPrice: () => null });
  if (!read.ok) return { words: read.error.message, bill: null };
  if (read.answer.kind === 'question') throw new Error('a question');
  const { bill } = read.answer;
  return { words: JSON.stringify(bill.notes), bill };
}

describe('a cell of 900,000 characters', () => {
  // Of digits; of digits that only end otherwise; of blanks; of quotes, letters and points in turn.
  const fillings = ['1', '1x', ' ', '1.', '-', 'gpt ', '1,'] as const;
  const fields = ['CostInBillingCurrency', 'Date', 'MeterName', 'UnitOfMeasure', 'ResourceId'] as const;
  const cases = [
    ...fillings.map((filling): [string, string] => ['Quantity', filling]),
    ...fields.map((field): [string, string] => [field, '1x']),
  ];

  it.each(cases)('in %s, of "%s" again and again, costs its own row alone', async (field, filling) => {
    const row = (lines[1] ?? '').split(',');
    row[columns.indexOf(field)] = `"${filling.repeat(digits / filling.length)}${filling === '1x' ? 'x' : ''}"`;
    const path = join(folder, 'cells.csv');
    await writeFile(path, [lines[0], row.join(','), ...lines.slice(2)].join('\r\n'));
    const { words, bill } = await imported(path);
    expect(words.length).toBeLessThan(10_000);
    expect(bill?.tally.rows).toBe(6);
    // What could not be read is told, or is the name of something nobody compares; no other row goes with it.
    if (field === 'Quantity' && filling !== ' ') expect(words).toContain('cannot be read');
    expect(bill?.days.length).toBeGreaterThanOrEqual(5);
  });

  it('reaches no reader of columns whole, in CSV and in JSON', async () => {
    const csv = join(folder, 'long.csv');
    await writeFile(csv, [lines[0], `"${'9'.repeat(digits)}"`, ...lines.slice(1)].join('\r\n'));
    const json = join(folder, 'long.json');
    const table = { properties: { columns: [{ name: 'Meter' }, { name: 'Cost' }], rows: [['m', 0]] } };
    await writeFile(json, JSON.stringify(table).replace('0]', `${'9'.repeat(digits)}]`));
    for (const path of [csv, json]) {
      const opened = await openFiles([path], { signal: null });
      const [file] = opened.ok ? opened.files : [];
      if (file === undefined) throw new Error('not opened');
      let longest = 0;
      for await (const rows of fileRows(path, file.format, { signal: null, onBytes: () => {} })) {
        for (const { cells } of rows) longest = Math.max(longest, ...cells.map(({ length }) => length));
      }
      expect(longest).toBe(longestCell + 1);
    }
  });

  it('in a price sheet is no price', async () => {
    const path = join(folder, 'sheet.csv');
    const head = 'meterId,meterName,unitOfMeasure,unitPrice,currency,effectiveStartDate';
    await writeFile(path, `${head}\nm,gpt rt aud mn in gl 1215 1M Tokens,1M,${'1'.repeat(digits)}x,USD,2026-11-01\n`);
    const facts = { name: null, day: null, region: null, today: '2026-11-30', taken: [], base: shipped('2026-10-09') };
    const read = await readPriceSheets([path], facts);
    expect(JSON.stringify(read).length).toBeLessThan(20_000);
    expect(read.ok).toBe(false);
  });
});

describe('JSON of more than 64 MB on one line', () => {
  it('is refused by its size, and no more of it is read than may be', async () => {
    const path = join(folder, 'large.json');
    const open = '{"properties":{"columns":[{"name":"Meter"},{"name":"Cost"}],"rows":[["';
    await writeFile(path, open + 'm'.repeat(65 * 1024 * 1024));
    const opened = await openFiles([path], { signal: null }).catch((error: unknown) => error);
    expect(String(opened)).toContain('is more than 64 MB of JSON; export costs of this size as CSV');
  });
});
