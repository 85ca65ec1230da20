import { bookOnDay } from './choose-book.ts';
import type { PriceBook } from './price-book.ts';

/** Books to hold a bill against, at most one a currency: the one in use first. */
export type BooksByCurrency = readonly [PriceBook, ...PriceBook[]];

const ownFirst = (one: PriceBook, other: PriceBook): number =>
  Number(other.kind === 'own') - Number(one.kind === 'own');

/** The book in use, and of each other currency the newest that has begun by a UTC day; an own book before a list. */
export function booksByCurrency(books: readonly PriceBook[], inUse: PriceBook, day: string): BooksByCurrency {
  const newestFirst = [...books]
    .filter(({ validFrom }) => validFrom <= day)
    .sort(
      (one, other) =>
        ownFirst(one, other) || other.validFrom.localeCompare(one.validFrom) || other.id.localeCompare(one.id),
    );
  const others = [...new Set(newestFirst.map(({ currency }) => currency))].filter((one) => one !== inUse.currency);
  return [
    inUse,
    ...others.flatMap((currency) => {
      const book = newestFirst.find((one) => one.currency === currency);
      return book === undefined ? [] : [bookOnDay(book, day)];
    }),
  ];
}
