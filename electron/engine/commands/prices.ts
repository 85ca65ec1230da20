import type { Handlers } from '../../../shared/contract/bench-api.ts';
import type { PriceAnswers } from '../../../shared/contract/prices.ts';
import { ok } from '../../../shared/kit/errors.ts';
import { fileNameOf } from '../../../shared/kit/untrusted/safe-text.ts';
import { deriveBook } from '../../../shared/pricing/own-book.ts';
import { bookText, readPriceBook } from '../../../shared/pricing/price-book.ts';
import { systemClock } from '../costs/azure/patient-client.ts';
import { refreshPrices } from '../costs/azure/retail-prices.ts';
import type { PriceBooks } from '../data/price-books.ts';
import type { Http } from '../net/http.ts';

export interface PriceParts {
  readonly prices: PriceBooks;
  readonly http: Http;
}

/** Commands about price books. */
export function priceHandlers({ prices, http }: PriceParts): Pick<Handlers, keyof PriceAnswers> {
  return {
    'prices.list': () => ok({ books: prices.list(), problems: prices.problems }),
    'prices.read': ({ id, day }) => ok(prices.choose(day, id)),
    'prices.add': async ({ text, fileName }) => {
      const read = readPriceBook(text, fileName);
      if (!read.ok) return read;
      const added = await prices.add(read.book);
      return added.ok ? ok({ id: added.book.id }) : added;
    },
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
