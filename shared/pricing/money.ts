import { Decimal } from 'decimal.js';
import type { Price, PricedModel } from './price-book.ts';
import { priceUnits, type PriceField } from './price-terms.ts';

/** Money never passes through a float, and no sum of tokens times prices comes near 60 digits. */
export const Money = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_UP });

/** Digits kept of a quotient that does not end (seconds at an hourly price): far below any bill's last digit. */
const keptDecimals = 20;

/** Sum of exact decimal strings, exact. */
export const addMoney = (amounts: readonly string[]): string =>
  amounts.reduce((sum, amount) => sum.plus(amount), new Money(0)).toFixed();

/** What so many tokens or seconds cost at a price, as an exact decimal string. */
export const amountOf = (quantity: number, { price, unit }: Pick<Price, 'price' | 'unit'>): string =>
  new Money(quantity).times(price).div(priceUnits[unit].block).toDecimalPlaces(keptDecimals).toFixed();

/** The entry's price of a field, or null. */
export const priceOf = (model: PricedModel | null, field: PriceField): Price | null =>
  model?.prices.find((entry) => entry.field === field) ?? null;

/** Price of 1M tokens, whatever block the list quotes; null for a price of time. */
export const perMillion = ({ price, unit }: Pick<Price, 'price' | 'unit'>): string | null =>
  priceUnits[unit].of === 'seconds' ? null : new Money(price).times(1_000_000).div(priceUnits[unit].block).toFixed();

/** What a sum comes to for each unit of time, as an exact decimal to 12 places; null while no time has passed. */
export const perTime = (total: string, elapsedMs: number, unitMs: number): string | null =>
  elapsedMs <= 0 ? null : new Money(total).times(unitMs).div(elapsedMs).toFixed(12);

/** `part` as a multiple of `whole`, for instance 2.61; null when the whole is nothing. */
export const multipleOf = (part: string, whole: string): number | null =>
  new Money(whole).isZero() ? null : new Money(part).div(whole).toNumber();
