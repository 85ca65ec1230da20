import { fieldLabel, knownField, type UsageLedger, type UsageSource } from '../usage/fields.ts';
import { sideOf } from '../usage/spelling.ts';
import type { BilledField, PriceField } from './price-terms.ts';

/**
 * An amount that one price applies to, or that none can: `not_understood`. `quantity` is above 0: whole tokens, seconds for
 * `duration`, and what was reported for a field nobody knows.
 */
export interface BilledQuantity {
  readonly source: UsageSource;
  readonly model: string | null;
  readonly field: BilledField;
  readonly quantity: number;
  /** With `not_understood` and only there: the usage path of the amount, so that amounts of several are told apart. */
  readonly path?: string | undefined;
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

/** The sums of one source and model, by path. */
interface Totals {
  readonly source: UsageSource;
  readonly model: string | null;
  readonly of: ReadonlyMap<string, number>;
}

/** A ledger apart by source and model; of another event nothing is billed. */
function totalsIn(ledger: UsageLedger): Totals[] {
  const apart: { source: UsageSource; model: string | null; of: Map<string, number> }[] = [];
  for (const { source, model, path, total } of ledger.fields) {
    if (source === 'other') continue;
    let one = apart.find((have) => have.source === source && have.model === model);
    if (one === undefined) apart.push((one = { source, model, of: new Map() }));
    one.of.set(path, total);
  }
  return apart;
}

/** An amount by its path that has no price. */
interface Leftover {
  readonly path: string;
  readonly quantity: number;
}

/** Numbers of fields that nobody knows, and sums below zero, which no count can be. */
const unknownAmounts = ({ source, of }: Totals): Leftover[] =>
  [...of].flatMap(([path, total]) => {
    if (total < 0) return [{ path: `${path}, below zero`, quantity: -total }];
    return total === 0 || knownField(source, path) !== undefined ? [] : [{ path, quantity: total }];
  });

const kinds = ['audio', 'text', 'image'] as const;
const reasoning = 'output_token_details.reasoning_tokens';

/**
 * What the counts of a report hold beyond one another: tokens of a total whose kind, or whose direction, was not told, and
 * tokens of a part that are more than the whole.
 * @param beyondKind cached tokens above the input of their own kind, which are named already
 */
function untold({ source, of }: Totals, unknown: readonly Leftover[], beyondKind: number): Leftover[] {
  const at = (path: string): number => Math.max(0, of.get(path) ?? 0);
  const sumOf = (path: (kind: string) => string): number => kinds.reduce((sum, kind) => sum + at(path(kind)), 0);
  // Tokens of an unknown kind are named by themselves.
  const named = (side: 'input' | 'output' | null): number =>
    unknown.reduce((sum, { path, quantity }) => sum + (sideOf(path) === side && /token/i.test(path) ? quantity : 0), 0);
  // A cached count without the input it is part of stands for that input.
  const inputParts =
    sumOf((kind) => `${details}.${kind}_tokens`) +
    sumOf((kind) => (of.has(`${details}.${kind}_tokens`) ? '' : `${cachedDetails}.${kind}_tokens`));
  const outputParts =
    source === 'response' ? sumOf((kind) => `output_token_details.${kind}_tokens`) : at('output_tokens');
  const input = Math.max(at('input_tokens'), inputParts);
  const output = Math.max(at('output_tokens'), outputParts);
  return [
    { path: 'input_tokens', quantity: at('input_tokens') - inputParts - named('input') },
    { path: 'output_tokens', quantity: at('output_tokens') - outputParts - named('output') },
    { path: 'total_tokens', quantity: at('total_tokens') - input - output - named(null) },
    { path: `${details}.cached_tokens`, quantity: at(`${details}.cached_tokens`) - input - beyondKind },
    { path: reasoning, quantity: at(reasoning) - output },
  ].filter(({ quantity }) => quantity > 0);
}

function quantitiesOf(totals: Totals): BilledQuantity[] {
  const { source, model, of } = totals;
  const amounts: BilledQuantity[] = [];
  const leftovers: Leftover[] = [];
  for (const { field, plus, minus } of quantityRules.filter((rule) => rule.source === source)) {
    const whole = Math.max(0, of.get(plus) ?? 0);
    const part = minus === null ? 0 : Math.max(0, of.get(minus) ?? 0);
    // Cached tokens beyond the input that they are part of cannot be: they are named, and no price is put on them.
    const input = quantityRules.find((rule) => rule.source === source && rule.minus === plus)?.plus;
    const most = input === undefined ? whole : (of.get(input) ?? whole);
    const quantity = Math.min(whole, Math.max(0, most)) - Math.min(part, whole);
    if (quantity > 0) amounts.push({ source, model, field, quantity });
    if (whole > most) leftovers.push({ path: plus, quantity: whole - most });
  }
  const unknown = unknownAmounts(totals);
  const beyondKind = leftovers.reduce((sum, { quantity }) => sum + quantity, 0);
  for (const { path, quantity } of [...leftovers, ...untold(totals, unknown, beyondKind), ...unknown]) {
    amounts.push({ source, model, field: 'not_understood', quantity, path });
  }
  return amounts;
}

/**
 * The amounts in a ledger, per source and model, zero amounts left out. What has no price by its nature is among them as
 * `not_understood`: totals without their kinds, cached tokens beyond their input, fields that nobody knows.
 */
export const billedQuantities = (ledger: UsageLedger): BilledQuantity[] => totalsIn(ledger).flatMap(quantitiesOf);

/** How an amount without a price is named: `Input, kind not told`. */
export function leftoverLabel(source: UsageSource, path: string): string {
  if (knownField(source, path) === undefined) return `Not understood, ${path}`;
  const label = fieldLabel(source, path);
  if (path === 'total_tokens') return `${label}, direction not told`;
  return path.includes('.') ? `${label}, beyond what it is part of` : `${label}, kind not told`;
}

/** The field that cached tokens are part of, and would be billed as without the cache. */
const uncachedFields: Readonly<Partial<Record<BilledField, PriceField>>> = {
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
      (one) =>
        one.source === amount.source && one.model === amount.model && one.field === field && one.path === amount.path,
    );
    const have = folded[at];
    if (have === undefined) folded.push({ ...amount, field });
    else folded[at] = { ...have, quantity: have.quantity + amount.quantity };
  }
  return folded;
}
