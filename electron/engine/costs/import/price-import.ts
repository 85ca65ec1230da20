import { join } from 'node:path';
import { type SheetBooks, type SheetFacts } from '../../../../shared/billing/sheet-books.ts';
import { isDay } from '../../../../shared/kit/dates.ts';
import { benchError, ok, refuse, type Result } from '../../../../shared/kit/errors.ts';
import { atPath, isJsonObject, type Json, readJson } from '../../../../shared/kit/json.ts';
import { repeatable, repeated } from '../../../../shared/kit/untrusted/quoting.ts';
import { type PriceBook, readPriceBook } from '../../../../shared/pricing/price-book.ts';
import { fileError } from '../../data/disk-errors.ts';
import type { PriceBooks } from '../../data/price-books.ts';
import { readRegular } from '../../data/regular-file.ts';
import { factsOf } from './file-bytes.ts';
import { costFile } from './format.ts';
import { inWorker } from '../../data/in-worker.ts';
import { fileName, sheetPurpose } from './read-price-sheets.ts';

/** What a worker is started with: the files of one price list, as plain data. */
export interface PriceWorkerOrder {
  readonly paths: readonly string[];
  readonly facts: Omit<SheetFacts, 'files'>;
}

/** Reads the files of one price list into books. */
export type ReadSheets = (order: PriceWorkerOrder) => Promise<Result<SheetBooks>>;

/** Reads them in a thread of its own, which answers once: the loop that calls carries live audio. */
export const sheetsInWorker =
  (workersFolder: string): ReadSheets =>
  (order) =>
    inWorker<SheetBooks>({
      script: join(workersFolder, 'price-worker.js'),
      order,
      answerOf: (message) => message as Result<SheetBooks>,
      died: (why) =>
        benchError('engine', `The import stopped: ${why}.`, {
          nextStep: 'Import the list again; nothing of it was kept.',
        }),
      onCancel: () => benchError('refused', 'The import was cancelled; nothing of it was kept.'),
    });

/** What a person wishes of an import; null: nothing. */
export interface PriceWish {
  readonly name: string | null;
  readonly day: string | null;
  readonly region: string | null;
}

/** Ids of the books that were kept, and what is to be said of them, in whole sentences. */
export interface ImportedPrices {
  readonly ids: readonly string[];
  readonly notes: readonly string[];
}

/** A book is a few hundred lines; more is another file. */
const mostBookBytes = 4 * 1024 * 1024;
const isList = (json: Json): boolean =>
  ['Items', 'items', 'value', 'data', 'properties.pricesheets'].some((path) => Array.isArray(atPath(json, path))) ||
  ['meterName', 'MeterName', 'error', 'Error'].some((name) => atPath(json, name) !== undefined);

/** The text of a file that is meant for a price book of the bench; null: it is another file. Rejects when it cannot be read. */
async function bookIn(path: string): Promise<string | null> {
  const format = await costFile(path, fileName(path), sheetPurpose);
  if (!format.ok || format.file.kind !== 'json' || format.file.gzip) return null;
  if ((await factsOf(path)).size > mostBookBytes) return null;
  const text = new TextDecoder(format.file.encoding).decode(
    await readRegular(path, { links: 'followed', mostBytes: mostBookBytes }),
  );
  const json = readJson(text);
  if (!json.ok) return /"models"\s*:/.test(text) ? text : null;
  return isJsonObject(json.value) && !isList(json.value) ? text : null;
}

/** What of a wish a price book answers itself, in words. */
const stated = [
  ['name', 'a name'],
  ['day', 'a day'],
  ['region', 'a region'],
] as const satisfies readonly (readonly [keyof PriceWish, string])[];

/** Models that a note names. */
const mostNamed = 6;

/** What a book from elsewhere changes now that it is kept, in a sentence. @param whose "Its", or the book where there are several */
function whatItDoes(book: PriceBook, inUse: PriceBook, whose = 'Its'): string {
  const replaced = book.models.filter(({ model }) => inUse.models.some((one) => one.model === model));
  const names = [...new Set(replaced.map(({ model }) => repeatable(model, 60)))];
  const more = names.length > mostNamed ? ` and ${names.length - mostNamed} more` : '';
  const models =
    names.length === 0 ? 'of no model that was known before' : `of ${names.slice(0, mostNamed).join(', ')}${more}`;
  return book.kind === 'list' && book.currency === 'USD'
    ? `${whose} prices ${models} take the place of those of ${inUse.id} for every session from ${book.validFrom} on whose book nobody chose.`
    : `${whose} prices ${models} are used only where the book is chosen, or a bill is in ${book.currency} and no other book is.`;
}

/**
 * Keeps a price book of the bench as it stands in a text. Refuses a wish: a book is kept as it is written, and nothing that was
 * asked for may go unheard.
 */
export async function keepBook(
  prices: PriceBooks,
  text: string,
  name: string,
  wish: PriceWish,
): Promise<Result<ImportedPrices>> {
  const read = readPriceBook(text, name);
  if (!read.ok) return read;
  const asked = stated.flatMap(([of, words]) => (wish[of] === null ? [] : [words]));
  if (asked.length > 0) {
    const message = `${name} is a price book, which is kept as it is written, so ${asked.join(' and ')} cannot be given for it.`;
    return refuse(
      benchError('invalid-argument', message, {
        nextStep:
          'Import it without that, or change it in the book. It can be given for price sheets and saved price lists.',
      }),
    );
  }
  const inUse = prices.current();
  const added = await prices.add(read.book);
  return added.ok ? ok({ ids: [added.book.id], notes: [whatItDoes(added.book, inUse)] }) : added;
}

/** Whether another book is the same but for its id, its name and the day it was read on. */
const isSame =
  (book: PriceBook) =>
  ({ models, currency, kind, validFrom }: PriceBook): boolean =>
    kind === book.kind &&
    currency === book.currency &&
    validFrom === book.validFrom &&
    JSON.stringify(models) === JSON.stringify(book.models);

/** Imports a price book of the bench, or the files of one price sheet or price list as new books, one a currency. */
export async function importPrices(
  prices: PriceBooks,
  paths: readonly string[],
  wish: PriceWish,
  read: ReadSheets,
): Promise<Result<ImportedPrices>> {
  const { day, region, name } = wish;
  if (day !== null && !isDay(day)) {
    return refuse(
      benchError('invalid-argument', `${repeated(day)} is not a day.`, { nextStep: 'Write it as 2026-11-01.' }),
    );
  }
  const [path = '', ...others] = paths;
  if (others.length === 0) {
    try {
      const text = await bookIn(path);
      if (text !== null) return await keepBook(prices, text, fileName(path), wish);
    } catch (error) {
      const refusal = fileError(error);
      if (refusal === null) throw error;
      return refuse(refusal);
    }
  }
  const today = new Date().toISOString().slice(0, 10);
  const facts = { name, day, region, today, base: prices.current(), taken: prices.all.map(({ id }) => id) };
  const made = await read({ paths, facts });
  if (!made.ok) return made;
  const ids: string[] = [];
  const twins: string[] = [];
  const changes: string[] = [];
  for (const book of made.books) {
    const twin = prices.all.find(isSame(book));
    if (twin !== undefined) twins.push(`${twin.id} holds the same prices already, so no ${book.id} was made.`);
    const added = twin === undefined ? await prices.add(book) : ok({ book: twin });
    if (!added.ok) return added;
    ids.push(added.book.id);
    const whose = made.books.length === 1 ? 'Its' : `${added.book.id}: its`;
    if (twin === undefined) changes.push(whatItDoes(added.book, facts.base, whose));
  }
  return ok({ ids, notes: [...twins, ...made.notes, ...changes] });
}
