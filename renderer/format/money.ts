import { Decimal } from 'decimal.js';

/** U+2212, which is as wide as a digit in tabular figures; the hyphen is not. */
export const minus = '\u2212';

/** Money never passes through a float; sums arrive exact and are rounded once, here. */
const Money = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_UP });

const grouped = (digits: string): string => digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',');

/** Signs of currencies that have one of their own; any other is named by its code. */
const signs: Readonly<Record<string, string>> = { USD: '$', EUR: '€', GBP: '£', JPY: '¥' };
const signOf = (currency: string): string => signs[currency] ?? `${currency} `;

function fixed(amount: Decimal, decimals: number, currency: string): string {
  const rounded = amount.toDecimalPlaces(decimals);
  const [whole = '0', rest] = amount.abs().toFixed(decimals).split('.');
  const sign = rounded.isNegative() && !rounded.isZero() ? minus : '';
  return `${sign}${signOf(currency)}${grouped(whole)}${rest === undefined ? '' : `.${rest}`}`;
}

/**
 * An exact decimal amount as a headline: four decimals, from 1 two, from 100 none, rounded half up.
 * @param amount decimal string, for example `0.0148113`
 */
export function headlineMoney(amount: string, currency = 'USD'): string {
  const money = new Money(amount);
  if (money.toDecimalPlaces(4).abs().lt(1)) return fixed(money, 4, currency);
  if (money.toDecimalPlaces(2).abs().lt(100)) return fixed(money, 2, currency);
  return fixed(money, 0, currency);
}

/** An exact amount to seven decimals, rounded half up, in one piece: for labels, copies and readers. */
export const wholeMoney = (amount: string, currency = 'USD'): string => fixed(new Money(amount), 7, currency);

/** As `wholeMoney`, cut so that the last three digits can stand back. */
export function exactMoney(amount: string, currency = 'USD'): { readonly head: string; readonly tail: string } {
  const text = wholeMoney(amount, currency);
  return { head: text.slice(0, -3), tail: text.slice(-3) };
}

/** A unit price as the price book writes it, with at least two decimals: `$0.60`. */
export function unitPrice(amount: string, currency = 'USD'): string {
  const price = new Money(amount);
  return fixed(price, Math.max(2, price.decimalPlaces()), currency);
}

/** What part of `whole` a sum is, 0 to 1, for the length of a bar. */
export function ratioOf(part: string, whole: string): number {
  const all = new Money(whole);
  return all.isZero() ? 0 : Math.min(1, new Money(part).div(all).toNumber());
}
