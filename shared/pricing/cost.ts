import { decimalText, Exact, sumExact } from '../kit/money.ts';
import { visibleLine } from '../kit/untrusted/safe-text.ts';
import type { UsageLedger } from '../usage/ledger.ts';
import { pricedModel } from './model.ts';
import type { Price, PriceBook, PricedModel } from './price-book.ts';
import { type PriceField, priceLabel } from '../usage/fields.ts';
import { entryName, type PriceUnit, priceUnits } from './price-terms.ts';
import { billedQuantities, type BilledQuantity, leftoverLabel } from './quantities.ts';

/** Digits kept of a quotient that does not end (seconds at an hourly price): far below any bill's last digit. */
const keptDecimals = 20;

/** What so many tokens or seconds cost at a price, as an exact decimal string. */
export const amountOf = (quantity: number, { price, unit }: Pick<Price, 'price' | 'unit'>): string =>
  new Exact(quantity).times(price).div(priceUnits[unit].block).toDecimalPlaces(keptDecimals).toFixed();

/** The entry's price of a field, or null. */
export const priceOf = (model: PricedModel | null, field: PriceField): Price | null =>
  model?.prices.find((entry) => entry.field === field) ?? null;

/** Price of 1M tokens, whatever block the list quotes; null for a price of time. */
export const perMillion = ({ price, unit }: Pick<Price, 'price' | 'unit'>): string | null =>
  priceUnits[unit].of === 'seconds' ? null : new Exact(price).times(1_000_000).div(priceUnits[unit].block).toFixed();

/** What a sum comes to for each unit of time, as an exact decimal to 12 places; null while no time has passed. */
export const perTime = (total: string, elapsedMs: number, unitMs: number): string | null =>
  elapsedMs <= 0 ? null : new Exact(total).times(unitMs).div(elapsedMs).toFixed(12);

/** `part` as a multiple of `whole`, for instance 2.61; null when the whole is nothing. */
export const multipleOf = (part: string, whole: string): number | null =>
  new Exact(whole).isZero() ? null : new Exact(part).div(whole).toNumber();

/** What part of `whole` a sum is, 0 to 1, for the length of a bar. */
export function ratioOf(part: string, whole: string): number {
  const all = new Exact(whole);
  return all.isZero() ? 0 : Math.min(1, new Exact(part).div(all).toNumber());
}

/** One line of the cost table. Money is an exact decimal string in the book's currency; null: the price is unknown. */
export interface CostLine extends BilledQuantity {
  /** For people: `Audio cached`. */
  readonly label: string;
  /** Name of the entry that prices it, else the model as the service named it; null when neither is known. */
  readonly pricedAs: string | null;
  /** `units`: of a field that nobody knows, and whose name does not tell. */
  readonly unit: 'tokens' | 'seconds' | 'units';
  readonly price: Price | null;
  readonly cost: string | null;
}

export interface SessionCost {
  readonly lines: readonly CostLine[];
  readonly currency: string;
  /** Sum of the priced lines, exact. */
  readonly total: string;
  /** Lines without a price, in words: the total is then a lower bound, and says so. */
  readonly unpriced: readonly string[];
}

/** A path comes from outside, so it is shown on one line and not beyond this. */
const longestPath = 100;

function labelOf({ source, field, path = '' }: BilledQuantity): string {
  const name =
    field === 'not_understood' ? leftoverLabel(source, visibleLine(path).slice(0, longestPath)) : priceLabel(field);
  return source === 'transcription' && field !== 'duration' ? `${name}, transcription` : name;
}

function unitOf({ field, path = '' }: BilledQuantity): CostLine['unit'] {
  if (field !== 'not_understood') return field === 'duration' ? 'seconds' : 'tokens';
  return /token/i.test(path) ? 'tokens' : /second/i.test(path) ? 'seconds' : 'units';
}

/**
 * What amounts cost by a price book.
 * @param realtimeModel the entry that prices the responses (`modelOfSession`); null when no model is known. Transcriptions
 * are priced by their own model, in the same scope.
 */
export function costOfQuantities(
  quantities: readonly BilledQuantity[],
  realtimeModel: PricedModel | null,
  book: PriceBook,
): SessionCost {
  const scope = realtimeModel?.scope ?? 'global';
  const lines = quantities.map((amount): CostLine => {
    const { source, model, field, quantity } = amount;
    const priced = source === 'response' ? realtimeModel : model === null ? null : pricedModel(book, model, scope);
    const price = field === 'not_understood' ? null : priceOf(priced, field);
    return {
      ...amount,
      label: labelOf(amount),
      pricedAs: priced === null ? model : entryName(priced),
      unit: unitOf(amount),
      price,
      cost: price === null ? null : amountOf(quantity, price),
    };
  });
  return {
    lines,
    currency: book.currency,
    total: sumExact(lines.flatMap((line) => line.cost ?? [])),
    unpriced: lines
      .filter((line) => line.cost === null)
      .map((line) => `${line.label}: ${decimalText(String(line.quantity))} ${line.unit}`),
  };
}

/** What the usage in a ledger costs by a price book; see `costOfQuantities`. */
export const costOf = (ledger: UsageLedger, realtimeModel: PricedModel | null, book: PriceBook): SessionCost =>
  costOfQuantities(billedQuantities(ledger), realtimeModel, book);

/** The total, or null when nothing in it has a price: that sum is unknown, not 0. */
export const knownTotal = ({ lines, unpriced, total }: SessionCost): string | null =>
  lines.length > 0 && unpriced.length === lines.length ? null : total;

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
