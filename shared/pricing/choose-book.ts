import type { Price, PriceBook } from './price-book.ts';

/** Which book prices a session, and why that one. */
export interface BookChoice {
  /** As of the day: at most one price a field. */
  readonly book: PriceBook;
  readonly how: 'chosen' | 'by date' | 'earliest';
}

const newestPerField = (prices: readonly Price[], book: PriceBook, day: string): Price[] => {
  const from = ({ validFrom }: Price): string => validFrom ?? book.validFrom;
  const begun = prices.filter((price) => from(price) <= day || price.validFrom === undefined);
  return begun.filter((price) => begun.every((other) => other.field !== price.field || from(other) <= from(price)));
};

/** The book as it stands on a UTC day: prices that begin later are not in it, and of two of a field the newer one is. */
export const bookOnDay = (book: PriceBook, day: string): PriceBook => ({
  ...book,
  models: book.models.map((entry) => ({ ...entry, prices: newestPerField(entry.prices, book, day) })),
});

/**
 * The book for a session of a UTC day: the chosen one, else the newest list in US dollars that had begun by then.
 * A day before every list is priced by the earliest, which is said. Null when there is no list at all.
 */
export function chooseBook(books: readonly PriceBook[], day: string, chosenId: string | null): BookChoice | null {
  const lists = books
    .filter(({ kind, currency }) => kind === 'list' && currency === 'USD')
    .sort((one, other) => other.validFrom.localeCompare(one.validFrom) || other.id.localeCompare(one.id));
  const begun = lists.find(({ validFrom }) => validFrom <= day);
  const chosen = books.find(({ id }) => id === chosenId);
  if (chosen !== undefined) return { book: bookOnDay(chosen, day), how: chosen === begun ? 'by date' : 'chosen' };
  const book = begun ?? lists.at(-1);
  if (book === undefined) return null;
  return { book: bookOnDay(book, day), how: begun === undefined ? 'earliest' : 'by date' };
}

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
