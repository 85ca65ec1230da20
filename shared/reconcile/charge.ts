import { minusMoney, moneyTexts, sumByCurrency, type Money } from '../money/money.ts';
import type { ChargedMoney, StatedMoney } from '../money/stated.ts';
import { meterKinds, type Billed, type MeterKind } from '../billing/meter-kind.ts';
import { atListPrice, type ListPrices } from './list-prices.ts';

/** What the bill charges for each meter, as far as it says so. */
export type MeterCharges = Readonly<Partial<Record<MeterKind, ChargedMoney>>>;

/** What the bill charges for the compared meters, and how that stands to list prices. */
export interface ComparedCharge {
  /** One sum a currency, never added to one another; empty: the bill says no cost. */
  readonly costs: readonly Money[];
  /** The charge that is held against list prices, in their currency; `by`: the column it is read from where that is no billed amount. */
  readonly compared: StatedMoney | null;
  /** Price variance: that charge less the same tokens at list price. */
  readonly priceVariance: Money | null;
  /** Why there is no price variance though the bill charges something, and what to do; else null. */
  readonly notComparable: string | null;
}

/** What the bill charges for a meter, in the currency of the list prices; null where it does not say. */
export const chargeIn = (charges: MeterCharges, meter: MeterKind, currency: string): StatedMoney | null =>
  charges[meter]?.stated.find((one) => one.currency === currency) ?? null;

/** Price variance of one meter: what the bill charges less the same tokens at list price, in one currency; else null. */
export function priceVarianceOf(
  tokens: number | null,
  meter: MeterKind,
  charges: MeterCharges,
  prices: ListPrices | null,
): Money | null {
  if (tokens === null || prices === null) return null;
  const charged = chargeIn(charges, meter, prices.currency);
  const list = atListPrice(tokens, meter, prices);
  return charged === null || list === null ? null : minusMoney(charged, list);
}

const currenciesOf = (costs: readonly Money[]): string[] => [...new Set(costs.map(({ currency }) => currency))];

function whyNot(costs: readonly Money[], prices: ListPrices | null): string {
  const currencies = currenciesOf(costs);
  const named = currencies.filter((one) => one !== '');
  if (currencies.includes('')) {
    return 'The bill names no currency for some of its costs, so they are not held against list prices. Import an export that has its currency column.';
  }
  if (prices === null) {
    return 'There is no list price for this model and scope to hold the charge against. Add a price book that lists it.';
  }
  if (named.length > 1) {
    return `Charges in ${named.join(' and ')} are neither added to one another nor held against one list. Compare the days of one currency at a time.`;
  }
  const [only = ''] = named;
  return only === prices.currency
    ? 'Some of the compared meters have no readable cost, so the charge is not held against list prices.'
    : `A charge in ${only} cannot be held against list prices in ${prices.currency}: nothing is converted at a rate that the bill does not state. Add a price book in ${only} (Settings, Price books and models, or voxtally prices refresh --region REGION --currency ${only}) and compare again.`;
}

/** Adds up what the bill charges for its meters, one sum a currency, and holds it against list prices of the same currency. */
export function compareCharge(billed: Billed, charges: MeterCharges, prices: ListPrices | null): ComparedCharge {
  const meters = meterKinds.filter((meter) => billed[meter] !== undefined || charges[meter] !== undefined);
  const costs = sumByCurrency(meters.flatMap((meter) => charges[meter]?.billed ?? []));
  const none = { costs, compared: null, priceVariance: null };
  if (costs.length === 0) return { ...none, notComparable: null };
  if (prices === null) return { ...none, notComparable: whyNot(costs, prices) };
  const stated = meters.map((meter) => chargeIn(charges, meter, prices.currency));
  const list = meters.map((meter) => (billed[meter] === undefined ? null : atListPrice(billed[meter], meter, prices)));
  const complete = stated.flatMap((one) => one ?? []);
  if (complete.length < meters.length) return { ...none, notComparable: whyNot(costs, prices) };
  const [charged] = sumByCurrency(complete);
  if (charged === undefined) return { ...none, notComparable: null };
  const compared = { ...charged, by: [...new Set(complete.flatMap(({ by }) => by ?? []))].join(' and ') || null };
  const [listed] = sumByCurrency(list.flatMap((one) => one ?? []));
  if (listed === undefined || list.includes(null)) {
    return {
      ...none,
      compared,
      notComparable: `The bill charges ${moneyTexts([charged])}; not all of its meters have whole tokens and a list price to hold that against.`,
    };
  }
  return { costs, compared, priceVariance: minusMoney(compared, listed), notComparable: null };
}
