import { groupDigits } from '../kit/numbers.ts';
import type { Decimal } from 'decimal.js';
import { lookup } from '../kit/lookup.ts';
import { Exact, exactOf } from '../kit/money.ts';
import { repeated } from '../kit/untrusted/quoting.ts';

/** One amount of a bill, as decimal strings. `block`: tokens in one priced unit. `price`: of one block, in the currency of `cost`. */
export interface MeteredAmount {
  readonly quantity: string;
  readonly block: number | null;
  readonly price: string | null;
  readonly cost: string | null;
  /** The same cost in other currencies: files differ in which of them the price is in. */
  readonly otherCosts?: readonly string[];
}

/** Tokens of an amount by one reading of its quantity. */
export interface TokenReading {
  /** Whole; below zero in a correction. */
  readonly tokens: number;
  /** Tokens in 1 of quantity. */
  readonly factor: number;
  /** `0.00064 × 1,000,000 = 640`. */
  readonly arithmetic: string;
}

export type ScaleAnswer =
  | {
      readonly kind: 'tokens';
      /** What decided: the cost, the quantity being whole in one reading alone, or nothing to decide. */
      readonly by: 'cost' | 'whole' | 'zero';
      readonly reading: TokenReading;
      /** A sentence when the cost does not follow from the quantity within the digits shown. */
      readonly doubt: string | null;
    }
  | { readonly kind: 'ambiguous'; readonly readings: readonly TokenReading[]; readonly sentence: string }
  | { readonly kind: 'unreadable'; readonly sentence: string };

/** Quantity is documented in blocks, and seen divided by these in some views. */
const divisors = [1, 1e3, 1e4, 1e6] as const;
/** With no unit of measure: what a unit of quantity may hold. */
const unnamedBlocks = [1e6, 1e3, 1] as const;
/** Quantities are cut at 8 decimals, which is this much of a token on a meter of a million. */
const wholeWithin = 0.01;
/** Prices are shown with at least this many decimals before they are cut. */
const smallestPriceStep = '0.000001';
/** A cost further than this factor from quantity times price was made by another scale: scales lie at least 10 apart. */
const costWithin = 2;

const group = (value: Decimal | number): string => groupDigits(new Exact(value).toFixed());

const lastDigit = (value: Decimal): Decimal => new Exact(10).pow(-value.decimalPlaces());

/** Beyond this a number no longer holds every whole token. */
const mostTokens = Number.MAX_SAFE_INTEGER;

/** Why a quantity gives no whole number of tokens by a factor. */
const notWhole = (quantity: Decimal, factor: number): string => {
  const value = quantity.times(factor);
  const sum = `${quantity.toFixed()} × ${group(factor)} = ${group(value)}`;
  return value.abs().gt(mostTokens)
    ? `${sum} is more than the ${group(mostTokens)} tokens that can be counted exactly.`
    : `${sum} is not a whole number of tokens.`;
};

/** A quantity read by a given factor; null where that is no whole number of tokens. */
export function readAs(quantity: Decimal, factor: number): TokenReading | null {
  return quantity.isZero() ? { tokens: 0, factor, arithmetic: '0' } : readingOf(quantity, factor);
}

function readingOf(quantity: Decimal, factor: number): TokenReading | null {
  const value = quantity.times(factor);
  const tokens = value.round();
  const slack = Exact.max(wholeWithin, lastDigit(quantity).times(factor).div(2));
  if (tokens.isZero()) return null;
  // A last digit worth more than a token cannot show a fraction; it is then whole by itself.
  if (value.minus(tokens).abs().gt(Exact.min(slack, 0.05)) || !Number.isSafeInteger(tokens.toNumber())) return null;
  return {
    tokens: tokens.toNumber(),
    factor,
    arithmetic: `${quantity.toFixed()} × ${group(factor)} = ${group(tokens)}`,
  };
}

const factorsOf = (block: number | null): number[] =>
  block === null ? [...unnamedBlocks] : divisors.map((k) => block / k).filter((factor) => factor >= 1);

/** How far a ratio is from 1, the same for twice and for half. */
const distance = (ratio: Decimal): number =>
  ratio.lte(0) ? Number.POSITIVE_INFINITY : Math.abs(ratio.ln().toNumber());

interface ByCost {
  readonly factor: number;
  /** The cost that the price goes with. */
  readonly cost: Decimal;
}

/** The factor, and the one of the costs, for which quantity times price comes closest, if it comes close at all. */
function factorByCost(quantity: Decimal, block: number, price: Decimal, costs: readonly Decimal[]): ByCost | null {
  const ratios = costs.flatMap((cost) =>
    factorsOf(block).map((factor) => ({
      factor,
      cost,
      apart: distance(quantity.times(price).times(factor).div(block).div(cost)),
    })),
  );
  const best = ratios.sort((one, other) => one.apart - other.apart)[0];
  return best !== undefined && best.apart <= Math.log(costWithin) ? best : null;
}

function doubtOf(
  { tokens, factor }: TokenReading,
  quantity: Decimal,
  block: number,
  price: Decimal,
  cost: Decimal,
): string | null {
  const byCost = cost.times(block).div(price);
  const slack = lastDigit(cost)
    .times(block)
    .div(price)
    .plus(Exact.min(lastDigit(price), smallestPriceStep).div(price).times(byCost).abs())
    .plus(Exact.min(lastDigit(quantity).times(factor), 1));
  if (byCost.minus(tokens).abs().lte(slack)) return null;
  return `The quantity ${quantity.toFixed()} says ${group(tokens)} tokens, the cost ${cost.toFixed()} at ${price.toFixed()} for ${group(block)} says ${group(byCost.toDecimalPlaces(2))}.`;
}

/**
 * Tokens in a row, whole. The scale of the quantity is decided by the row's own arithmetic: the factor with which
 * quantity times price gives the cost, else the only factor that makes the quantity whole. Two readings are both said.
 */
export function readTokens({
  quantity: text,
  block,
  price: priceText,
  cost: costText,
  otherCosts = [],
}: MeteredAmount): ScaleAnswer {
  const quantity = exactOf(text);
  if (quantity === null) return { kind: 'unreadable', sentence: `${repeated(text)} is not a number.` };
  if (quantity.isZero()) {
    return { kind: 'tokens', by: 'zero', reading: { tokens: 0, factor: block ?? 1, arithmetic: '0' }, doubt: null };
  }
  const price = priceText === null ? null : exactOf(priceText);
  const costs = [...(costText === null ? [] : [costText]), ...otherCosts]
    .flatMap((one) => exactOf(one) ?? [])
    .filter((cost) => !cost.isZero());
  if (block !== null && price?.gt(0) === true) {
    const by = factorByCost(quantity, block, price, costs);
    if (by !== null) {
      const reading = readingOf(quantity, by.factor);
      if (reading !== null) {
        const doubt = doubtOf(reading, quantity, block, price, by.cost);
        return { kind: 'tokens', by: 'cost', reading, doubt };
      }
      return { kind: 'unreadable', sentence: notWhole(quantity, by.factor) };
    }
  }
  // A reading that cannot be counted can be the right one all the same: then nothing is decided by the others.
  const [largest = 1] = factorsOf(block);
  if (quantity.times(largest).abs().gt(mostTokens))
    return { kind: 'unreadable', sentence: notWhole(quantity, largest) };
  const readings = factorsOf(block).flatMap((factor) => readingOf(quantity, factor) ?? []);
  const [only, second] = readings;
  if (only === undefined) {
    return { kind: 'unreadable', sentence: `${quantity.toFixed()} is a whole number of tokens by no unit known.` };
  }
  if (second === undefined) return { kind: 'tokens', by: 'whole', reading: only, doubt: null };
  const list = readings.map(({ arithmetic }) => arithmetic).join(', or ');
  return { kind: 'ambiguous', readings, sentence: `The quantity can be read in ${readings.length} ways: ${list}.` };
}

/** A unit of measure, read: how many things one priced unit holds, and of what (null where the text says only a number). */
export interface UnitOfMeasure {
  readonly block: number;
  readonly things: string | null;
}

const multiples = lookup<number>({ '': 1, k: 1000, m: 1_000_000 });

/** `1K`, `1M`, `10K`, `1K Tokens`, `1 Hour`, `1,000,000`; null for a text that names no number. */
export function readUnitOfMeasure(text: string): UnitOfMeasure | null {
  const match = /^\s*(\d{1,3}(?:,\d{3})+|\d+)\s*([km]?)(?![a-z])\s*(.*?)\s*$/i.exec(text);
  if (match === null) return null;
  const [, digits = '', multiple = '', things = ''] = match;
  const block = Number(digits.replaceAll(',', '')) * (multiples(multiple.toLowerCase()) ?? 1);
  return Number.isSafeInteger(block) && block > 0 ? { block, things: things === '' ? null : things } : null;
}

/** Tokens worked back from money, where a view shows no quantity. */
export type TokensFromCost =
  | { readonly kind: 'tokens'; readonly tokens: number; readonly arithmetic: string }
  /** The cost is rounded too far: its last digit is worth more than a token. */
  | {
      readonly kind: 'too coarse';
      readonly tokens: number;
      /** Tokens that the last digit of the cost may hide, either way. */
      readonly giveOrTake: number;
      readonly sentence: string;
    }
  | { readonly kind: 'unreadable'; readonly sentence: string };

const million = 1_000_000;

/** Decimals that a cost is written with, zeros at its end included. */
export const decimalsOf = (cost: string): number => /\.(\d+)/.exec(cost)?.[1]?.length ?? 0;

/**
 * Cost divided by the price of a token, whole within what the last digit of the costs allows.
 * @param perMillion the list price, in the currency of the cost
 * @param decimals to which the costs beside it are written: one alone may have lost its zeros
 * @param rows that were added up, each of which was rounded
 */
export function tokensFromCost(
  costText: string,
  perMillion: string,
  decimals = decimalsOf(costText),
  rows = 1,
): TokensFromCost {
  const cost = exactOf(costText);
  const price = exactOf(perMillion);
  if (cost === null || price === null || price.lte(0)) {
    return { kind: 'unreadable', sentence: `${repeated(costText)} is not a cost.` };
  }
  const value = cost.times(million).div(price);
  const half = new Exact(10).pow(-decimals).times(rows).times(million).div(price).div(2);
  const tokens = value.round();
  if (!cost.isZero() && half.gte(0.5)) {
    return {
      kind: 'too coarse',
      tokens: tokens.toNumber(),
      giveOrTake: half.ceil().toNumber(),
      sentence: `The cost ${costText} at ${perMillion} for 1M tokens is ${tokens.toFixed()} tokens give or take ${half.ceil().toFixed()}: too coarse to count.`,
    };
  }
  if (value.minus(tokens).abs().gt(Exact.max(half, 0.01))) {
    return {
      kind: 'unreadable',
      sentence: `The cost ${costText} at ${perMillion} for 1M tokens is ${value.toDecimalPlaces(2).toFixed()} tokens, which is not whole.`,
    };
  }
  return {
    kind: 'tokens',
    tokens: tokens.toNumber(),
    arithmetic: `${costText} × 1,000,000 / ${perMillion} = ${tokens.toFixed()}`,
  };
}
