import { groupDigits, minus } from './numbers.ts';
import { plainMoney } from './plain-money.ts';
import { decimalsOfCoin, Exact, type Money, signOf } from './money.ts';

function fixed(amount: Exact, decimals: number, currency: string): string {
  const rounded = amount.toDecimalPlaces(decimals);
  const [whole = '0', rest] = amount.abs().toFixed(decimals).split('.');
  const sign = rounded.isNegative() && !rounded.isZero() ? minus : '';
  return `${sign}${signOf(currency)}${groupDigits(whole)}${rest === undefined ? '' : `.${rest}`}`;
}

/** Decimals that say as much as so many do of a dollar: two fewer for a yen, whose smallest coin is the whole one. */
const decimalsIn = (currency: string, ofDollar: number): number => Math.max(0, ofDollar - 2 + decimalsOfCoin(currency));

/** An amount that weighs as much as so many dollars: 100 yen for 1. */
const asMuchAs = (currency: string, dollars: number): Exact =>
  new Exact(dollars).times(new Exact(10).pow(2 - decimalsOfCoin(currency)));

/**
 * An exact decimal amount as a headline: four decimals, from 1 two, from 100 none, rounded half up; of a currency
 * without a small coin two fewer, each from a hundred times as much.
 * @param amount decimal string, for example `0.0148113`
 */
export function headlineMoney(amount: string, currency: string): string {
  const money = new Exact(amount);
  const [fine, usual, round] = [4, 2, 0].map((decimals) => decimalsIn(currency, decimals)) as [number, number, number];
  if (money.toDecimalPlaces(fine).abs().lt(asMuchAs(currency, 1))) return fixed(money, fine, currency);
  if (money.toDecimalPlaces(usual).abs().lt(asMuchAs(currency, 100))) return fixed(money, usual, currency);
  return fixed(money, round, currency);
}

/** Whether an exact decimal amount is zero, `-0.000` too. An empty text is no amount, and so not zero. */
export const isZeroAmount = (amount: string): boolean => /^-?(?:0+\.?0*|\.0+)$/.test(amount);

/** As `headlineMoney`, but never nothing for something: what is too small for it is written whole, and nothing is `$0`. */
export function shortMoney(amount: string, currency: string): string {
  if (isZeroAmount(amount)) return `${signOf(currency)}0`;
  const short = headlineMoney(amount, currency);
  return /[1-9]/.test(short) ? short : wholeMoney(amount, currency);
}

/**
 * Amounts of one currency that are read against one another, all with the same decimals: four, or seven where four would show one of
 * them as nothing; two of a sum of dollars from 100 on. Nothing is `$0`.
 * @param amounts every amount that stands there, exact decimal strings
 */
export function moneyAlike(amounts: readonly string[], currency: string): (amount: string) => string {
  const all = amounts.map((amount) => new Exact(amount).abs()).filter((amount) => !amount.isZero());
  const hides = (decimals: number): boolean => all.some((amount) => amount.toDecimalPlaces(decimals).isZero());
  const [fine, usual, whole] = [4, 2, 7].map((decimals) => decimalsIn(currency, decimals)) as [number, number, number];
  const isLarge = all.length > 0 && all.every((amount) => amount.gte(asMuchAs(currency, 100)));
  const decimals = isLarge ? usual : hides(fine) ? whole : fine;
  return (amount) => (isZeroAmount(amount) ? `${signOf(currency)}0` : fixed(new Exact(amount), decimals, currency));
}

const decimalsOfText = (text: string): number => text.split('.')[1]?.length ?? 0;

/**
 * An estimate with its half-width: `~$0.0138 ±0.0003`. The width is rounded up, so that the two ends hold what they
 * promise; one of nothing is left out.
 */
export function moneyWithin(amount: string, width: string, currency: string): string {
  const short = shortMoney(amount, currency);
  const about = `~${short}`;
  if (isZeroAmount(width)) return about;
  const decimals = isZeroAmount(amount) ? decimalsIn(currency, 4) : decimalsOfText(short);
  return `${about} ±${new Exact(width).toDecimalPlaces(decimals, Exact.ROUND_UP).toFixed(decimals)}`;
}

/** An exact amount to seven decimals (five of a yen), rounded half up, in one piece: for labels, copies and readers. */
export const wholeMoney = (amount: string, currency: string): string =>
  fixed(new Exact(amount), decimalsIn(currency, 7), currency);

/** As `wholeMoney`, cut so that the last three digits can stand back. */
export function exactMoney(amount: string, currency: string): { readonly head: string; readonly tail: string } {
  const text = wholeMoney(amount, currency);
  return { head: text.slice(0, -3), tail: text.slice(-3) };
}

/** An amount with more decimals than this is a quotient that never ends, cut somewhere. */
const mostExactDecimals = 15;

/** An exact amount for a machine to read: whole where it ends, and a quotient that never ends rounded as in tables of text. */
export const writtenMoney = (amount: string): string =>
  new Exact(amount).decimalPlaces() > mostExactDecimals ? plainMoney(amount) : amount;

const neverEnds = new RegExp(`^-?\\d+\\.\\d{${mostExactDecimals + 1},}$`);

/** A value for a machine to read with every amount in it written as `writtenMoney` does. */
export function writtenMoneyIn(value: unknown): unknown {
  if (typeof value === 'string') return neverEnds.test(value) ? writtenMoney(value) : value;
  if (Array.isArray(value)) return value.map(writtenMoneyIn);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, writtenMoneyIn(inner)]));
}

/** A unit price as the price book writes it, with at least the decimals of its coin: `$0.60`. */
export function unitPrice(amount: string, currency: string): string {
  const price = new Exact(amount);
  return fixed(price, Math.max(decimalsOfCoin(currency), price.decimalPlaces()), currency);
}

/** Money in a document: all decimals up to seven of a dollar, which single sessions need, and at least those of its coin. */
export function documentMoney({ cost, currency }: Money): string {
  const amount = new Exact(cost);
  const decimals = Math.max(decimalsOfCoin(currency), Math.min(decimalsIn(currency, 7), amount.decimalPlaces()));
  return fixed(amount, decimals, currency);
}

/** A difference of money in a document, always signed: `+€0.0105`. */
export const documentDifference = (money: Money): string =>
  new Exact(money.cost).gt(0) ? `+${documentMoney(money)}` : documentMoney(money);

/** Money in a table of a document: seven decimals (five of a yen) in every row, so that they stand under one another. */
export const tableMoney = ({ cost, currency }: Money): string => wholeMoney(cost, currency);

/** A difference in such a table, always signed; equal is `0`. */
export function tableDifference({ cost, currency }: Money): string {
  if (isZeroAmount(cost)) return '0';
  return `${new Exact(cost).gt(0) ? '+' : ''}${wholeMoney(cost, currency)}`;
}
