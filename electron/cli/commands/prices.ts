import { basename } from 'node:path';
import { ok } from '../../../shared/kit/errors.ts';
import { bookText, readPriceBook } from '../../../shared/pricing/price-book.ts';
import { systemClock } from '../../engine/costs/azure/patient-client.ts';
import { refreshPrices } from '../../engine/costs/azure/retail-prices.ts';
import { dataFolder } from '../../engine/data/data-folder.ts';
import type { PriceBooks } from '../../engine/data/price-books.ts';
import { httpOver } from '../../engine/net/http.ts';
import { textLine } from '../../hosts/terminal.ts';
import { type Command, form, misused, type Outcome, type Surroundings } from '../input/command.ts';
import { openPriceBooks } from '../input/price-books.ts';
import { commandLineServices } from '../input/bench-services.ts';
import { readText } from '../input/files.ts';
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

async function imported(prices: PriceBooks, path: string): Promise<Outcome> {
  const file = await readText(path);
  if (!file.ok) return file;
  const read = readPriceBook(file.text, basename(path));
  if (!read.ok) return read;
  const added = await prices.add(read.book);
  return added.ok ? ok({ out: textLine(added.book.id) }) : added;
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
      says: 'Keep a book.',
      words: [{ name: 'FILE', needs: 'a file', says: 'The file of the book; - reads standard input.' }],
      flags: {},
      run: async ({ words }, surroundings) => await imported(await openPriceBooks(surroundings), words[0] ?? ''),
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
