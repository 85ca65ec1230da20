import { Exact } from '../kit/money.ts';
import { type PriceUnit, priceUnits } from '../pricing/price-terms.ts';
import { readUnitOfMeasure } from './quantity-to-tokens.ts';

/** What a unit of measure counts in, by the words that lists use; how many seconds one is, of time. */
const timeWords: readonly (readonly [words: RegExp, seconds: number, asQuoted: readonly PriceUnit[]])[] = [
  [/^(?:h|hrs?|hours?)$/i, 3600, ['hour', 'minute']],
  [/^(?:min|mins|minutes?)$/i, 60, ['minute', 'hour']],
  [/^(?:s|secs?|seconds?)$/i, 1, ['minute', 'hour']],
];

/** A price of one of the units that books quote: an exact decimal string. */
export interface QuotedPrice {
  readonly unit: PriceUnit;
  readonly price: string;
}

/** A quotient of more digits does not end. */
const mostDigits = 40;

/** The price of so many tokens or seconds as one of the first unit in which it comes out without rounding; null: of none. */
function quotedIn(price: Exact, holds: Exact, units: readonly PriceUnit[]): QuotedPrice | null {
  for (const unit of units) {
    const one = price.times(priceUnits[unit].block).div(holds);
    if (one.precision() <= mostDigits) return { unit, price: one.toFixed() };
  }
  return null;
}

/**
 * A price of any unit of measure (`1K`, `10K Tokens`, `100 Hours`, `1 Minute`) as a book quotes it, without rounding. Null for what
 * is no number of tokens or of time, and for a bare `1`, which does not say how many tokens it is.
 * @param isTime whether the meter counts time
 */
export function quotedPrice(price: Exact, unitOfMeasure: string, isTime: boolean): QuotedPrice | null {
  const measure = readUnitOfMeasure(unitOfMeasure);
  if (measure === null) return null;
  const { block, things } = measure;
  if (isTime) {
    const [, seconds, units] = timeWords.find(([words]) => things !== null && words.test(things)) ?? [];
    return seconds === undefined || units === undefined
      ? null
      : quotedIn(price, new Exact(block).times(seconds), units);
  }
  const isTokens = things === null ? block > 1 : /^tokens?$/i.test(things);
  if (!isTokens) return null;
  return quotedIn(price, new Exact(block), block === priceUnits['1K tokens'].block ? ['1K tokens'] : ['1M tokens']);
}
