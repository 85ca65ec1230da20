import { pricedVersion } from '../../pricing/model.ts';
import { perMillion, priceOf } from '../../pricing/money.ts';
import type { PriceBook } from '../../pricing/price-book.ts';
import { meterKindOf } from '../meter-name/key.ts';
import type { ListPrice } from '../rows/day-usage.ts';

/** List prices of meters by a book, where it lists the meter's model in the meter's scope; Global where the meter names none. */
export const listPriceOf =
  (book: PriceBook): ListPrice =>
  (meter) => {
    const kind = meterKindOf(meter);
    if (kind === null || meter.model === null) return null;
    const price = priceOf(pricedVersion(book, meter.model, meter.version, meter.scope ?? 'global'), kind);
    return price === null ? null : perMillion(price);
  };
