import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ImportProgress } from '../../../electron/engine/costs/import/import-bill.ts';
import { importInWorker } from '../../../electron/engine/costs/import/importer.ts';
import type { BillSource } from '../../../electron/engine/costs/import/sources.ts';
import { type PriceBook, priceBookSchema } from '../../../shared/pricing/price-book.ts';
import { builtFolder } from '../support/bundle.ts';
import { parquetBytes } from '../support/parquet.ts';
import { enterpriseFile } from '../support/synthetic.ts';

let built: string;
let folder: string;
let book: PriceBook;
beforeAll(async () => {
  built = await builtFolder();
  folder = await mkdtemp(join(tmpdir(), 'voxtally-worker-'));
  const text = await readFile(new URL('../../../assets/prices/2026-10-09.json', import.meta.url), 'utf8');
  book = priceBookSchema.parse(JSON.parse(text));
}, 120_000);
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const script = (): string => join(built, 'import-worker.js');
async function source(name: string, bytes: string | Uint8Array): Promise<BillSource> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return { files: [path], promisedRows: null, exportPath: null, period: null, runId: null };
}
const many = (rows: number): string =>
  enterpriseFile(
    '03/31/2026',
    Array.from({ length: rows }, () => ({
      name: 'gpt rt aud mn in gl 1215 1M Tokens',
      tokens: 7,
      usdPerMillion: '10',
    })),
  );

describe('an import in a thread of its own', () => {
  it('gives the bill and tells its progress, while the loop that asked keeps turning', async () => {
    const order = { source: await source('long.csv', many(20_000)), books: [book] as const, answers: {} };
    const seen: ImportProgress[] = [];
    let turns = 0;
    const ticking = setInterval(() => (turns += 1), 5);
    const read = await importInWorker(order, { script: script(), onProgress: (progress) => seen.push(progress) });
    clearInterval(ticking);
    expect(read.ok && read.answer.kind === 'imported' && read.answer.bill.days[0]?.tokens).toBe(140_000);
    expect(turns).toBeGreaterThan(0);
    expect(seen.at(-1)?.bytes).toBe(seen.at(-1)?.ofBytes);
  });

  it('reads Parquet there too, and list prices for a bill of costs alone', async () => {
    const columns = [
      { name: 'UsageDate', instants: [Date.UTC(2026, 2, 31)] },
      { name: 'Meter', text: ['gpt rt aud mn in gl 1215 1M Tokens'] },
      { name: 'Cost', numbers: [0.00640001] },
      { name: 'Currency', text: ['USD'] },
    ];
    const order = {
      source: await source('costs.parquet', parquetBytes([columns])),
      books: [book] as const,
      answers: {},
    };
    const read = await importInWorker(order, { script: script() });
    expect(read.ok && read.answer.kind === 'imported' && read.answer.bill.days[0]).toMatchObject({
      tokens: 640,
      from: 'cost',
    });
  });

  it('passes questions and refusals on as values', async () => {
    const question = await importInWorker(
      { source: await source('a.csv', enterpriseFile('03/04/2026')), books: [book], answers: {} },
      { script: script() },
    );
    expect(question).toMatchObject({ ok: true, answer: { kind: 'question', question: { about: 'dateOrder' } } });
    const refused = await importInWorker(
      { source: await source('b.csv', 'name,age\n'), books: [book], answers: {} },
      { script: script() },
    );
    expect(refused).toMatchObject({ ok: false, error: { reason: 'invalid-argument' } });
  });

  it('can be cancelled before and while it runs', async () => {
    const order = { source: await source('cancel.csv', many(50_000)), books: [book] as const, answers: {} };
    const during = new AbortController();
    const results = [
      await importInWorker(order, { script: script(), signal: AbortSignal.abort() }),
      await importInWorker(order, { script: script(), signal: during.signal, onProgress: () => during.abort() }),
    ];
    for (const result of results) {
      expect(result).toMatchObject({
        ok: false,
        error: { message: 'The import was cancelled; nothing of it was kept.' },
      });
    }
  });

  it('says so when the thread itself cannot run', async () => {
    const order = { source: await source('c.csv', enterpriseFile()), books: [book] as const, answers: {} };
    const result = await importInWorker(order, { script: join(folder, 'none.js') });
    expect(result.ok ? 'read' : result.error.message).toMatch(/^The import stopped: /);
  });
});
