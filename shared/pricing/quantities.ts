import type { UsageLedger, UsageSource } from '../usage/ledger.ts';
import type { PriceField } from './price-terms.ts';

/** An amount that one price applies to. `quantity` is whole tokens, or seconds for `duration`. */
export interface BilledQuantity {
  readonly source: UsageSource;
  readonly model: string | null;
  readonly field: PriceField;
  readonly quantity: number;
}

const details = 'input_token_details';
const cachedDetails = `${details}.cached_tokens_details`;

/**
 * What each price field counts, as usage paths: the sum of `plus` less the sum of `minus`.
 * Cached tokens are part of input, so uncached input is input less cached; reasoning is part of text output and is in no list.
 */
export const quantityRules: readonly { source: UsageSource; field: PriceField; plus: string; minus: string | null }[] =
  [
    { source: 'response', field: 'audio_in', plus: `${details}.audio_tokens`, minus: `${cachedDetails}.audio_tokens` },
    { source: 'response', field: 'audio_cached', plus: `${cachedDetails}.audio_tokens`, minus: null },
    { source: 'response', field: 'audio_out', plus: 'output_token_details.audio_tokens', minus: null },
    { source: 'response', field: 'text_in', plus: `${details}.text_tokens`, minus: `${cachedDetails}.text_tokens` },
    { source: 'response', field: 'text_cached', plus: `${cachedDetails}.text_tokens`, minus: null },
    { source: 'response', field: 'text_out', plus: 'output_token_details.text_tokens', minus: null },
    { source: 'response', field: 'image_in', plus: `${details}.image_tokens`, minus: `${cachedDetails}.image_tokens` },
    { source: 'response', field: 'image_cached', plus: `${cachedDetails}.image_tokens`, minus: null },
    { source: 'transcription', field: 'duration', plus: 'seconds', minus: null },
    { source: 'transcription', field: 'audio_in', plus: `${details}.audio_tokens`, minus: null },
    { source: 'transcription', field: 'text_in', plus: `${details}.text_tokens`, minus: null },
    { source: 'transcription', field: 'text_out', plus: 'output_tokens', minus: null },
  ];

/** The billable amounts in a ledger, zero amounts left out, per source and model. */
export function billedQuantities(ledger: UsageLedger): BilledQuantity[] {
  const models = new Set(ledger.fields.map((field) => `${field.source} ${field.model ?? ''}`));
  return [...models].flatMap((key) => {
    const split = key.indexOf(' ');
    const model = key.slice(split + 1) === '' ? null : key.slice(split + 1);
    const total = (path: string | null): number =>
      path === null
        ? 0
        : (ledger.fields.find(
            (field) => field.source === key.slice(0, split) && field.model === model && field.path === path,
          )?.total ?? 0);
    return quantityRules
      .filter((rule) => rule.source === key.slice(0, split))
      .map((rule) => ({
        source: rule.source,
        model,
        field: rule.field,
        quantity: total(rule.plus) - total(rule.minus),
      }))
      .filter((quantity) => quantity.quantity !== 0);
  });
}

/** The field that cached tokens are part of, and would be billed as without the cache. */
const uncachedFields: Readonly<Partial<Record<PriceField, PriceField>>> = {
  audio_cached: 'audio_in',
  text_cached: 'text_in',
  image_cached: 'image_in',
};

/** The same amounts had nothing come from the cache: cached tokens are added to the input they are part of. */
export function foldCached(quantities: readonly BilledQuantity[]): BilledQuantity[] {
  const folded: BilledQuantity[] = [];
  for (const amount of quantities) {
    const field = uncachedFields[amount.field] ?? amount.field;
    const at = folded.findIndex(
      (one) => one.source === amount.source && one.model === amount.model && one.field === field,
    );
    const have = folded[at];
    if (have === undefined) folded.push({ ...amount, field });
    else folded[at] = { ...have, quantity: have.quantity + amount.quantity };
  }
  return folded;
}
