import { Decimal } from 'decimal.js';

/** Money never passes through a float. Costs carry up to 25 decimals; products of them stay exact well within 60 digits. */
export const Exact = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_UP });
export type Exact = Decimal;

const plain = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i;

/** A decimal number with a point, or null. No grouping, no infinity. */
export const exactOf = (text: string): Decimal | null => (plain.test(text.trim()) ? new Exact(text.trim()) : null);

/** Sum of exact decimal strings, as one. */
export const sumExact = (texts: readonly string[]): string =>
  texts.reduce((sum, text) => sum.plus(text), new Exact(0)).toFixed();
