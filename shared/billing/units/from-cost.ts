import { Exact, exactOf } from '../../money/exact.ts';
import { repeated } from '../../foreign/repeated.ts';

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
