import { Decimal } from 'decimal.js';
import type { UsageLedger, UsageSource } from '../usage/ledger.ts';
import { pricedModel } from './model.ts';
import type { PriceBook, PricedModel, PriceField } from './price-book.ts';
import { billedQuantities } from './quantities.ts';

/** Money never passes through a float, and no sum of tokens times prices comes near 60 digits. */
const Money = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_UP });

/** One line of the cost table. Money is an exact decimal string in US dollars; null: the price is unknown. */
export interface CostLine {
  readonly source: UsageSource;
  readonly field: PriceField;
  /** For people: `Audio cached`. */
  readonly label: string;
  /** Name of the model that prices it; null when no price entry was found. */
  readonly model: string | null;
  /** Whole tokens, or seconds for `duration`. */
  readonly quantity: number;
  readonly unit: 'tokens' | 'seconds';
  readonly unitPrice: { readonly usd: string; readonly per: '1M tokens' | 'minute' | 'hour' } | null;
  readonly costUsd: string | null;
}

export interface SessionCost {
  readonly lines: readonly CostLine[];
  /** Sum of the priced lines, exact. */
  readonly totalUsd: string;
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

/** One price per 1M tokens is a price per token; per minute or hour a price per second. Exact: 1/60 is kept as a division to the end. */
const divisors = { '1M tokens': 1_000_000, minute: 60, hour: 3600 } as const;

/** Digits kept of a quotient that does not end (seconds at an hourly price): far below any bill's last digit. */
const keptDecimals = 20;

function lineCost(quantity: number, unitPrice: { usd: string; per: keyof typeof divisors }): string {
  return new Money(quantity).times(unitPrice.usd).div(divisors[unitPrice.per]).toDecimalPlaces(keptDecimals).toFixed();
}

/** Sum of exact decimal strings, exact. */
export const addUsd = (amounts: readonly string[]): string =>
  amounts.reduce((sum, amount) => sum.plus(amount), new Money(0)).toFixed();

/**
 * What the usage in a ledger costs by a price book.
 * @param realtimeModel the entry that prices the responses (`modelOfSession`); null when no model is known
 */
export function costOf(ledger: UsageLedger, realtimeModel: PricedModel | null, book: PriceBook): SessionCost {
  const lines = billedQuantities(ledger).map(({ source, model, field, quantity }): CostLine => {
    const priced = source === 'response' ? realtimeModel : model === null ? null : pricedModel(book, model);
    const price = priced?.prices.find((entry) => entry.field === field);
    const unitPrice = price === undefined ? null : { usd: price.usd, per: price.unit };
    return {
      source,
      field,
      label:
        source === 'transcription' && field !== 'duration'
          ? `Transcription, ${priceFieldLabels[field].toLowerCase()}`
          : priceFieldLabels[field],
      model: priced?.model ?? model,
      quantity,
      unit: field === 'duration' ? 'seconds' : 'tokens',
      unitPrice,
      costUsd: unitPrice === null ? null : lineCost(quantity, unitPrice),
    };
  });
  return {
    lines,
    totalUsd: addUsd(lines.flatMap((line) => line.costUsd ?? [])),
    unpriced: lines
      .filter((line) => line.costUsd === null)
      .map((line) => `${line.label}: ${line.quantity} ${line.unit}`),
  };
}
