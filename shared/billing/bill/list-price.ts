import { pricedModel } from '../../pricing/model.ts';
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
    const entry = meter.version === null ? meter.model : `${meter.model} ${meter.version}`;
    const scope = meter.scope ?? 'global';
    const price = priceOf(pricedModel(book, entry, scope) ?? pricedModel(book, meter.model, scope), kind);
    return price === null ? null : perMillion(price);
  };
