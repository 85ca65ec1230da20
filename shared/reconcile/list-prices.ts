import { amountOf, priceOf } from '../pricing/money.ts';
import type { PricedModel } from '../pricing/price-book.ts';
import type { Money } from '../money/money.ts';
import type { MeterKind } from '../billing/meter-kind.ts';

/** List prices of the billed model, in the currency of their book. */
export interface ListPrices {
  readonly model: PricedModel;
  readonly currency: string;
}

/** So many tokens on a meter at list price, exact; null where there is no price. No tokens cost nothing at any price. */
export function atListPrice(tokens: number, meter: MeterKind, prices: ListPrices | null): Money | null {
  if (prices === null) return null;
  const price = priceOf(prices.model, meter);
  if (price === null) return tokens === 0 ? { cost: '0', currency: prices.currency } : null;
  return { cost: amountOf(tokens, price), currency: prices.currency };
}
