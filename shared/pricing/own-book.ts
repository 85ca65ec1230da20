import { z } from 'zod';
import { benchError, ok, refuse, type Result } from '../kit/errors.ts';
import { Exact } from '../kit/money.ts';
import { repeated } from '../kit/untrusted/quoting.ts';
import { type Price, type PriceBook, priceBookSchema, type PricedModel } from './price-book.ts';
import { priceFields } from '../usage/fields.ts';
import { entryName, priceScopes } from './price-terms.ts';

/** One price of an own book that differs from the book it is made from. `price` null: taken out, so that it is unknown. */
export const priceChangeSchema = z.object({
  model: z.string(),
  scope: z.enum(priceScopes),
  field: z.enum(priceFields),
  /** Of the unit the other book quotes. */
  price: z
    .string()
    .regex(/^\d+(\.\d+)?$/)
    .nullable(),
});
export type PriceChange = z.infer<typeof priceChangeSchema>;

/** What makes an own book of another. */
export interface Agreement {
  readonly name: string;
  readonly currency: string;
  /** Decimal string, 0 to 100. */
  readonly discountPercent: string;
  readonly changes: readonly PriceChange[];
  /** First UTC day it is used for. */
  readonly day: string;
}

const bad = (message: string, nextStep: string): Result<never> =>
  refuse(benchError('invalid-argument', message, { nextStep }));

/** `Contoso EA 2026` becomes `contoso-ea-2026`. */
export const slugOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40) || 'book';

/** An id that no book has yet. */
export function freeId(wanted: string, taken: readonly string[]): string {
  for (let again = 1; ; again += 1) {
    const id = again === 1 ? wanted : `${wanted}-${again}`;
    if (!taken.includes(id)) return id;
  }
}

const isFor =
  (entry: PricedModel, field: Price['field']) =>
  (change: PriceChange): boolean =>
    change.field === field && change.scope === entry.scope && change.model === entryName(entry);

/**
 * An own book: the other's prices less a discount, exact, with single prices replaced or taken out. A cached price is
 * a price like any other. In another currency than the first book's it holds the replaced prices alone: nothing is converted.
 */
export function deriveBook(
  from: PriceBook,
  agreement: Agreement,
  taken: readonly string[],
): Result<{ book: PriceBook }> {
  const { name, currency, discountPercent, changes, day } = agreement;
  if (!/^\d{1,3}(\.\d{1,6})?$/.test(discountPercent) || new Exact(discountPercent).gt(100)) {
    return bad(`${repeated(discountPercent)} is not a discount.`, 'Give a number from 0 to 100, for example 12.5.');
  }
  const stray = changes.find((change) => !from.models.some((entry) => isFor(entry, change.field)(change)));
  if (stray !== undefined) {
    return bad(`${from.id} has no ${stray.model} in ${stray.scope}.`, 'Change prices of models that the book lists.');
  }
  const share = new Exact(100).minus(discountPercent).div(100);
  const discounted = share.eq(1) ? '' : `, less ${discountPercent} %`;
  const changed = (entry: PricedModel, price: Price): Price[] => {
    const change = changes.find(isFor(entry, price.field));
    if (change !== undefined)
      return change.price === null ? [] : [{ ...price, price: change.price, source: `${name}, agreed` }];
    if (currency !== from.currency) return [];
    return [{ ...price, price: new Exact(price.price).times(share).toFixed(), source: `${price.source}${discounted}` }];
  };
  const added = (entry: PricedModel): Price[] =>
    changes
      .filter(
        (change) => isFor(entry, change.field)(change) && !entry.prices.some(({ field }) => field === change.field),
      )
      .flatMap(({ field, price }) =>
        price === null
          ? []
          : [{ field, unit: field === 'duration' ? 'hour' : '1M tokens', price, source: `${name}, agreed` }],
      );
  const models = from.models
    .map((entry) => ({
      ...entry,
      prices: [...entry.prices.flatMap((price) => changed(entry, price)), ...added(entry)],
    }))
    .filter(({ prices }) => prices.length > 0);
  if (models.length === 0) {
    return bad(
      `A book in ${currency} made of one in ${from.currency} holds only the prices you give, and you gave none.`,
      `Give prices in ${currency}, or keep ${from.currency}.`,
    );
  }
  const id = freeId(`own-${slugOf(name)}-${day}`, taken);
  const read = priceBookSchema.safeParse({ id, name, currency, validFrom: day, kind: 'own', models });
  if (read.success) return ok({ book: read.data });
  return bad(
    `That makes no price book: ${read.error.issues[0]?.message ?? 'it is empty'}.`,
    'Check the currency and the prices.',
  );
}
