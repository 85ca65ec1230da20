import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { readPriceSheets } from '../../../electron/engine/costs/import/read-price-sheets.ts';
import type { SheetBooks } from '../../../shared/billing/sheet-books.ts';
import type { Result } from '../../../shared/kit/errors.ts';
import { priceBookSchema } from '../../../shared/pricing/price-book.ts';
import { shipped } from '../../unit/pricing/books.ts';
import type { SheetRow } from './price-sheets.ts';

/** The list that books are completed from. */
export const base = shipped('2026-10-09');
export const audioIn = 'gpt rt aud mn in gl 1215 1M Tokens';
export const audioOut = 'gpt rt aud mn out gl 1215 1M Tokens';
export const whisper = 'Speech-to-Text-Batch-Whisper-glbl Unit';
export const regional = 'gpt rt aud 0828 Outp regnl Tokens';
export const machine: SheetRow = { meter: 'DC96as_v4', unit: '10 Hours', price: '105.05' };

let folder = '';

/** Makes the folder that files are read from, for the test file that calls it: a module's own hooks run in one file alone. */
export function sheetFolder(): void {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'voxtally-sheets-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
}

type Wish = Partial<Parameters<typeof readPriceSheets>[1]>;
/** Reads files of prices as the bench does. */
export async function read(
  files: Readonly<Record<string, string | Uint8Array>>,
  wish: Wish = {},
): Promise<Result<SheetBooks>> {
  const paths = await Promise.all(
    Object.entries(files).map(async ([name, bytes]) => {
      await writeFile(join(folder, name), bytes);
      return join(folder, name);
    }),
  );
  return await readPriceSheets(paths, {
    name: null,
    day: null,
    region: null,
    today: '2026-11-30',
    base,
    taken: [],
    ...wish,
  });
}
export const sentence = (result: Result<SheetBooks>): string =>
  result.ok ? `accepted: ${result.notes.join(' ')}` : `${result.error.message} ${result.error.nextStep ?? ''}`;
export async function books(...args: Parameters<typeof read>): Promise<SheetBooks> {
  const made = await read(...args);
  if (!made.ok) throw new Error(sentence(made));
  for (const book of made.books) expect(priceBookSchema.safeParse(book).success).toBe(true);
  return made;
}
