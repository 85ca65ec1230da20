import type { Price, PricedModel } from './price-book.ts';
import { priceUnits, type PriceField } from './price-terms.ts';
import { Exact, sumExact } from '../money/exact.ts';

/** Digits kept of a quotient that does not end (seconds at an hourly price): far below any bill's last digit. */
const keptDecimals = 20;

/** Sum of amounts in one currency, exact decimal strings. */
export const addMoney = sumExact;

/** What so many tokens or seconds cost at a price, as an exact decimal string. */
export const amountOf = (quantity: number, { price, unit }: Pick<Price, 'price' | 'unit'>): string =>
  new Exact(quantity).times(price).div(priceUnits[unit].block).toDecimalPlaces(keptDecimals).toFixed();

/** The entry's price of a field, or null. */
export const priceOf = (model: PricedModel | null, field: PriceField): Price | null =>
  model?.prices.find((entry) => entry.field === field) ?? null;

/** Price of 1M tokens, whatever block the list quotes; null for a price of time. */
export const perMillion = ({ price, unit }: Pick<Price, 'price' | 'unit'>): string | null =>
  priceUnits[unit].of === 'seconds' ? null : new Exact(price).times(1_000_000).div(priceUnits[unit].block).toFixed();

/** What a sum comes to for each unit of time, as an exact decimal to 12 places; null while no time has passed. */
export const perTime = (total: string, elapsedMs: number, unitMs: number): string | null =>
  elapsedMs <= 0 ? null : new Exact(total).times(unitMs).div(elapsedMs).toFixed(12);

/** `part` as a multiple of `whole`, for instance 2.61; null when the whole is nothing. */
export const multipleOf = (part: string, whole: string): number | null =>
  new Exact(whole).isZero() ? null : new Exact(part).div(whole).toNumber();

/** What part of `whole` a sum is, 0 to 1, for the length of a bar. */
export function ratioOf(part: string, whole: string): number {
  const all = new Exact(whole);
  return all.isZero() ? 0 : Math.min(1, new Exact(part).div(all).toNumber());
}
