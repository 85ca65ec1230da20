import { Exact } from '../money/exact.ts';
import { minusMoney, type Money } from '../money/money.ts';
import { priceVarianceOf, type MeterCharges } from './charge.ts';
import type { Explanation } from './answer.ts';
import { expectedTotals, reportedTotals, type Turn } from './facts.ts';
import { meterKinds, type Billed, type MeterKind } from '../billing/meter-kind.ts';
import { atListPrice, type ListPrices } from './list-prices.ts';

/** What a bill says beside its tokens, as far as it says it. */
export interface BillFacts {
  readonly names?: Readonly<Partial<Record<MeterKind, readonly string[]>>>;
  readonly charges?: MeterCharges;
  readonly approximate?: Readonly<Partial<Record<MeterKind, { readonly tokens: number; readonly giveOrTake: number }>>>;
  /** The finding states nothing of why: no story explains a meter then, however well it fits. */
  readonly undecided?: boolean;
  /** The bill was fetched before its rows were due. */
  readonly notYetDue?: boolean;
}

/** One line of the comparison. `difference` is billed less expected; money is exact. */
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
  /** Quantity variance: the difference in tokens at list price, in the price book's currency. */
  readonly quantityVariance: Money | null;
  /** What the bill itself charges for the meter, one sum a currency. */
  readonly charged: readonly Money[];
  /** Price variance: the bill's own cost less the same tokens at list price; null unless both are in one currency. */
  readonly priceVariance: Money | null;
  /** Billed beyond the report, cached tokens counted as the first story has them: with the input, where they were billed on it. */
  readonly beyond: MeterBeyond;
  readonly status: MeterStatus;
  /** Rank of the explanation that the status speaks of; null: it speaks of none. */
  readonly explainedBy: number | null;
}

/** What is billed beyond the report on one meter. */
export interface MeterBeyond {
  /** null: no row, or cached tokens that were billed on the input's meter. */
  readonly tokens: number | null;
  /** At list price; of cached tokens billed as uncached it is the discount not given. */
  readonly money: Money | null;
}

export type MeterStatus =
  'match' | 'within rounding' | 'explained' | 'folded' | 'free' | 'unexplained' | 'missing row' | 'not yet due';

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
  if (meter.endsWith('cached') && best.cached[meter === 'audio_cached' ? 'audio' : 'text'] === 'folded')
    return 'folded';
  return line.residual === 0 ? 'explained' : 'unexplained';
}

const byStory: readonly MeterStatus[] = ['explained', 'folded', 'free'];

/** Whether this bill has the reported cached tokens of a modality on the input's own meter, as the first story has it. */
function isFolded(modality: 'audio' | 'text', best: Explanation | undefined, billed: Billed): boolean {
  const cached = `${modality}_cached` as const;
  // With no story to go by, cached tokens that no row shows are counted with the input.
  if (best === undefined) return (billed[cached] ?? 0) === 0;
  return best.cached[modality] === 'folded';
}

/** One meter as reported, expected and billed, with the bill that it is of. */
interface Counted {
  readonly reported: number;
  readonly expected: number;
  readonly billed: number | null;
  readonly bill: Billed;
}

function beyondOn(
  meter: MeterKind,
  { reported, expected, billed, bill }: Counted,
  best: Explanation | undefined,
  prices: ListPrices | null,
): MeterBeyond {
  const modality = meter.startsWith('audio') ? 'audio' : 'text';
  const folded = !meter.endsWith('out') && isFolded(modality, best, bill);
  if (folded && meter.endsWith('cached')) {
    const uncached = atListPrice(reported, `${modality}_in`, prices);
    const cached = atListPrice(reported, meter, prices);
    return { tokens: null, money: uncached === null || cached === null ? null : minusMoney(uncached, cached) };
  }
  const tokens = billed === null ? null : billed - (folded ? reported : expected);
  return { tokens, money: tokens === null ? null : atListPrice(tokens, meter, prices) };
}

/** Reported, expected and billed tokens meter by meter; statuses by the first-ranked explanation. */
export function compareMeters(
  turns: readonly Turn[],
  billed: Billed,
  best: Explanation | undefined,
  prices: ListPrices | null,
  facts: BillFacts = {},
): ComparedMeter[] {
  const { charges = {} } = facts;
  const reported = reportedTotals(turns);
  const expected = expectedTotals(turns);
  return meterKinds.map((meter) => {
    const value = billed[meter] ?? null;
    const difference = value === null ? null : value - expected[meter];
    const status = statusOf(meter, value, expected[meter], facts.undecided === true ? undefined : best, facts);
    return {
      meter,
      names: facts.names?.[meter] ?? [],
      reported: reported[meter],
      expected: expected[meter],
      billed: value,
      approximate: facts.approximate?.[meter] ?? null,
      difference,
      quantityVariance: difference === null ? null : atListPrice(difference, meter, prices),
      charged: charges[meter]?.billed ?? [],
      priceVariance: priceVarianceOf(value, meter, charges, prices),
      beyond: beyondOn(
        meter,
        { reported: reported[meter], expected: expected[meter], billed: value, bill: billed },
        best,
        prices,
      ),
      status,
      explainedBy: byStory.includes(status) ? (best?.rank ?? null) : null,
    };
  });
}

/** The comparison at list price, all amounts exact and in the price book's currency. */
export interface ComparedMoney {
  readonly currency: string;
  readonly billed: string;
  readonly expected: string;
  readonly difference: string;
  /** Of the difference: what the further inferences cost at the uncached price, and what was lost on cached tokens. */
  readonly further: string;
  readonly lostDiscount: string;
}

/** What the discount not given comes to: cached tokens that were billed on the input's own meter. Null where a price is missing. */
function lostDiscount(
  turns: readonly Turn[],
  billed: Billed,
  best: Explanation | undefined,
  prices: ListPrices,
): Exact | null {
  const reported = reportedTotals(turns);
  return (['audio', 'text'] as const).reduce<Exact | null>((sum, modality) => {
    if (sum === null || !isFolded(modality, best, billed)) return sum;
    const cached = reported[`${modality}_cached`];
    const [full, less] = [
      atListPrice(cached, `${modality}_in`, prices),
      atListPrice(cached, `${modality}_cached`, prices),
    ];
    return full === null || less === null ? null : sum.plus(full.cost).minus(less.cost);
  }, new Exact(0));
}

/** Billed and expected tokens at list price, cached tokens as the first story has them; null where a price is missing. */
export function compareMoney(
  turns: readonly Turn[],
  billed: Billed,
  best: Explanation | undefined,
  prices: ListPrices | null,
): ComparedMoney | null {
  if (prices === null) return null;
  const expected = expectedTotals(turns);
  const total = (tokens: (meter: MeterKind) => number): Exact | null =>
    meterKinds.reduce<Exact | null>((sum, meter) => {
      const amount = atListPrice(tokens(meter), meter, prices);
      return sum === null || amount === null ? null : sum.plus(amount.cost);
    }, new Exact(0));
  const atList = total((meter) => billed[meter] ?? 0);
  const asExpected = total((meter) => expected[meter]);
  const lost = lostDiscount(turns, billed, best, prices);
  if (atList === null || asExpected === null || lost === null) return null;
  const difference = atList.minus(asExpected);
  return {
    currency: prices.currency,
    billed: atList.toFixed(),
    expected: asExpected.toFixed(),
    difference: difference.toFixed(),
    further: difference.minus(lost).toFixed(),
    lostDiscount: lost.toFixed(),
  };
}
