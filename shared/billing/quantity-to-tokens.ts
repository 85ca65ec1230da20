import { count, groupDigits } from '../kit/numbers.ts';
import type { Decimal } from 'decimal.js';
import { lookup } from '../kit/lookup.ts';
import { Exact, exactOf } from '../kit/money.ts';
import { meet, point, type Span } from '../kit/span.ts';
import { repeated } from '../kit/untrusted/quoting.ts';

/** A cost with half a unit of its last decimal, as decimal strings. */
export interface KnownCost {
  readonly cost: string;
  /** `0` for a cost that has all its digits. */
  readonly half: string;
}

/** One amount of a bill, as decimal strings. `block`: tokens in one priced unit. `price`: of one block, in the currency of `cost`. */
export interface MeteredAmount {
  readonly quantity: string;
  /** Half a unit of the quantity's last decimal; left out: it has all its digits. */
  readonly quantityHalf?: string;
  readonly block: number | null;
  readonly price: string | null;
  readonly cost: string | null;
  /** As `quantityHalf`, of the cost. */
  readonly costHalf?: string;
  /** The same cost in other currencies: files differ in which of them the price is in. */
  readonly otherCosts?: readonly KnownCost[];
}

/** Tokens of an amount by one reading of its quantity. */
export interface TokenReading {
  /** Whole, the nearest to the quantity; below zero in a correction. */
  readonly tokens: number;
  /** The whole numbers that the quantity's own rounding leaves open. */
  readonly span: Span;
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
      /** What the cost leaves of the reading's span: the tighter of the two, where they meet; else the quantity's own. */
      readonly span: Span;
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
/** Prices are shown with at least this many decimals before they are cut; a shorter one is whole. */
const smallestPriceStep = '0.000001';
/** A cost further than this factor from quantity times price was made by another scale: scales lie at least 10 apart. */
const costWithin = 2;

const quotientDecimals = 20;

const group = (value: Decimal | number): string => groupDigits(new Exact(value).toFixed());

const lastDigit = (value: Decimal): Decimal => new Exact(10).pow(-value.decimalPlaces());

/** Beyond this a number no longer holds every whole token. */
const mostTokens = Number.MAX_SAFE_INTEGER;

/** The whole numbers of a span in a sentence: `640`, or `4,605,000 to 4,614,999`. */
export const spanText = ({ low, high }: Span): string =>
  low === high ? count(low) : `${count(low)} to ${count(high)}`;

/** A quotient that need not end, without the noise behind its last digits: an end that is whole stays whole. */
export const withoutNoise = (value: Decimal): Decimal => value.toDecimalPlaces(quotientDecimals);

/**
 * The whole numbers within half a unit of the last decimal around a value, the upper end excluded, for it would have been rounded
 * up; null: there is none. Below zero as above it.
 */
export function wholeSpan(value: Decimal, half: Decimal): Span | null {
  if (value.isNegative() && !value.isZero()) {
    const mirrored = wholeSpan(value.neg(), half);
    return mirrored === null ? null : { low: minusOf(mirrored.high), high: minusOf(mirrored.low) };
  }
  const slack = Exact.max(wholeWithin, half);
  const top = withoutNoise(value.plus(slack));
  const low = Exact.max(0, withoutNoise(value.minus(slack))).ceil();
  const high = half.gt(wholeWithin) && top.isInteger() ? top.minus(1) : top.floor();
  return low.gt(high) || high.gt(mostTokens) ? null : { low: low.toNumber(), high: high.toNumber() };
}

const minusOf = (value: number): number => (value === 0 ? 0 : -value);

/** The part that two spans share; null: they do not meet. */
const shared = (one: Span, other: Span): Span | null =>
  meet(one, other) ? { low: Math.max(one.low, other.low), high: Math.min(one.high, other.high) } : null;

/** Why a quantity gives no whole number of tokens by a factor. */
const notWhole = (quantity: Decimal, factor: number): string => {
  const value = quantity.times(factor);
  const sum = `${quantity.toFixed()} × ${group(factor)} = ${group(value)}`;
  return value.abs().gt(mostTokens)
    ? `${sum} is more than the ${group(mostTokens)} tokens that can be counted exactly.`
    : `${sum} is not a whole number of tokens.`;
};

/** A quantity read by a given factor; null where that is no whole number of tokens. `half`: of a unit of its last decimal. */
export function readAs(quantity: Decimal, factor: number, half: Decimal = new Exact(0)): TokenReading | null {
  const read = readingOf(quantity, factor, half);
  return read === null && quantity.isZero() ? noTokens(factor, half) : read;
}

/** What a quantity of 0 says: nothing, or less than its last decimal shows. */
const noTokens = (factor: number, half: Decimal): TokenReading => ({
  tokens: 0,
  span: wholeSpan(new Exact(0), half.times(factor)) ?? point(0),
  factor,
  arithmetic: '0',
});

function readingOf(quantity: Decimal, factor: number, half: Decimal): TokenReading | null {
  const value = quantity.times(factor);
  const tokens = value.round();
  const span = wholeSpan(value, half.times(factor));
  if (value.isZero() || span === null || (tokens.isZero() && span.low === span.high)) return null;
  if (!Number.isSafeInteger(tokens.toNumber())) return null;
  const sum = `${quantity.toFixed()} × ${group(factor)} = ${group(span.low === span.high ? tokens : value)}`;
  return {
    tokens: tokens.toNumber(),
    span,
    factor,
    arithmetic: span.low === span.high ? sum : `${sum}, rounded: ${spanText(span)}`,
  };
}

const factorsOf = (block: number | null): number[] =>
  block === null ? [...unnamedBlocks] : divisors.map((k) => block / k).filter((factor) => factor >= 1);

/** How far a ratio is from 1, the same for twice and for half. */
const distance = (ratio: Decimal): number =>
  ratio.lte(0) ? Number.POSITIVE_INFINITY : Math.abs(ratio.ln().toNumber());

interface ExactCost {
  readonly cost: Decimal;
  readonly half: Decimal;
}

interface ByCost extends ExactCost {
  readonly factor: number;
}

/** The factor, and the one of the costs, for which quantity times price comes closest, if it comes close at all. */
function factorByCost(quantity: Decimal, block: number, price: Decimal, costs: readonly ExactCost[]): ByCost | null {
  const ratios = costs
    .filter(({ cost }) => !cost.isZero())
    .flatMap(({ cost, half }) =>
      factorsOf(block).map((factor) => ({
        factor,
        cost,
        half,
        apart: distance(quantity.times(price).times(factor).div(block).div(cost)),
      })),
    );
  const best = ratios.sort((one, other) => one.apart - other.apart)[0];
  return best !== undefined && best.apart <= Math.log(costWithin) ? best : null;
}

/** A price's own rounding: half a unit of its last decimal, and nothing for a short one. */
const priceHalf = (price: Decimal): Decimal =>
  lastDigit(price).gt(smallestPriceStep) ? new Exact(0) : lastDigit(price).div(2);

/** The tokens that a cost pays for, as far as cost and price are shown; null: no whole number of them. */
function costSpan({ cost, half }: ExactCost, block: number, price: Decimal): Span | null {
  return moneyReading({ cost: cost.toFixed(), half: half.toFixed() }, price.toFixed(), block).span;
}

interface Held {
  readonly span: Span;
  readonly doubt: string | null;
}

/** A quantity's reading held against the cost: what both leave open; where they do not meet the quantity's own, with the numbers. */
function heldAgainst(
  { tokens, span, factor }: TokenReading,
  quantity: Decimal,
  block: number,
  price: Decimal,
  known: ExactCost,
): Held {
  const byCost = costSpan(known, block, price);
  const both = byCost === null ? null : shared(span, byCost);
  if (both !== null) return { span: both, doubt: null };
  const { cost, half } = known;
  // A charge of nothing was given away, and says nothing of how much was used.
  if (cost.isZero()) return { span, doubt: null };
  const value = cost.times(block).div(price);
  const slack = Exact.max(lastDigit(cost), half)
    .times(block)
    .div(price)
    .plus(Exact.min(lastDigit(price), smallestPriceStep).div(price).times(value).abs())
    .plus(Exact.min(lastDigit(quantity).times(factor), 1));
  const apart = Exact.min(value.minus(span.low).abs(), value.minus(span.high).abs());
  if (span.low === span.high && apart.lte(slack)) return { span, doubt: null };
  const says = byCost === null || byCost.low === byCost.high ? group(value.toDecimalPlaces(2)) : spanText(byCost);
  return {
    span,
    doubt: `The quantity ${quantity.toFixed()} says ${span.low === span.high ? group(tokens) : spanText(span)} tokens, the cost ${cost.toFixed()} at ${price.toFixed()} for ${group(block)} says ${says}.`,
  };
}

/**
 * Tokens in a row, whole. The scale of the quantity is decided by the row's own arithmetic: the factor with which
 * quantity times price gives the cost, else the only factor that makes the quantity whole. Two readings are both said.
 * Where rounding leaves several whole numbers, quantity and cost are both asked, and the tighter counts.
 */
export function readTokens(amount: MeteredAmount): ScaleAnswer {
  const quantity = exactOf(amount.quantity);
  if (quantity === null) return { kind: 'unreadable', sentence: `${repeated(amount.quantity)} is not a number.` };
  const { block } = amount;
  const half = new Exact(amount.quantityHalf ?? 0);
  const price = amount.price === null ? null : exactOf(amount.price);
  const costs = [
    ...(amount.cost === null ? [] : [{ cost: amount.cost, half: amount.costHalf ?? '0' }]),
    ...(amount.otherCosts ?? []),
  ].flatMap(({ cost, half: of }) => {
    const exact = exactOf(cost);
    return exact === null ? [] : [{ cost: exact, half: new Exact(of) }];
  });
  const priced = block !== null && price?.gt(0) === true ? { block, price } : null;
  const taken = (by: 'cost' | 'whole' | 'zero', reading: TokenReading, known: ExactCost | undefined): ScaleAnswer => {
    const held =
      priced === null || known === undefined
        ? { span: reading.span, doubt: null }
        : heldAgainst(reading, quantity, priced.block, priced.price, known);
    return { kind: 'tokens', by, reading, ...held };
  };
  // Which unnamed block it has, a quantity of 0 does not show: it may be the largest, of which rounding hides most.
  if (quantity.isZero()) return taken('zero', noTokens(block ?? Math.max(...unnamedBlocks), half), costs[0]);
  if (priced !== null) {
    const by = factorByCost(quantity, priced.block, priced.price, costs);
    if (by !== null) {
      const reading = readingOf(quantity, by.factor, half);
      return reading === null
        ? { kind: 'unreadable', sentence: notWhole(quantity, by.factor) }
        : taken('cost', reading, by);
    }
  }
  // A reading that cannot be counted can be the right one all the same: then nothing is decided by the others.
  const [largest = 1] = factorsOf(block);
  if (quantity.times(largest).abs().gt(mostTokens))
    return { kind: 'unreadable', sentence: notWhole(quantity, largest) };
  const readings = factorsOf(block).flatMap((factor) => readingOf(quantity, factor, half) ?? []);
  const [only, second] = readings;
  if (only === undefined) {
    return { kind: 'unreadable', sentence: `${quantity.toFixed()} is a whole number of tokens by no unit known.` };
  }
  if (second === undefined) return taken('whole', only, only.span.low === only.span.high ? undefined : costs[0]);
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

/** Tokens that a cost pays for at a price, where a row shows no quantity. */
export interface MoneyReading {
  /** Whole or not, with half the width that rounding gives them. */
  readonly tokens: Decimal;
  readonly half: Decimal;
  /** The whole numbers among them; null: there is none. */
  readonly span: Span | null;
  /** `0.0064 × 1,000,000 / 10 = 640`. */
  readonly arithmetic: string;
}

/** Reads a cost at the price of one block, above zero. */
export function moneyReading(
  { cost: text, half: halfText }: KnownCost,
  priceText: string,
  block: number,
): MoneyReading {
  const [cost, half, price] = [new Exact(text), new Exact(halfText), new Exact(priceText)];
  const tokens = cost.times(block).div(price);
  const width = half.times(block).div(price).plus(priceHalf(price).div(price).times(tokens).abs());
  const span = wholeSpan(tokens, width);
  const sum = `${cost.toFixed()} × ${group(block)} / ${price.toFixed()} = `;
  const shown = span === null ? group(tokens.toDecimalPlaces(2)) : spanText(span);
  return { tokens, half: width, span, arithmetic: `${sum}${shown}` };
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
      sentence: `The cost ${costText} at ${perMillion} for 1M tokens is ${group(tokens)} tokens give or take ${group(half.ceil())}: too coarse to count.`,
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
