import type { UsageLedger } from '../usage/ledger.ts';
import { pricedModel } from './model.ts';
import { addMoney, amountOf, priceOf } from './money.ts';
import type { Price, PriceBook, PricedModel } from './price-book.ts';
import { visibleLine } from '../foreign/visible.ts';
import { entryName, type PriceField } from './price-terms.ts';
import { billedQuantities, leftoverLabel, type BilledQuantity } from './quantities.ts';

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

export const priceFieldLabels: Record<PriceField, string> = {
  audio_in: 'Audio in',
  audio_cached: 'Audio cached',
  audio_out: 'Audio out',
  text_in: 'Text in',
  text_cached: 'Text cached',
  text_out: 'Text out',
  image_in: 'Image in',
  image_cached: 'Image cached',
  duration: 'Transcription',
};

/** A path comes from outside, so it is shown on one line and not beyond this. */
const longestPath = 100;

function labelOf({ source, field, path = '' }: BilledQuantity): string {
  const name =
    field === 'not_understood'
      ? leftoverLabel(source, visibleLine(path).slice(0, longestPath))
      : priceFieldLabels[field];
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
    total: addMoney(lines.flatMap((line) => line.cost ?? [])),
    unpriced: lines.filter((line) => line.cost === null).map((line) => `${line.label}: ${line.quantity} ${line.unit}`),
  };
}

/** What the usage in a ledger costs by a price book; see `costOfQuantities`. */
export const costOf = (ledger: UsageLedger, realtimeModel: PricedModel | null, book: PriceBook): SessionCost =>
  costOfQuantities(billedQuantities(ledger), realtimeModel, book);

/** The total, or null when nothing in it has a price: that sum is unknown, not 0. */
export const knownTotal = ({ lines, unpriced, total }: SessionCost): string | null =>
  lines.length > 0 && unpriced.length === lines.length ? null : total;
