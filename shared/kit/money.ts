import { Decimal } from 'decimal.js';
import { lookup } from './lookup.ts';
import { groupDigits } from './numbers.ts';

/** Money never passes through a float. Costs carry up to 25 decimals; products of them stay exact well within 60 digits. */
export const Exact = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_UP });
export type Exact = Decimal;

const plain = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i;

/** No amount has so many characters; a longer text is no number, and is not looked through for one. */
export const mostNumberLength = 200;

/** A decimal number with a point, or null. No grouping, no infinity, nothing beyond `mostNumberLength`. */
export const exactOf = (text: string): Decimal | null => {
  const trimmed = text.trim();
  return trimmed.length <= mostNumberLength && plain.test(trimmed) ? new Exact(trimmed) : null;
};

/** Sum of exact decimal strings, as one. */
export const sumExact = (texts: readonly string[]): string =>
  texts.reduce((sum, text) => sum.plus(text), new Exact(0)).toFixed();

/** Signs of currencies that have one of their own; any other is named by its code. */
const signs = lookup<string>({ USD: '$', EUR: '\u20ac', GBP: '\u00a3', JPY: '\u00a5' });

/** What stands before an amount: `$`, `€`, `SEK `; nothing where the currency is not named. */
export const signOf = (currency: string): string => signs(currency) ?? (currency === '' ? '' : `${currency} `);

/** An ISO 4217 code as a file writes it, in capitals; empty for anything that is no code. */
export const currencyCode = (text: string): string => /^[A-Z]{3}$/.exec(text.trim().toUpperCase())?.[0] ?? '';

/** Currencies by how many decimals their smallest coin has, where that is not two (ISO 4217). */
const coinDecimals: readonly (readonly [decimals: number, codes: string])[] = [
  [0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'],
  [3, 'BHD IQD JOD KWD LYD OMR TND'],
];

/** Decimals of a currency's smallest coin: 2 for the euro, 0 for the yen. */
export const decimalsOfCoin = (currency: string): number =>
  coinDecimals.find(([, codes]) => codes.split(' ').includes(currency))?.[0] ?? 2;

/** A currency over a column of amounts: the dollar's sign, any other by its code, so that no sign is taken for another's. */
export const currencyHead = (currency: string): string => (currency === 'USD' ? '$' : currency);

/** A currency for people, within a sentence. */
export const currencyWords = (currency: string): string =>
  currency === '' ? 'a currency that is not named' : currency;

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

/** Digits that a binary fraction says for certain: those behind them are its tail, `66074453.99999999`. */
const sureDigits = 14;
const mostDecimals = 10;

/**
 * An exact decimal within a sentence: `1,061.0194444444`. Grouped, without the tail of a binary fraction, to ten decimals;
 * what these would make nothing keeps its first digits.
 */
export function decimalText(text: string): string {
  const sure = new Exact(text).toSignificantDigits(sureDigits);
  const short = sure.toDecimalPlaces(mostDecimals);
  return groupDigits((short.isZero() ? sure.toSignificantDigits(4) : short).toFixed());
}

/** `12.3 EUR`, as a line of text says it. */
export const moneyText = ({ cost, currency }: Money): string =>
  currency === '' ? `${decimalText(cost)} (${currencyWords(currency)})` : `${decimalText(cost)} ${currency}`;

/** `12.3 EUR and 4 USD`. */
export const moneyTexts = (amounts: readonly Money[]): string => amounts.map(moneyText).join(' and ');

/**
 * One charge as a file states it: an amount in the billing currency, and the same amount in other currencies where the file
 * itself says it, in a column of its own or by its own exchange rate. Nothing is converted by any other rate.
 */
export interface StatedMoney extends Money {
  /** What in the file says it: `CostInUsd`; null: it is the billed amount itself. */
  readonly by: string | null;
}

/** The charges of one meter. */
export interface ChargedMoney {
  /** As billed, one sum a currency. */
  readonly billed: readonly Money[];
  /** Currencies in which every one of the charges is stated, the billing currency first: only these can be compared. */
  readonly stated: readonly StatedMoney[];
}

const isUnnamedNothing = ({ cost, currency }: Money): boolean => currency === '' && /^-?[0.]+$/.test(cost);

/** Adds up charges, each given in all the currencies that its file states. */
export function chargedMoney(charges: readonly (readonly StatedMoney[])[]): ChargedMoney {
  const currencies = [...new Set(charges.flat().map(({ currency }) => currency))].filter((one) => one !== '');
  const stated = currencies.flatMap((currency): StatedMoney[] => {
    const amounts = charges.flatMap((charge) => charge.find((one) => one.currency === currency) ?? []);
    const [sum] = sumByCurrency(amounts);
    if (sum === undefined || amounts.length < charges.length) return [];
    return [{ ...sum, by: [...new Set(amounts.flatMap(({ by }) => by ?? []))].join(' and ') || null }];
  });
  const billed = sumByCurrency(charges.flatMap((charge) => charge.filter(({ by }) => by === null)));
  return { billed: billed.filter((sum) => !isUnnamedNothing(sum)), stated };
}

/** Whole amounts stay exact in a number up to here; a cost of a row is far below it. */
const mostDigits = 12;
const shortDecimal = /^(-?)(\d+)(?:\.(\d+))?$/;

/** A sum of exact decimals over millions of rows: short ones are added as whole numbers, apart by their decimals. */
export class ExactSum {
  readonly #byDecimals: number[] = [];
  #long = new Exact(0);

  /** False: the text is no decimal number, and nothing was added. */
  add(text: string): boolean {
    const [, sign, whole = '', decimals = ''] = shortDecimal.exec(text) ?? [];
    if (sign === undefined || whole.length + decimals.length > mostDigits) {
      const value = exactOf(text);
      if (value !== null) this.#long = this.#long.plus(value);
      return value !== null;
    }
    const amount = Number(`${sign}${whole}${decimals}`);
    const sum = (this.#byDecimals[decimals.length] ?? 0) + amount;
    if (Number.isSafeInteger(sum)) this.#byDecimals[decimals.length] = sum;
    else this.#long = this.#long.plus(text);
    return true;
  }

  get total(): string {
    const parts = Array.from(this.#byDecimals, (sum: number | undefined, decimals) =>
      new Exact(sum ?? 0).times(new Exact(10).pow(-decimals)),
    );
    return parts.reduce((total, part) => total.plus(part), this.#long).toFixed();
  }
}
