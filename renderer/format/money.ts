import { Decimal } from 'decimal.js';

/** U+2212, which is as wide as a digit in tabular figures; the hyphen is not. */
export const minus = '\u2212';

/** Money never passes through a float; sums arrive exact and are rounded once, here. */
const Money = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_UP });

const grouped = (digits: string): string => digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',');

function fixed(amount: Decimal, decimals: number): string {
  const [whole = '0', rest] = amount.abs().toFixed(decimals).split('.');
  const sign = amount.toDecimalPlaces(decimals).isNegative() && !amount.toDecimalPlaces(decimals).isZero() ? minus : '';
  return `${sign}$${grouped(whole)}${rest === undefined ? '' : `.${rest}`}`;
}

/**
 * An exact decimal amount of US dollars as a headline: four decimals, from $1 two, from $100 none, rounded half up.
 * @param exactUsd decimal string, for example `0.0148113`
 */
export function headlineUsd(exactUsd: string): string {
  const amount = new Money(exactUsd);
  if (amount.toDecimalPlaces(4).abs().lt(1)) return fixed(amount, 4);
  if (amount.toDecimalPlaces(2).abs().lt(100)) return fixed(amount, 2);
  return fixed(amount, 0);
}

/** An exact amount to seven decimals, rounded half up, cut so that the last three can stand back. */
export function exactUsd(amount: string): { readonly head: string; readonly tail: string } {
  const text = fixed(new Money(amount), 7);
  return { head: text.slice(0, -3), tail: text.slice(-3) };
}

/** As `exactUsd`, in one piece: for labels, copies and readers. */
export const wholeUsd = (amount: string): string => fixed(new Money(amount), 7);

/** A unit price as the price book writes it, with at least two decimals: `$0.60`. */
export function unitPriceUsd(amount: string): string {
  const price = new Money(amount);
  return fixed(price, Math.max(2, price.decimalPlaces()));
}

/** What part of `whole` a sum is, 0 to 1, for the length of a bar. */
export function ratioOf(part: string, whole: string): number {
  const all = new Money(whole);
  return all.isZero() ? 0 : Math.min(1, new Money(part).div(all).toNumber());
}
