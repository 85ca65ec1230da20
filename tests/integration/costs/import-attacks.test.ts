import { appendFile, chmod, mkdir, mkdtemp, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { count } from '../../../shared/kit/numbers.ts';
import { fileError } from '../../../electron/engine/data/disk-errors.ts';
import { importBill, type ImportOptions } from '../../../electron/engine/costs/import/import-bill.ts';
import { billSources } from '../../../electron/engine/costs/import/sources.ts';
import { type ImportedBill, mergeBills } from '../../../shared/billing/imported-bill.ts';
import type { BenchError } from '../../../shared/kit/errors.ts';
import { amounts, enterpriseFile, resourceId, threadMeters } from '../support/synthetic.ts';
import { parquetBytes } from '../support/parquet.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'voxtally-attacks-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function file(name: string, bytes: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, bytes);
  return path;
}

const isError = (value: ImportedBill[] | BenchError): value is BenchError => !Array.isArray(value);

async function importAll(
  paths: readonly string[],
  more: Partial<ImportOptions> = {},
): Promise<ImportedBill[] | BenchError> {
  const found = await billSources(paths);
  if (!found.ok) return found.error;
  const bills: ImportedBill[] = [];
  for (const source of found.sources) {
    const read = await importBill(source, {
      now: () => new Date('2026-04-02T08:00:00Z'),
      listPrice: () => null,
      ...more,
    });
    if (!read.ok) return read.error;
    if (read.answer.kind === 'question') throw new Error(read.answer.question.sentence);
    bills.push(read.answer.bill);
  }
  return bills;
}
async function bills(...paths: string[]): Promise<ImportedBill[]> {
  const all = await importAll(paths);
  if (isError(all)) throw new Error(all.message);
  return all;
}
async function refusal(...paths: string[]): Promise<string> {
  const all = await importAll(paths);
  if (!isError(all)) throw new Error('it was imported');
  return `${all.message} ${all.nextStep ?? ''}`.replaceAll(`${folder}/`, '');
}
const audioIn = (all: readonly ImportedBill[]): (number | null)[] =>
  mergeBills(all)
    .days.filter(({ meter }) => meter.name.includes('aud mn in'))
    .map(({ tokens }) => tokens);

const text = enterpriseFile();
const hundred = enterpriseFile('03/31/2026', Array.from({ length: 100 }, () => threadMeters).flat());
const columns = text.split('\r\n')[0] ?? '';
const noise = Buffer.from(Array.from({ length: 3000 }, (_, at) => (at * 7919 + (at >> 3) * 31) % 256));
const zipOf = (name: string): Buffer =>
  Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(26), Buffer.from(name)]);

const utf16be = (words: string): Buffer => Buffer.from(`\uFEFF${words}`, 'utf16le').swap16();

describe('something else in place of an export is named for what it is, with what to do', () => {
  it.each<[string, string | Uint8Array, string]>([
    [
      'random.csv.gz',
      noise,
      'random.csv.gz is named like a gzip file and is none: its bytes are neither packed nor text. Download the export again.',
    ],
    [
      'damaged.csv.gz',
      Buffer.concat([gzipSync(text).subarray(0, 200), noise]),
      'damaged.csv.gz is a gzip file whose packed data is damaged. Download the export again.',
    ],
    ['nothing.csv.gz', gzipSync(''), 'nothing.csv.gz is a gzip file with nothing in it. Download the export again.'],
    [
      'archive.csv',
      zipOf('part_0_0001.csv'),
      'archive.csv is a ZIP archive, which is not read. Unpack it, and import the CSV, JSON or Parquet files in it.',
    ],
    [
      'costs.csv',
      zipOf('xl/workbook.xml'),
      'costs.csv is an Excel workbook, which is not read. Open it in the spreadsheet, choose Save As and "CSV UTF-8", and import that file.',
    ],
    [
      'page.csv',
      '\n<!DOCTYPE html><html><head><title>Sign in to\n your account</title></head><body>a,b</body></html>',
      'page.csv is a web page ("Sign in to your account") that was saved in place of the export. Sign in to the portal, and download the export again.',
    ],
    [
      'expired.csv',
      '\uFEFF<?xml version="1.0"?><Error><Code>AuthenticationFailed</Code><Message>x</Message></Error>',
      'expired.csv holds no costs but an error of the storage: AuthenticationFailed. The link has expired or gives no right to read; copy a new one and download the export again.',
    ],
    ['blank.csv', '\uFEFF\r\n\r\n  \r\n', 'blank.csv holds nothing but empty lines. Download the export again.'],
    [
      'nul.csv',
      text.replace('0.00064', '0.0\u0000064'),
      'nul.csv is no text, though it is no Parquet and no gzip file either. Give an export of costs as CSV, JSON or Parquet.',
    ],
    [
      'late-nul.csv',
      `${hundred}\0\0`,
      `late-nul.csv holds a NUL at byte ${count(Buffer.byteLength(hundred) + 1)} of its text, which no table has: the file is damaged. Download the export again.`,
    ],
    [
      'torn.csv',
      text.slice(0, text.lastIndexOf('0.000181') + 6),
      'torn.csv ends in the middle of row 7: it has 20 of 55 cells and no line end. Download the export again.',
    ],
    [
      'stray.csv',
      text.replace('gpt rt txt mn in', 'gpt "rt" txt mn in'),
      'stray.csv cannot be read after row 4: a quote stands inside a value. Download the export again.',
    ],
    [
      'denied.json',
      '{"error":{"code":"AuthorizationFailed","message":"The client has no right."}}',
      "denied.json holds no costs but the service's refusal: AuthorizationFailed, The client has no right. Mend what the refusal says, and ask for the costs again.",
    ],
  ])('%s', async (name, bytes, sentence) => {
    expect(await refusal(await file(name, bytes))).toBe(sentence);
  });

  it('a line of 30 MB is refused before it is held', async () => {
    const path = await file('line.csv', `${text}${'x'.repeat(30 * 1024 * 1024)}`);
    expect(await refusal(path)).toBe(
      'line.csv cannot be read after row 7: a row is longer than 1 MB, so a quote is not closed or the lines have no ends. Download the export again.',
    );
  });

  it('a Parquet file cut or damaged anywhere is read or refused, and nothing worse', async () => {
    const whole = parquetBytes([
      [
        { name: 'SkuMeter', text: threadMeters.map(({ name }) => name) },
        { name: 'ConsumedQuantity', numbers: threadMeters.map((meter) => Number(amounts(meter).quantity)) },
        { name: 'BilledCost', numbers: threadMeters.map((meter) => Number(amounts(meter).cost)) },
        { name: 'ChargePeriodStart', instants: threadMeters.map(() => Date.UTC(2026, 2, 31)) },
      ],
    ]);
    const cut = await file('cut.parquet', whole.subarray(0, whole.length - 30));
    expect(await refusal(cut)).toBe(
      'cut.parquet is a Parquet file that ends too early: it did not come whole. Download the export again.',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat({ max: whole.length - 9 }), fc.nat({ max: 255 })), { minLength: 1, maxLength: 6 }),
        async (changes) => {
          const bytes = Buffer.from(whole);
          for (const [at, value] of changes) bytes[4 + at] = value;
          const answer = await importAll([await file('damaged.parquet', bytes)]);
          if (isError(answer)) expect(answer.message).toMatch(/damaged\.parquet|no column|No column/);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('a table as a spreadsheet saves it', () => {
  const tabbed = text.replaceAll(',', '\t');
  it.each<[string, Uint8Array]>([
    ['unicode-le.txt', Buffer.from(`\uFEFF${tabbed}`, 'utf16le')],
    ['unicode-be.txt', utf16be(tabbed)],
    ['unicode-be.csv.gz', gzipSync(utf16be(text))],
    ['no-mark.csv', Buffer.from(text, 'utf16le')],
  ])('%s is read like any other', async (name, bytes) => {
    const all = await bills(await file(name, bytes));
    expect(audioIn(all)).toEqual([640]);
    expect(all[0]?.tally).toMatchObject({ rows: 6, kept: 6 });
  });

  it('with its columns alone says that nothing was billed in it', async () => {
    const [bill] = await bills(await file('quiet.csv', `${columns}\r\n`));
    expect(bill?.tally.rows).toBe(0);
    expect(bill?.notes).toEqual(['quiet.csv has columns and no row: nothing was billed in it.']);
  });

  it('counts rows with cells too many, and rows cut short, and keeps none of them', async () => {
    const [, one = '', two = ''] = text.split('\r\n');
    const path = await file(
      'ragged.csv',
      `${text}${one},extra\r\n${two.split(',').slice(0, 12).join(',')}\r\n${one},,\r\n`,
    );
    const [bill] = await bills(path);
    expect(bill?.tally).toMatchObject({ rows: 9, kept: 7 });
    expect(bill?.notes).toEqual([
      '1 row with more cells than there are columns, so that no cell can be trusted, is left out, the first on row 8.',
      '1 row that end before their day, meter, quantity or cost is left out, the first on row 9.',
    ]);
  });

  it('whose later rows prove dates that the first do not is read by the later', async () => {
    const many = Array.from({ length: 2000 }, () => threadMeters).flat();
    const early = enterpriseFile('03/04/2026', many);
    const late = enterpriseFile('31/03/2026').split('\r\n').slice(1).join('\r\n');
    const [bill] = await bills(await file('late.csv', `${early}${late}`));
    expect([...new Set(bill?.days.map(({ day }) => day))]).toEqual(['2026-04-03', '2026-03-31']);
    expect(bill?.tally).toMatchObject({ rows: 12_006, kept: 12_006 });
  });
});

describe('the same costs given more than once count once', () => {
  it('as copies under other names, in one go and in two', async () => {
    const [a, b] = [await file('a.csv', text), await file('b (1).csv', text)];
    expect(audioIn(await bills(a, b))).toEqual([640]);
    expect(audioIn(await bills(a, a))).toEqual([640]);
    expect(audioIn([...(await bills(a)), ...(await bills(b))])).toEqual([640]);
  });

  it('as a numbered part beside its own copy', async () => {
    await file('run/1.csv', text);
    await file('run/2.csv', text);
    const all = await bills(join(folder, 'run'));
    expect(audioIn(all)).toEqual([640]);
    expect(all[0]?.notes).toContain('2.csv holds the same bytes as 1.csv and counts once.');
    expect(all[0]?.files).toHaveLength(1);
  });

  it('as one part of a run that was imported whole', async () => {
    const parts = [threadMeters.slice(0, 3), threadMeters.slice(3)].map((rows) => enterpriseFile('03/31/2026', rows));
    await file('run/part_0_0001.csv', parts[0] ?? '');
    await file('run/part_0_0002.csv', parts[1] ?? '');
    const whole = await bills(join(folder, 'run'));
    const copy = await bills(await file('part_0_0001 (1).csv', parts[0] ?? ''));
    const merged = mergeBills([...whole, ...copy]);
    expect(merged.days).toHaveLength(6);
    expect(merged.notes).toEqual([expect.stringMatching(/is a part of part_0_0001\.csv and 1 more and counts there/)]);
  });

  it('as CSV and as Parquet', async () => {
    const parquet = parquetBytes([
      [
        { name: 'ChargePeriodStart', instants: threadMeters.map(() => Date.UTC(2026, 2, 31)) },
        { name: 'SkuMeter', text: threadMeters.map(({ name }) => name) },
        { name: 'ConsumedQuantity', numbers: threadMeters.map((meter) => Number(amounts(meter).quantity)) },
        { name: 'BilledCost', numbers: threadMeters.map((meter) => Number(amounts(meter).cost)) },
        { name: 'ContractedUnitPrice', numbers: threadMeters.map(({ usdPerMillion }) => Number(usdPerMillion)) },
        { name: 'BillingCurrency', text: threadMeters.map(() => 'USD') },
        { name: 'ResourceId', text: threadMeters.map(() => resourceId) },
      ],
    ]);
    const all = await bills(await file('run/0.csv', text), await file('run/0.parquet', parquet));
    expect(all).toHaveLength(2);
    expect(audioIn(all)).toEqual([640]);
  });
});

describe('a folder', () => {
  it('with unrelated files in it gives its costs, and says what it passed over', async () => {
    await file('mixed/costs.csv', text);
    await file('mixed/contacts.csv', 'name,email\nA,b\n');
    await file('mixed/page.csv', '<html><title>Portal</title></html>');
    await file('mixed/._costs.csv', noise);
    await file('mixed/readme.md', '# hello');
    const all = await bills(join(folder, 'mixed'));
    expect(audioIn(all)).toEqual([640]);
    expect(all.flatMap(({ notes }) => notes)).toEqual([
      'Passed over in this folder: contacts.csv: No column names the meters; the columns are name, email.',
      'Passed over in this folder: page.csv is a web page ("Portal") that was saved in place of the export.',
    ]);
  });

  it('with nothing else says what each file is instead', async () => {
    await file('none/contacts.csv', 'name,email\nA,b\n');
    expect(await refusal(join(folder, 'none'))).toContain(
      'none holds no export of costs. Passed over in this folder: contacts.csv',
    );
  });

  it('whose manifest names parts that are not there names them', async () => {
    await file('run/part_0.csv', text);
    const names = ['part_0.csv', 'part_1.csv', 'part_2.csv'];
    await file('run/manifest.json', JSON.stringify({ blobs: names.map((blobName) => ({ blobName })) }));
    expect(await refusal(join(folder, 'run'))).toBe(
      'part_1.csv, part_2.csv are missing beside run/manifest.json. Download the whole folder of the run again.',
    );
  });
});

describe('a file that is not left alone', () => {
  const many = enterpriseFile('03/31/2026', Array.from({ length: 4000 }, () => threadMeters).flat());

  it('and grows meanwhile is not imported in part', async () => {
    const path = await file('growing.csv', many);
    let grown: Promise<void> | null = null;
    const answer = await importAll([path], { onProgress: () => void (grown ??= appendFile(path, text)) });
    expect(isError(answer) && answer.message).toMatch(
      /^growing\.csv changed while it was read: it had [\d,]+ bytes at first/,
    );
    expect(isError(answer) && answer.nextStep).toBe('Wait until it is written whole, and import it again.');
  });

  it('and vanishes meanwhile is named', async () => {
    const path = await file('going.csv', many);
    let gone: Promise<void> | null = null;
    const answer = await importAll([path], { onProgress: () => void (gone ??= unlink(path)) });
    expect(isError(answer) && answer.message).toBe(`${path} cannot be read: there is no such file.`);
  });

  it('and may not be read says whose right is lacking', async () => {
    const path = await file('locked.csv', text);
    await chmod(path, 0);
    const denied = Object.assign(new Error('EACCES'), { code: 'EACCES', path });
    // A superuser reads everything, so there the sentence alone is held.
    const error = process.getuid?.() === 0 ? fileError(denied) : await importAll([path]);
    expect(error).toMatchObject({
      message: `${path} may not be read by this user.`,
      nextStep: 'Give this user the right to read it.',
    });
  });
});
