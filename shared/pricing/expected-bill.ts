import type { CostLine, SessionCost } from './cost.ts';
import { priceUnits, type PriceUnit } from './price-terms.ts';
import { Exact } from '../money/exact.ts';

/** One line as a bill will show it. Money and quantity are exact decimal strings. */
export interface MeterLine {
  readonly source: CostLine['source'];
  readonly field: CostLine['field'];
  readonly label: string;
  readonly pricedAs: string | null;
  /** Name of the Azure meter; null where no price list has shown one. */
  readonly meter: string | null;
  /** Whole tokens, seconds, or what was reported for a field nobody knows. */
  readonly amount: number;
  readonly of: CostLine['unit'];
  /** What one unit of quantity is: `1M tokens`; null where the price list does not have the meter. */
  readonly unit: PriceUnit | null;
  /** The amount in the meter's own unit, as `Quantity` of a cost file. */
  readonly quantity: string | null;
  readonly price: string | null;
  readonly cost: string | null;
}

/** Decimals to which bills write a quantity. */
const quantityDecimals = 8;

function meterLine({ source, field, label, pricedAs, quantity: amount, unit: of, price, cost }: CostLine): MeterLine {
  return {
    source,
    field,
    label,
    pricedAs,
    meter: price?.meter ?? null,
    amount,
    of,
    unit: price?.unit ?? null,
    quantity:
      price === null
        ? null
        : new Exact(amount).div(priceUnits[price.unit].block).toDecimalPlaces(quantityDecimals).toFixed(),
    price: price?.price ?? null,
    cost,
  };
}

/** The bill a cost stands for, meter by meter: what each usage field should land on, in the meter's unit. */
export const expectedBill = ({ lines }: Pick<SessionCost, 'lines'>): MeterLine[] => lines.map(meterLine);
