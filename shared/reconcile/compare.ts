import { Decimal } from 'decimal.js';
import { amountOf, priceOf } from '../pricing/money.ts';
import type { PricedModel } from '../pricing/price-book.ts';
import type { Explanation } from './explanation.ts';
import { expectedTotals, reportedTotals, type Turn } from './facts.ts';
import { meterKinds, type Billed, type MeterKind } from '../billing/meter-kind.ts';

/** What a bill says beside its tokens, as far as it says it. */
export interface BillFacts {
  readonly names?: Readonly<Partial<Record<MeterKind, readonly string[]>>>;
  readonly costs?: Readonly<Partial<Record<MeterKind, { readonly cost: string; readonly currency: string }>>>;
  readonly approximate?: Readonly<Partial<Record<MeterKind, { readonly tokens: number; readonly giveOrTake: number }>>>;
  /** The bill was fetched before its rows were due. */
  readonly notYetDue?: boolean;
}

/** One line of the comparison. `difference` is billed less expected; money is exact, at the price book's price. */
export interface ComparedMeter {
  readonly meter: MeterKind;
  /** The names the bill has for it. */
  readonly names: readonly string[];
  readonly reported: number;
  readonly expected: number;
  readonly billed: number | null;
  /** A range where the bill gives a rounded cost and no quantity; null: it gives a number, or nothing. */
  readonly approximate: { readonly tokens: number; readonly giveOrTake: number } | null;
  readonly difference: number | null;
  /** Quantity variance: the difference in tokens at list price. */
  readonly differenceUsd: string | null;
  /** What the bill itself charges for the meter. */
  readonly billedCost: { readonly cost: string; readonly currency: string } | null;
  /** Price variance: the bill's own cost less the same tokens at list price; null where there is no such cost in US dollars. */
  readonly priceVarianceUsd: string | null;
  readonly status: MeterStatus;
  /** Rank of the explanation that the status speaks of; null: it speaks of none. */
  readonly explainedBy: number | null;
}

export type MeterStatus =
  'match' | 'within rounding' | 'explained' | 'folded' | 'free' | 'unexplained' | 'missing row' | 'not yet due';

/** Exact price of so many tokens on a meter, or null when the book has none. */
export function usdOf(tokens: number, meter: MeterKind, model: PricedModel | null): string | null {
  const price = priceOf(model, meter);
  return price === null ? null : amountOf(tokens, price);
}

function statusOf(
  meter: MeterKind,
  billed: number | null,
  expected: number,
  best: Explanation | undefined,
  { approximate, notYetDue = false }: BillFacts,
): MeterStatus {
  const range = approximate?.[meter];
  if (billed === null && range !== undefined) {
    return Math.abs(range.tokens - expected) <= range.giveOrTake ? 'within rounding' : 'unexplained';
  }
  if (billed === null) return expected === 0 ? 'match' : notYetDue ? 'not yet due' : 'missing row';
  if (billed === expected) return 'match';
  const line = best?.meters.find((one) => one.meter === meter);
  if (best === undefined || !best.exact || line === undefined) {
    return notYetDue && billed < expected ? 'not yet due' : 'unexplained';
  }
  if (!line.checked) return 'free';
  if (meter.endsWith('cached')) return 'folded';
  return line.residual === 0 ? 'explained' : 'unexplained';
}

const byStory: readonly MeterStatus[] = ['explained', 'folded', 'free'];

function priceVariance(
  tokens: number | null,
  meter: MeterKind,
  model: PricedModel | null,
  { costs }: BillFacts,
): string | null {
  const billed = costs?.[meter];
  const list = tokens === null ? null : usdOf(tokens, meter, model);
  return billed === undefined || billed.currency !== 'USD' || list === null
    ? null
    : new Decimal(billed.cost).minus(list).toFixed();
}

/** Reported, expected and billed tokens meter by meter; statuses by the first-ranked explanation. */
export function compareMeters(
  turns: readonly Turn[],
  billed: Billed,
  best: Explanation | undefined,
  model: PricedModel | null,
  facts: BillFacts = {},
): ComparedMeter[] {
  const reported = reportedTotals(turns);
  const expected = expectedTotals(turns);
  return meterKinds.map((meter) => {
    const value = billed[meter] ?? null;
    const difference = value === null ? null : value - expected[meter];
    const status = statusOf(meter, value, expected[meter], best, facts);
    return {
      meter,
      names: facts.names?.[meter] ?? [],
      reported: reported[meter],
      expected: expected[meter],
      billed: value,
      approximate: facts.approximate?.[meter] ?? null,
      difference,
      differenceUsd: difference === null ? null : usdOf(difference, meter, model),
      billedCost: facts.costs?.[meter] ?? null,
      priceVarianceUsd: priceVariance(value, meter, model, facts),
      status,
      explainedBy: byStory.includes(status) ? (best?.rank ?? null) : null,
    };
  });
}

/** Money of the comparison, exact; null when a price is missing. */
export interface ComparedMoney {
  readonly billedUsd: string;
  readonly expectedUsd: string;
  readonly differenceUsd: string;
  /** Of the difference: what the further inferences cost at the uncached price, and what was lost on cached tokens. */
  readonly furtherUsd: string;
  readonly lostDiscountUsd: string;
  /** What the bill itself charges, and that less the same tokens at list price; null where it says no such thing in US dollars. */
  readonly chargedUsd: string | null;
  readonly priceVarianceUsd: string | null;
}

export function compareMoney(
  turns: readonly Turn[],
  billed: Billed,
  model: PricedModel | null,
  facts: BillFacts = {},
): ComparedMoney | null {
  const expected = expectedTotals(turns);
  const reported = reportedTotals(turns);
  const total = (tokens: (meter: MeterKind) => number): Decimal | null =>
    meterKinds.reduce<Decimal | null>((sum, meter) => {
      const usd = usdOf(tokens(meter), meter, model);
      return sum === null || usd === null ? null : sum.plus(usd);
    }, new Decimal(0));
  const billedUsd = total((meter) => billed[meter] ?? 0);
  const expectedUsd = total((meter) => expected[meter]);
  const folded =
    (billed.audio_cached ?? 0) + (billed.text_cached ?? 0) === 0 && reported.audio_cached + reported.text_cached > 0;
  const uncached = total((meter) => (meter.endsWith('cached') ? 0 : reported[meter]));
  if (billedUsd === null || expectedUsd === null || uncached === null) return null;
  const lost = folded ? uncached.minus(expectedUsd) : new Decimal(0);
  const difference = billedUsd.minus(expectedUsd);
  const costs = meterKinds.filter((meter) => billed[meter] !== undefined).map((meter) => facts.costs?.[meter]);
  const charged =
    costs.length === 0 || costs.some((cost) => cost?.currency !== 'USD')
      ? null
      : costs.reduce((sum, cost) => sum.plus(cost?.cost ?? 0), new Decimal(0));
  return {
    billedUsd: billedUsd.toFixed(),
    expectedUsd: expectedUsd.toFixed(),
    differenceUsd: difference.toFixed(),
    furtherUsd: difference.minus(lost).toFixed(),
    lostDiscountUsd: lost.toFixed(),
    chargedUsd: charged?.toFixed() ?? null,
    priceVarianceUsd: charged?.minus(billedUsd).toFixed() ?? null,
  };
}
