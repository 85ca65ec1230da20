import { z } from 'zod';
import { isDay } from '../kit/dates.ts';
import { benchError, ok, refuse, type Result } from '../kit/errors.ts';
import { Exact } from '../kit/money.ts';
import { freeId } from '../pricing/own-book.ts';
import type { PriceBook } from '../pricing/price-book.ts';
import { count } from '../kit/numbers.ts';
import { carried, ModelsOfList } from './listed-models.ts';
import { type ListedPrice, listedPrice, placeOf } from './listed-price.ts';

/** One row of the Azure Retail Prices API, as far as a book needs it. */
export const retailItemSchema = z.object({
  currencyCode: z.string(),
  tierMinimumUnits: z.number(),
  retailPrice: z.number().nonnegative(),
  armRegionName: z.string(),
  effectiveStartDate: z.string(),
  meterName: z.string(),
  unitOfMeasure: z.string(),
  type: z.string(),
});
export type RetailItem = z.infer<typeof retailItemSchema>;

function priceOfItem(item: RetailItem, source: string): ListedPrice | null {
  if (item.type !== 'Consumption' || item.tierMinimumUnits !== 0) return null;
  const place = placeOf(item.meterName);
  const validFrom = item.effectiveStartDate.slice(0, 10);
  if (typeof place === 'string' || !isDay(validFrom)) return null;
  const { meterName, unitOfMeasure, armRegionName: region } = item;
  // The shortest decimal that reads back as the number is the one that was sent.
  const price = new Exact(item.retailPrice).toFixed();
  return listedPrice(place, { meterName, unitOfMeasure, price, validFrom, region, source });
}

export interface RetailFacts {
  readonly region: string;
  readonly currency: string;
  /** UTC day of the reading. */
  readonly day: string;
  /** Supplies, in the same currency, what the service does not list. */
  readonly base: PriceBook;
  readonly taken: readonly string[];
}

/**
 * A new dated book of what the Retail Prices API listed. Rows of other things are passed over; two prices for one meter
 * from one day are both left out and said. Refuses a listing without any Realtime meter.
 */
export function retailBook(
  items: readonly RetailItem[],
  { region, currency, day, base, taken }: RetailFacts,
): Result<{ book: PriceBook; notes: readonly string[] }> {
  const source = `Azure Retail Prices API, ${region}, read ${day}`;
  const list = new ModelsOfList();
  for (const item of items) {
    const listed = item.currencyCode === currency ? priceOfItem(item, source) : null;
    if (listed !== null) list.add(listed);
  }
  if (list.size === 0) {
    return refuse(
      benchError(
        'not-found',
        `The price list has no Realtime meter in ${region} for ${currency}; ${count(items.length)} rows were read.`,
        {
          nextStep: 'Check the region (for example swedencentral) and the currency.',
        },
      ),
    );
  }
  const { models, contradictions, byRegion } = list.result(base);
  return ok({
    book: {
      id: freeId(`azure-${region}-${currency.toLowerCase()}-${day}`, taken),
      name: `Azure list prices, ${region}`,
      currency,
      validFrom: day,
      readAt: day,
      kind: 'list',
      models: base.currency === currency ? carried(models, base) : [...models],
    },
    notes: [...contradictions, ...(byRegion === null ? [] : [byRegion])],
  });
}
