import { isDay } from '../kit/dates.ts';
import { Decimal } from 'decimal.js';
import { z } from 'zod';
import { benchError, ok, refuse, type Result } from '../kit/errors.ts';
import { freeId } from '../pricing/own-book.ts';
import type { Price, PriceBook, PricedModel } from '../pricing/price-book.ts';
import type { PriceUnit } from '../pricing/price-terms.ts';
import { priceFieldOf } from './meter-kind.ts';
import { type ClassifiedMeter, parseMeterName } from './meter-name.ts';
import { readUnitOfMeasure } from './quantity-to-tokens.ts';
import { count } from '../kit/numbers.ts';

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

/** Families a Realtime session can be billed on. */
const families: readonly (ClassifiedMeter['family'] | undefined)[] = ['realtime', 'transcribe', 'whisper', 'translate'];

function unitOf(text: string): PriceUnit | null {
  const unit = readUnitOfMeasure(text);
  if (unit === null) return null;
  const things = unit.things?.toLowerCase() ?? null;
  if (unit.block === 1 && things?.startsWith('hour') === true) return 'hour';
  if (unit.block === 1 && things?.startsWith('minute') === true) return 'minute';
  if (things !== null && things !== 'tokens') return null;
  return unit.block === 1000 ? '1K tokens' : unit.block === 1_000_000 ? '1M tokens' : null;
}

interface Row {
  readonly model: string;
  readonly version: string | undefined;
  readonly scope: PricedModel['scope'];
  readonly price: Price;
}

function rowOf(item: RetailItem, source: string): Row | null {
  const meter = parseMeterName(item.meterName);
  if (item.type !== 'Consumption' || item.tierMinimumUnits !== 0 || meter.kind !== 'classified') return null;
  if (!families.includes(meter.family) || (meter.batch && meter.family !== 'whisper')) return null;
  const field = priceFieldOf(meter);
  const unit = unitOf(item.unitOfMeasure);
  const validFrom = item.effectiveStartDate.slice(0, 10);
  if (meter.model === null || meter.scope === null || field === null || unit === null) return null;
  if (!isDay(validFrom)) return null;
  return {
    model: meter.model,
    version: meter.version ?? undefined,
    scope: meter.scope,
    // The shortest decimal that reads back as the number is the one that was sent.
    price: { field, unit, price: new Decimal(item.retailPrice).toFixed(), validFrom, meter: item.meterName, source },
  };
}

const escaped = (text: string): string => text.replaceAll('.', '\\.');

/** How a model is recognised: as the other book does, else by its name, of that version where the meter names one. */
function matchesOf({ model, version }: Pick<PricedModel, 'model' | 'version'>, base: PriceBook): string[] {
  const known = base.models.find((entry) => entry.model === model && entry.version === version);
  if (known !== undefined) return known.matches;
  if (version === undefined) return [`${escaped(model)}(-\\d{4}-\\d{2}-\\d{2})?`];
  return [`${escaped(model)}-\\d{4}-${version.slice(0, 2)}-${version.slice(2)}`];
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

const fromDay = (key: string, { field, validFrom }: Price): string => `${key} ${field} ${validFrom}`;

/**
 * A new dated book of what the Retail Prices API listed. Rows of other things are passed over; two prices for one meter
 * from one day are both left out and said. Refuses a listing without any Realtime meter.
 */
export function retailBook(
  items: readonly RetailItem[],
  { region, currency, day, base, taken }: RetailFacts,
): Result<{ book: PriceBook; notes: readonly string[] }> {
  const source = `Azure Retail Prices API, ${region}, read ${day}`;
  const rows = items.flatMap((item) => (item.currencyCode === currency ? (rowOf(item, source) ?? []) : []));
  if (rows.length === 0) {
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
  const entries = new Map<string, Omit<PricedModel, 'prices'> & { prices: Price[] }>();
  /** Sentences by what they are about: prices that contradict each other. */
  const contradicted = new Map<string, string>();
  for (const { model, version, scope, price } of rows) {
    const key = `${model} ${version ?? ''} ${scope}`;
    const matches = matchesOf({ model, version }, base);
    const entry = entries.get(key) ?? { model, version, matches, scope, prices: [] };
    entries.set(key, entry);
    const same = entry.prices.find((one) => fromDay(key, one) === fromDay(key, price));
    if (same === undefined) entry.prices.push(price);
    else if (same.price !== price.price || same.unit !== price.unit) {
      const words = `${price.meter} has two prices from ${price.validFrom}, ${same.price} and ${price.price}; neither is taken.`;
      contradicted.set(fromDay(key, price), words);
    }
  }
  for (const [key, entry] of entries) {
    entry.prices = entry.prices.filter((price) => !contradicted.has(fromDay(key, price)));
  }
  const carried = base.currency === currency ? carry([...entries.values()], base) : [...entries.values()];
  return ok({
    book: {
      id: freeId(`azure-${region}-${currency.toLowerCase()}-${day}`, taken),
      name: `Azure list prices, ${region}`,
      currency,
      validFrom: day,
      readAt: day,
      kind: 'list',
      models: carried.filter(({ prices }) => prices.length > 0),
    },
    notes: [...contradicted.values()],
  });
}

const same =
  (one: PricedModel) =>
  (other: PricedModel): boolean =>
    one.model === other.model && one.version === other.version && one.scope === other.scope;

/** The entries with what only the other book lists. A price that was read wins over one that was carried. */
function carry(read: readonly PricedModel[], base: PriceBook): PricedModel[] {
  const completed = base.models.map((entry) => {
    const prices = read.find(same(entry))?.prices ?? [];
    return {
      ...entry,
      prices: [...prices, ...entry.prices.filter(({ field }) => !prices.some((one) => one.field === field))],
    };
  });
  return [...completed, ...read.filter((entry) => !base.models.some(same(entry)))];
}
