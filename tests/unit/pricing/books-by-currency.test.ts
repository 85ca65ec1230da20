import { describe, expect, it } from 'vitest';
import { booksByCurrency } from '../../../shared/pricing/choose-book.ts';
import type { PriceBook } from '../../../shared/pricing/price-book.ts';
import { shipped } from './books.ts';

const inUse = shipped('2026-10-09');
const book = (id: string, currency: string, validFrom: string, kind: PriceBook['kind'] = 'list'): PriceBook => ({
  ...inUse,
  id,
  currency,
  validFrom,
  kind,
});
const ids = (books: readonly PriceBook[], day = '2026-11-24'): string[] =>
  booksByCurrency(books, inUse, day).map(({ id }) => id);

describe('the books that a bill can be held against', () => {
  it('are the one in use and one of each other currency, the newest that has begun', () => {
    const books = [
      inUse,
      book('usd-newer', 'USD', '2026-11-01'),
      book('eur-old', 'EUR', '2026-01-01'),
      book('eur-new', 'EUR', '2026-11-01'),
      book('eur-later', 'EUR', '2027-01-01'),
      book('jpy', 'JPY', '2026-05-01'),
    ];
    expect(ids(books)).toEqual([inUse.id, 'eur-new', 'jpy']);
    expect(ids(books, '2026-03-01')).toEqual([inUse.id, 'eur-old']);
  });

  it('put an agreement of a person before a published list', () => {
    expect(ids([book('eur-list', 'EUR', '2026-11-01'), book('eur-own', 'EUR', '2026-02-01', 'own')])).toEqual([
      inUse.id,
      'eur-own',
    ]);
  });
});
