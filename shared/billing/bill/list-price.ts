import { pricedVersion } from '../../pricing/model.ts';
import { perMillion, priceOf } from '../../pricing/money.ts';
import type { BooksByCurrency } from '../../pricing/books-by-currency.ts';
import { meterKindOf } from '../meter-name/key.ts';
import type { ListPrice } from '../rows/day-usage.ts';

/**
 * List prices of meters by the book of a currency, where it lists the meter's model in the meter's scope; Global where the
 * meter names none. null: no book is in that currency, or it does not list the meter.
 */
export const listPriceOf =
  (books: BooksByCurrency): ListPrice =>
  (meter, currency) => {
    const kind = meterKindOf(meter);
    const book = books.find((one) => one.currency === currency);
    if (kind === null || meter.model === null || book === undefined) return null;
    const price = priceOf(pricedVersion(book, meter.model, meter.version, meter.scope ?? 'global'), kind);
    return price === null ? null : perMillion(price);
  };
