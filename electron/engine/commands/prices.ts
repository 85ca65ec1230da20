import type { Args, Handlers } from '../../../shared/contract/bench-api.ts';
import type { PriceAnswers } from '../../../shared/contract/prices.ts';
import { ok, type Result } from '../../../shared/kit/errors.ts';
import { fileNameOf } from '../../../shared/kit/untrusted/safe-text.ts';
import { deriveBook } from '../../../shared/pricing/own-book.ts';
import { bookText } from '../../../shared/pricing/price-book.ts';
import { systemClock } from '../costs/net/patient-client.ts';
import { refreshPrices } from '../costs/azure/retail-prices.ts';
import type { Costs } from '../costs/costs.ts';
import { type ImportedPrices, importPrices } from '../costs/import/price-import.ts';
import type { PriceBooks } from '../data/price-books.ts';
import type { Http } from '../net/http.ts';
import { goneUpload } from '../ports/bill-uploads.ts';

export interface PriceParts {
  readonly prices: PriceBooks;
  readonly http: Http;
  readonly costs: Pick<Costs, 'incoming' | 'readSheets'>;
}

async function importFrom(
  { prices, costs: { incoming, readSheets } }: PriceParts,
  { from, ...wish }: Args<'prices.import'>,
): Promise<Result<ImportedPrices>> {
  if (from.kind === 'paths') return await importPrices(prices, from.paths, wish, readSheets);
  const paths = await incoming.files(from.uploadId);
  if (paths.length === 0) return goneUpload();
  const imported = await importPrices(prices, paths, wish, readSheets);
  // What was refused may be tried again with another name, day or region, without sending the files a second time.
  if (imported.ok) await incoming.discard(from.uploadId);
  return imported;
}

/** Commands about price books. */
export function priceHandlers(parts: PriceParts): Pick<Handlers, keyof PriceAnswers> {
  const { prices, http } = parts;
  return {
    'prices.list': () => ok({ books: prices.list(), problems: prices.problems }),
    'prices.read': ({ id, day }) => ok(prices.choose(day, id)),
    'prices.import': async (args) => await importFrom(parts, args),
    'prices.export': ({ id }) => {
      const found = prices.byId(id);
      return found.ok ? ok({ text: bookText(found.book), fileName: `${fileNameOf(id, 'prices')}.json` }) : found;
    },
    'prices.remove': async ({ id }) => await prices.remove(id),
    'prices.derive': async ({ from, ...agreement }) => {
      const base = prices.byId(from);
      if (!base.ok) return base;
      const day = new Date().toISOString().slice(0, 10);
      const taken = prices.all.map(({ id }) => id);
      const made = deriveBook(base.book, { ...agreement, day }, taken);
      if (!made.ok) return made;
      const added = await prices.add(made.book);
      return added.ok ? ok({ id: added.book.id }) : added;
    },
    'prices.refresh': async (query) => await refreshPrices(prices, query, { ...systemClock, http }),
  };
}
