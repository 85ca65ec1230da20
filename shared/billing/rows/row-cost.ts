import { currencyCode } from '../../money/currency.ts';
import type { Money } from '../../money/money.ts';
import type { StatedMoney } from '../../money/stated.ts';
import { Exact } from '../../money/exact.ts';
import { decimalsOf } from '../units/from-cost.ts';
import type { CostField } from '../columns/aliases.ts';

/** Cells of one row: as text, and as exact numbers where they hold one. */
export interface CostCells {
  readonly text: (field: CostField) => string;
  readonly number: (field: CostField) => string | null;
}

/** What one row charges: the billed amount, and the same charge in other currencies as the row itself states it. */
export interface RowCost {
  /** null: the row states no cost. Its currency is empty where the file names none. */
  readonly billed: Money | null;
  readonly stated: readonly StatedMoney[];
  /** The cost in the currency of the row's price: what quantity times price comes to. */
  readonly priced: string | null;
}

/** Says that an amount is the billed cost by the row's own exchange rate. */
const byRate = 'billed cost and the exchange rate of the file';

/** Digits kept of a cost divided by an exchange rate, which need not end: far below a token. */
const quotientDecimals = 20;

/** The charge in the currency it is priced in: in a column of its own, else billed cost by the row's exchange rate. */
function inPricingCurrency({ text, number }: CostCells, billed: Money | null): StatedMoney | null {
  const currency = currencyCode(text('pricingCurrency'));
  const cost = number('pricingCost');
  if (cost !== null) return { cost, currency, by: 'cost in pricing currency' };
  const rate = number('exchangeRate');
  if (billed === null || rate === null || !new Exact(rate).gt(0)) return null;
  const quotient = new Exact(billed.cost).div(rate).toDecimalPlaces(quotientDecimals).toFixed();
  return { cost: quotient, currency, by: byRate };
}

/** Reads what a row charges. A file with a column of US dollars alone is billed in them, whatever its currency column says. */
export function rowCost(cells: CostCells): RowCost {
  const usd = cells.number('costUsd');
  const cost = cells.number('cost');
  const billed =
    cost !== null
      ? { cost, currency: currencyCode(cells.text('currency')) }
      : usd !== null
        ? { cost: usd, currency: 'USD' }
        : null;
  const priced = inPricingCurrency(cells, billed);
  const inUsd: StatedMoney | null = usd === null ? null : { cost: usd, currency: 'USD', by: 'cost in US dollars' };
  const stated: StatedMoney[] = [];
  for (const one of [priced, inUsd]) {
    const known = one === null || one.currency === '' || one.currency === billed?.currency;
    if (!known && !stated.some(({ currency }) => currency === one.currency)) stated.push(one);
  }
  return { billed, stated, priced: priced?.cost ?? billed?.cost ?? null };
}

/** Decimals to which an amount of a row is known; a quotient is known no better than the billed cost that it is made of. */
export function knownDecimals({ cost, by }: StatedMoney, billed: string): number {
  const own = decimalsOf(by === byRate ? billed : cost);
  if (by !== byRate || new Exact(cost).isZero()) return own;
  return Math.max(0, own + new Exact(billed).div(cost).log(10).floor().toNumber());
}
