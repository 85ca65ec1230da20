import { mkdir, mkdtemp, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  importBill,
  type ImportOptions,
  type ImportProgress,
} from '../../../electron/engine/costs/import/import-bill.ts';
import { count } from '../../../shared/kit/numbers.ts';
import { billSources } from '../../../electron/engine/costs/import/sources.ts';
import { type ImportedBill, mergeBills } from '../../../shared/billing/imported-bill.ts';
import { enterpriseFile, threadMeters } from '../support/synthetic.ts';
import { parquetBytes } from '../support/parquet.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'voxtally-runs-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const now = (): Date => new Date('2026-04-02T08:00:00Z');

async function file(name: string, bytes: string | Uint8Array, writtenAt?: string): Promise<string> {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, bytes);
  if (writtenAt !== undefined) await utimes(path, new Date(writtenAt), new Date(writtenAt));
  return path;
}

/** Imports everything named; the sentence of the first refusal or question instead. */
async function importAll(
  paths: readonly string[],
  more: Partial<ImportOptions> = {},
): Promise<ImportedBill[] | string> {
  const found = await billSources(paths);
  if (!found.ok) return found.error.message;
  const bills: ImportedBill[] = [];
  for (const source of found.sources) {
    const read = await importBill(source, { now, listPrice: () => null, ...more });
    if (!read.ok) return read.error.message;
    if (read.answer.kind === 'question') return `${read.answer.file}: ${read.answer.question.sentence}`;
    bills.push(read.answer.bill);
  }
  return bills;
}
async function bills(paths: readonly string[]): Promise<ImportedBill[]> {
  const all = await importAll(paths);
  if (typeof all === 'string') throw new Error(all);
  return all;
}
const audioIn = (days: readonly ImportedBill['days'][number][]): (number | null)[] =>
  days.filter(({ meter }) => meter.name.includes('aud mn in')).map(({ tokens }) => tokens);

const run = (id: string): string => `exports/daily/20260301-20260331/${id}-0000-4000-8000-000000000000`;
const first = run('11111111');
const second = run('22222222');

/** A run in two parts with its manifest, as exports are delivered. */
async function partitioned(
  at: string,
  rows = threadMeters,
  writtenAt?: string,
  manifest: object = {},
): Promise<string> {
  const parts = [rows.slice(0, 3), rows.slice(3)].map((meters) => enterpriseFile('03/31/2026', meters));
  const blobs = await Promise.all(
    parts.map(async (text, index) => {
      const path = await file(`${at}/part_0_000${index + 1}.csv`, text, writtenAt);
      return {
        blobName: `daily/20260301-20260331/x/part_0_000${index + 1}.csv`,
        byteCount: (await stat(path)).size,
        dataRowCount: 3,
        headerRowCount: 1,
      };
    }),
  );
  const body = {
    manifestVersion: '2024-04-01',
    dataFormat: 'Csv',
    blobCount: 2,
    dataRowCount: rows.length,
    blobs,
    ...manifest,
  };
  return file(`${at}/manifest.json`, JSON.stringify(body));
}

describe('a run in parts', () => {
  it('is one import, by its manifest, by its folder, and by its parts', async () => {
    const manifest = await partitioned(first);
    for (const named of [
      [manifest],
      [join(folder, first)],
      [join(folder, first, 'part_0_0001.csv'), join(folder, first, 'part_0_0002.csv')],
    ]) {
      const all = await bills(named);
      expect(all).toHaveLength(1);
      expect(all[0]).toMatchObject({
        period: '20260301-20260331',
        runId: '11111111-0000-4000-8000-000000000000',
        tally: { rows: 6, kept: 6 },
      });
      expect(all[0]?.files.map(({ name }) => name)).toEqual(['part_0_0001.csv', 'part_0_0002.csv']);
    }
  });

  it('is refused when a part is missing, cut short, or has fewer rows than promised', async () => {
    const manifest = await partitioned(first, threadMeters, undefined, { dataRowCount: 7 });
    expect(await importAll([manifest])).toBe('The manifest promises 7 rows; part_0_0001.csv, part_0_0002.csv hold 6.');
    const part = join(folder, first, 'part_0_0002.csv');
    const whole = await readFile(part);
    await writeFile(part, whole.subarray(0, 100));
    expect(await importAll([manifest])).toBe(
      `part_0_0002.csv has 100 bytes, and its manifest says ${count(whole.length)}.`,
    );
    await rm(part);
    expect(await importAll([manifest])).toBe(`part_0_0002.csv is missing beside ${manifest}.`);
  });

  it('takes no file from outside its folder, whatever the manifest says', async () => {
    await file('secret.csv', enterpriseFile());
    const manifest = await partitioned(first, threadMeters, undefined, {
      blobCount: 1,
      blobs: [{ blobName: '../../../secret.csv' }],
    });
    expect(await importAll([manifest])).toBe(`secret.csv is missing beside ${manifest}.`);
  });
});

describe('several imports together', () => {
  it('never add two runs of one month to date up: the newer replaces the older whole', async () => {
    await partitioned(first, threadMeters, '2026-03-31T10:00:00Z');
    await partitioned(
      second,
      threadMeters.map((meter) => ({ ...meter, tokens: meter.tokens + 1 })),
      '2026-04-01T10:00:00Z',
    );
    const all = await bills([folder]);
    expect(all).toHaveLength(2);
    const merged = mergeBills(all);
    expect(audioIn(merged.days)).toEqual([641]);
    expect(merged.used.map(({ runId }) => runId?.slice(0, 8))).toEqual(['22222222']);
    expect(merged.notes).toEqual([
      'part_0_0001.csv and 1 more is an older run of 20260301-20260331, which the newer one replaces.',
    ]);
  });

  it('count the same bytes once', async () => {
    const merged = mergeBills(
      await bills([await file('a.csv', enterpriseFile()), await file('copy of a.csv', enterpriseFile())]),
    );
    expect(audioIn(merged.days)).toEqual([640]);
    expect(merged.notes[0]).toMatch(/holds the same bytes as .* and counts once\.$/);
  });

  it('let the newer of two exports bill a resource on a day, and keep the days only one has', async () => {
    const older = await file('older.csv', enterpriseFile('03/31/2026'), '2026-04-01T00:00:00Z');
    const more = enterpriseFile(
      '03/31/2026',
      threadMeters.map((meter) => ({ ...meter, tokens: 2 })),
    );
    const newer = await file('newer.csv', more, '2026-04-02T00:00:00Z');
    const other = await file('other.csv', enterpriseFile('03/30/2026'), '2026-03-31T00:00:00Z');
    const merged = mergeBills(await bills([older, newer, other]));
    expect(audioIn(merged.days)).toEqual([2, 640]);
    expect(merged.notes).toEqual(['older.csv is left out on 2026-03-31, for which newer.csv is newer.']);
  });
});

describe('an import under way', () => {
  it('tells its progress up to the end', async () => {
    const seen: ImportProgress[] = [];
    const many = Array.from({ length: 1200 }, () => threadMeters).flat();
    const path = await file('a.csv', enterpriseFile('03/31/2026', many));
    await importAll([path], { onProgress: (progress) => seen.push(progress) });
    expect(seen.length).toBeGreaterThanOrEqual(3);
    expect(seen.at(-1)?.bytes).toBe(seen.at(-1)?.ofBytes);
    expect(seen.map(({ bytes }) => bytes)).toEqual(seen.map(({ bytes }) => bytes).sort((a, b) => a - b));
  });

  it('can be cancelled, and then keeps nothing', async () => {
    const many = Array.from({ length: 20_000 }, (_, at) => ({
      name: 'gpt rt aud mn in gl 1215 1M Tokens',
      tokens: at,
      usdPerMillion: '10',
    }));
    const path = await file('many.csv', enterpriseFile('03/31/2026', many));
    const abort = new AbortController();
    const answer = await importAll([path], { signal: abort.signal, onProgress: () => abort.abort() });
    expect(answer).toBe('The import was cancelled; nothing of it was kept.');
  });

  it('keeps one sum a meter and day, however many rows there are', async () => {
    const many = Array.from({ length: 60_000 }, () => ({
      name: 'gpt rt aud mn in gl 1215 1M Tokens',
      tokens: 7,
      usdPerMillion: '10',
    }));
    const path = await file('long.csv.gz', gzipSync(enterpriseFile('03/31/2026', many)));
    const [bill] = await bills([path]);
    expect(bill?.days).toHaveLength(1);
    expect(bill?.days[0]).toMatchObject({ tokens: 420_000, rows: 60_000, cost: '4.2' });
  });
});

describe('a file that is no bill, or half of one', () => {
  const text = enterpriseFile();
  it.each<[string, string | Uint8Array, string]>([
    ['empty.csv', '', 'empty.csv is empty.'],
    ['book.xlsx', Buffer.from([0x50, 0x4b, 3, 4]), 'book.xlsx is a ZIP archive, which is not read.'],
    ['notes.txt', 'dear diary', 'notes.txt does not begin with the columns of a table.'],
    ['people.csv', 'name,age\nAnn,7\n', 'people.csv: No column names the meters; the columns are name, age.'],
    [
      'cut.csv.gz',
      gzipSync(text).subarray(0, 400),
      'cut.csv.gz is a gzip file that ends in the middle of its packed data: it did not come whole.',
    ],
    ['open.csv', `${text}"never closed,1,2\n`, 'open.csv cannot be read after row 7: a quote is not closed.'],
    [
      'half.json',
      '[{"usageStart":',
      'half.json is not JSON (line 1, column 16: expected a value, found the end of the text).',
    ],
    ['other.json', '{"error":{"code":"401"}}', "other.json holds no costs but the service's refusal: 401."],
    [
      'broken.parquet',
      parquetBytes([[{ name: 'SkuMeter', text: ['a'] }]]).subarray(0, 40),
      'broken.parquet is a Parquet file that ends too early: it did not come whole.',
    ],
    ['dates.csv', enterpriseFile('03/04/2026'), 'dates.csv: Does "03/04/2026" begin with the month or with the day?'],
  ])('%s', async (name, bytes, sentence) => {
    expect(await importAll([await file(name, bytes)])).toBe(sentence);
  });

  it('is read by the answer to its question', async () => {
    const path = await file('dates.csv', enterpriseFile('03/04/2026'));
    const day = async (dateOrder: 'month-first' | 'day-first'): Promise<unknown> => {
      const all = await importAll([path], { answers: { dateOrder } });
      return typeof all === 'string' ? all : all[0]?.days[0]?.day;
    };
    expect(await day('month-first')).toBe('2026-03-04');
    expect(await day('day-first')).toBe('2026-04-03');
  });

  it('is named when it is not there, and a folder when it holds none', async () => {
    expect(await importAll([join(folder, 'none.csv')])).toBe(
      `${join(folder, 'none.csv')} cannot be read: there is no such file.`,
    );
    await mkdir(join(folder, 'empty'));
    expect(await importAll([join(folder, 'empty')])).toBe(`${join(folder, 'empty')} holds no export of costs.`);
  });
});
