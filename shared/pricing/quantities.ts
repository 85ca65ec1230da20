import {
  type CountSource,
  fieldLabel,
  isUnpricedKind,
  knownField,
  knownFields,
  type PriceField,
  priceFields,
  readSide,
  type ResponseCount,
  responsePath,
  type Side,
  type UsageSource,
} from '../usage/fields.ts';
import { addAmounts, type UsageLedger } from '../usage/ledger.ts';
import { sideOf } from '../usage/spelling.ts';
import type { BilledField } from './price-terms.ts';

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

/** What a price counts: the amount at `plus` less the part of it at `minus`, which has a price of its own. */
interface QuantityRule {
  readonly source: UsageSource;
  readonly field: PriceField;
  readonly plus: string;
  readonly minus: string | null;
}

/**
 * Cached tokens are part of input, so uncached input is input less cached; reasoning has no price of its own and is part of
 * text out. In the order of a bill.
 */
const quantityRules: readonly QuantityRule[] = knownFields
  .flatMap(({ source, path, price }): QuantityRule[] => {
    if (price === null) return [];
    const part = knownFields.find((one) => one.source === source && one.partOf === path && one.price !== null);
    return [{ source, field: price, plus: path, minus: part?.path ?? null }];
  })
  .sort((one, other) => priceFields.indexOf(one.field) - priceFields.indexOf(other.field));

/** The sums of one source and model, by path. */
interface Totals {
  readonly source: CountSource;
  readonly model: string | null;
  readonly of: ReadonlyMap<string, number>;
}

/** A ledger apart by source and model; of another event nothing is billed. */
function totalsIn(ledger: UsageLedger): Totals[] {
  const apart: { source: CountSource; model: string | null; of: Map<string, number> }[] = [];
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

/** Numbers of fields that nobody knows or that no price bills, and sums below zero, which no count can be. */
const unknownAmounts = ({ source, of }: Totals): Leftover[] =>
  [...of].flatMap(([path, total]) => {
    if (total < 0) return [{ path: `${path}, below zero`, quantity: -total }];
    const isNamed = knownField(source, path) === undefined || isUnpricedKind(source, path);
    return total > 0 && isNamed ? [{ path, quantity: total }] : [];
  });

/**
 * What the counts of a report hold beyond one another: tokens of a total whose kind, or whose direction, was not told, and
 * tokens of a part that are more than the whole.
 * @param beyondKind cached tokens above the input of their own kind, which are named already
 */
function untold({ source, of }: Totals, unknown: readonly Leftover[], beyondKind: number): Leftover[] {
  const counts = new Map([...of].map(([path, total]) => [path, Math.max(0, total)]));
  // Tokens of a kind that is unknown or has no price are named by themselves.
  const named = (side: Side | null): number =>
    unknown.reduce((sum, { path, quantity }) => sum + (sideOf(path) === side && /token/i.test(path) ? quantity : 0), 0);
  const [input, output] = [readSide(counts, 'input', source), readSide(counts, 'output', source)];
  const beyond = (name: ResponseCount, least: number): Leftover => {
    const path = responsePath(name);
    return { path, quantity: (counts.get(path) ?? 0) - least };
  };
  return [
    beyond('input', input.billable + named('input')),
    beyond('output', output.billable + named('output')),
    beyond('total', input.most + output.most + named(null)),
    beyond('cached', input.most + beyondKind),
    beyond('reasoning', output.most),
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
    // Several fields may have one price, and an amount of it is one.
    const at = amounts.findIndex((one) => one.field === field);
    const have = amounts[at];
    if (quantity > 0 && have === undefined) amounts.push({ source, model, field, quantity });
    else if (quantity > 0 && have !== undefined)
      amounts[at] = { ...have, quantity: addAmounts(have.quantity, quantity) };
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
  if (isUnpricedKind(source, path)) return `${label}, without a price`;
  if (path === responsePath('total')) return `${label}, direction not told`;
  return path.includes('.') ? `${label}, beyond what it is part of` : `${label}, kind not told`;
}

/** The field that cached tokens are part of, and would be billed as without the cache. */
const uncachedFields = new Map<BilledField, PriceField>(
  quantityRules.flatMap(({ source, field, minus }) => {
    const part = minus === null ? null : (knownField(source, minus)?.price ?? null);
    return part === null ? [] : [[part, field]];
  }),
);

/** The same amounts had nothing come from the cache: cached tokens are added to the input they are part of. */
export function foldCached(quantities: readonly BilledQuantity[]): BilledQuantity[] {
  const folded: BilledQuantity[] = [];
  for (const amount of quantities) {
    const field = uncachedFields.get(amount.field) ?? amount.field;
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
