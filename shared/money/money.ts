import { currencyWords } from './currency.ts';
import { Exact } from './exact.ts';

/** An amount of money: an exact decimal string, and its ISO 4217 code. The code is empty where a file names no currency. */
export interface Money {
  readonly cost: string;
  readonly currency: string;
}

/** Sums of amounts, one a currency in the order they came: amounts of two currencies are never added to one another. */
export function sumByCurrency(amounts: readonly Money[]): Money[] {
  const sums = new Map<string, Exact>();
  for (const { cost, currency } of amounts) sums.set(currency, (sums.get(currency) ?? new Exact(0)).plus(cost));
  return [...sums].map(([currency, sum]) => ({ cost: sum.toFixed(), currency }));
}

/** One amount less another of the same currency. A caller that holds two currencies has nothing to subtract: null. */
export const minusMoney = (one: Money, other: Money): Money | null =>
  one.currency === other.currency && one.currency !== ''
    ? { cost: new Exact(one.cost).minus(other.cost).toFixed(), currency: one.currency }
    : null;

/** `12.3 EUR`, exact, as a line of text says it. */
export const moneyText = ({ cost, currency }: Money): string =>
  currency === '' ? `${cost} (${currencyWords(currency)})` : `${cost} ${currency}`;

/** `12.3 EUR and 4 USD`. */
export const moneyTexts = (amounts: readonly Money[]): string => amounts.map(moneyText).join(' and ');
