import { ok, type Result } from '../../../shared/kit/errors.ts';
import { bookText } from '../../../shared/pricing/price-book.ts';
import { systemClock } from '../../engine/costs/net/patient-client.ts';
import { refreshPrices } from '../../engine/costs/azure/retail-prices.ts';
import { type ImportedPrices, importPrices, keepBook, type PriceWish } from '../../engine/costs/import/price-import.ts';
import { readPriceSheets } from '../../engine/costs/import/read-price-sheets.ts';
import { dataFolder } from '../../engine/data/data-folder.ts';
import type { PriceBooks } from '../../engine/data/price-books.ts';
import { httpOver } from '../../engine/net/http.ts';
import { textLine } from '../../hosts/terminal.ts';
import { type Command, form, misused, type Outcome, type Surroundings } from '../input/command.ts';
import { openPriceBooks } from '../input/price-books.ts';
import { commandLineServices } from '../input/bench-services.ts';
import { canBeRead, readText, sourceName, standard } from '../input/files.ts';
import type { Flags, Values } from '../input/flags.ts';
import { networkFlags, networkFromFlags, savedNetwork } from '../input/network-flags.ts';
import { isTold } from '../output/count-down.ts';
import { textTable } from '../output/terminal-text.ts';
import { count } from '../../../shared/kit/numbers.ts';

const refreshFlags = {
  region: {
    type: 'string',
    value: 'REGION',
    says: 'The region of the Azure resource.',
    needed: [
      'voxtally prices refresh needs --region.',
      'Give the region of the Azure resource, for example swedencentral.',
    ],
  },
  currency: { type: 'string', value: 'CODE', says: 'The currency of the prices.', default: 'USD' },
  url: { type: 'string', value: 'ADDRESS', says: 'Where the API is.', otherwise: 'the public one of Azure' },
  ...networkFlags,
} as const satisfies Flags;

function listed(prices: PriceBooks): Outcome {
  const rows = prices
    .list()
    .map((book) => [
      book.id,
      book.validFrom,
      book.currency,
      `${count(book.models)} models, ${count(book.prices)} prices`,
      book.shipped ? 'shipped' : book.kind === 'own' ? 'own' : 'added',
      book.name,
    ]);
  const names = ['book', 'from', 'currency', 'holds', 'kind', 'name'];
  const left = names.map(() => 'left' as const);
  return ok({ out: `${textTable([names, ...rows], left)}\n` });
}

const importFlags = {
  name: { type: 'string', value: 'NAME', says: 'What the new books are called.', otherwise: 'by the file' },
  date: {
    type: 'string',
    value: 'DAY',
    says: 'The first day the prices hold for, where the file names none; of a published list that of its book.',
    otherwise: 'the days of the file',
  },
  region: { type: 'string', value: 'REGION', says: 'Only prices of this region.', otherwise: 'of all regions' },
} as const satisfies Flags;

/** Standard input is a price book alone: sheets and lists are told by their files. */
async function importedFrom(
  prices: PriceBooks,
  paths: readonly string[],
  wish: PriceWish,
): Promise<Result<ImportedPrices>> {
  if (paths.length === 1 && paths[0] === standard) {
    const piped = await readText(standard);
    return piped.ok ? await keepBook(prices, piped.text, sourceName(standard), wish) : piped;
  }
  for (const path of paths) {
    const readable = await canBeRead(path);
    if (!readable.ok) return readable;
  }
  return await importPrices(prices, paths, wish, (order) => readPriceSheets(order.paths, order.facts));
}

async function imported(
  paths: readonly string[],
  { name, date, region }: Values<typeof importFlags>,
  surroundings: Surroundings,
): Promise<Outcome> {
  const prices = await openPriceBooks(surroundings);
  const wish = { name: name ?? null, day: date ?? null, region: region ?? null };
  const made = await importedFrom(prices, paths, wish);
  return made.ok ? ok({ out: made.ids.map((id) => textLine(id)).join(''), notes: made.notes }) : made;
}

async function refreshed(flags: Values<typeof refreshFlags>, surroundings: Surroundings): Promise<Outcome> {
  const { region, currency, url } = flags;
  const say = (text: string): void => surroundings.terminal.err(textLine(text));
  const prices = await openPriceBooks(surroundings);
  const way = await networkFromFlags(flags, await savedNetwork(dataFolder(), say));
  if (!way.ok) return misused(way.error);
  const { services } = commandLineServices(surroundings, { proxyPassword: way.password });
  const http = httpOver(() => way.network, services);
  const onProgress = (sentence: string, leftMs?: number): void => {
    if (isTold(leftMs)) say(sentence);
  };
  const made = await refreshPrices(prices, { region, currency, url }, { ...systemClock, http, onProgress });
  return made.ok ? ok({ out: textLine(made.id), notes: made.notes }) : made;
}

const idWord = { name: 'ID', needs: 'the id of a book' } as const;

/** `voxtally prices`: the price books, and where new ones come from. */
export const prices: Command = {
  forms: [
    form({
      name: 'list',
      says: 'List the price books.',
      flags: {},
      run: async (_, surroundings) => listed(await openPriceBooks(surroundings)),
    }),
    form({
      name: 'refresh',
      says: 'Read the Azure Retail Prices API into a new dated book.',
      flags: refreshFlags,
      run: ({ values }, surroundings) => refreshed(values, surroundings),
    }),
    form({
      name: 'import',
      says: 'Keep a book, or make one of a price sheet or a saved price list.',
      words: [
        {
          name: 'FILE',
          needs: 'a file',
          says: 'A price book; a price sheet as CSV, JSON or Parquet; or a saved answer of the Retail Prices API. - reads a book from standard input.',
        },
        { name: 'FILE…', needs: 'files', says: 'Further parts of the same sheet or list.' },
      ],
      flags: importFlags,
      notes: [
        'Of a sheet the prices of consumption of Realtime and transcription meters are taken, one book a currency. What was passed over is said.',
      ],
      examples: [
        'voxtally prices import ea-sheet.csv --name "Contoso EA"',
        'voxtally prices import page1.json page2.json --region swedencentral',
      ],
      run: ({ words, values }, surroundings) => imported(words, values, surroundings),
    }),
    form({
      name: 'export',
      says: 'Print a book.',
      words: [{ ...idWord, says: 'The book that is printed.' }],
      flags: {},
      async run({ words }, surroundings) {
        const found = (await openPriceBooks(surroundings)).byId(words[0] ?? '');
        return found.ok ? ok({ out: bookText(found.book) }) : found;
      },
    }),
    form({
      name: 'remove',
      says: 'Remove a book.',
      words: [{ ...idWord, says: 'The book that is removed.' }],
      flags: {},
      async run({ words }, surroundings) {
        const removed = await (await openPriceBooks(surroundings)).remove(words[0] ?? '');
        return removed.ok ? ok({ out: '' }) : removed;
      },
    }),
  ],
};
