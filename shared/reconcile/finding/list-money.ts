import type { MeterKind } from '../../billing/meter-kind.ts';
import type { ChargedMoney, Money, StatedMoney } from '../../kit/money.ts';
import { amountOf, priceOf } from '../../pricing/cost.ts';
import type { PricedModel } from '../../pricing/price-book.ts';

/** List prices of the billed model, in the currency of their book. */
export interface ListPrices {
  readonly model: PricedModel;
  readonly currency: string;
}

/** So many tokens on a meter at list price, exact; null where there is no price. No tokens cost nothing at any price. */
export function listMoney(tokens: number, meter: MeterKind, prices: ListPrices | null): Money | null {
  if (prices === null) return null;
  const price = priceOf(prices.model, meter);
  if (price === null) return tokens === 0 ? { cost: '0', currency: prices.currency } : null;
  return { cost: amountOf(tokens, price), currency: prices.currency };
}

/** What the bill charges for each meter, as far as it says so. */
export type MeterCharges = Readonly<Partial<Record<MeterKind, ChargedMoney>>>;

/** What the bill charges for a meter, in the currency of the list prices; null where it does not say. */
export const chargeIn = (charges: MeterCharges, meter: MeterKind, currency: string): StatedMoney | null =>
  charges[meter]?.stated.find((one) => one.currency === currency) ?? null;
