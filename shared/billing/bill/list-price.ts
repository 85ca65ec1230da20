import { pricedModel } from '../../pricing/model.ts';
import type { PriceBook } from '../../pricing/price-book.ts';
import { meterKindOf } from '../meter-name/key.ts';
import type { ListPrice } from '../rows/day-usage.ts';

/** List prices of meters by a book, where it lists the meter's model in the meter's scope. */
export const listPriceOf =
  (book: PriceBook): ListPrice =>
  (meter) => {
    const kind = meterKindOf(meter);
    const priced = meter.model === null ? null : pricedModel(book, meter.model);
    if (kind === null || priced === null || (meter.scope !== null && meter.scope !== priced.scope)) return null;
    return priced.prices.find(({ field }) => field === kind)?.usd ?? null;
  };
