import type { BilledModel, Corrected } from '../../billing/billed-models.ts';
import {
  type BilledAs,
  billedAs,
  type BilledSpans,
  type MeterKind,
  meterFacts,
  meterKinds,
} from '../../billing/meter-kind.ts';
import { holds, isPoint, single, type Span } from '../../kit/span.ts';
import { Exact, minusMoney, type Money, moneyTexts, type StatedMoney, sumByCurrency } from '../../kit/money.ts';
import { chargeIn, listMoney, type ListPrices, type MeterCharges } from './list-money.ts';
import { expectedTotals, reportedTotals, type Turn } from '../evidence/reported-responses.ts';
import type { Explanation } from '../stories/answer-types.ts';

/** What the bill charges for the compared meters, and how that stands to list prices. */
export interface ComparedCharge {
  /** One sum a currency, never added to one another; empty: the bill says no cost. */
  readonly costs: readonly Money[];
  /** The charge that is held against list prices, in their currency; `by`: the column it is read from where that is no billed amount. */
  readonly compared: StatedMoney | null;
  /** Price variance: that charge less the same tokens at list price. */
  readonly priceVariance: Money | null;
  /** Why there is no price variance though the bill charges something, and what to do; else null. */
  readonly notComparable: string | null;
}

/** Price variance of one meter: what the bill charges less the same tokens at list price, in one currency; else null. */
function priceVarianceOf(
  tokens: number | null,
  meter: MeterKind,
  charges: MeterCharges,
  prices: ListPrices | null,
): Money | null {
  if (tokens === null || prices === null) return null;
  const charged = chargeIn(charges, meter, prices.currency);
  const list = listMoney(tokens, meter, prices);
  return charged === null || list === null ? null : minusMoney(charged, list);
}

const currenciesOf = (costs: readonly Money[]): string[] => [...new Set(costs.map(({ currency }) => currency))];

function whyNot(costs: readonly Money[], prices: ListPrices | null): string {
  const currencies = currenciesOf(costs);
  const named = currencies.filter((one) => one !== '');
  if (currencies.includes('')) {
    return 'The bill names no currency for some of its costs, so they are not held against list prices. Import an export that has its currency column.';
  }
  if (prices === null) {
    return 'There is no list price for this model and scope to hold the charge against. Add a price book that lists it.';
  }
  if (named.length > 1) {
    return `Charges in ${named.join(' and ')} are neither added to one another nor held against one list. Compare the days of one currency at a time.`;
  }
  const [only = ''] = named;
  return only === prices.currency
    ? 'Some of the compared meters have no readable cost, so the charge is not held against list prices.'
    : `A charge in ${only} cannot be held against list prices in ${prices.currency}: nothing is converted at a rate that the bill does not state. Add a price book in ${only} (Settings, Price books and models, or voxtally prices refresh --region REGION --currency ${only}) and compare again.`;
}

/** Adds up what the bill charges for its meters, one sum a currency, and holds it against list prices of the same currency. */
export function compareCharge(billed: BilledSpans, charges: MeterCharges, prices: ListPrices | null): ComparedCharge {
  const meters = meterKinds.filter((meter) => billed[meter] !== undefined || charges[meter] !== undefined);
  const costs = sumByCurrency(meters.flatMap((meter) => charges[meter]?.billed ?? []));
  const none = { costs, compared: null, priceVariance: null };
  if (costs.length === 0) return { ...none, notComparable: null };
  if (prices === null) return { ...none, notComparable: whyNot(costs, prices) };
  const stated = meters.map((meter) => chargeIn(charges, meter, prices.currency));
  const list = meters.map((meter) => {
    const tokens = single(billed[meter]);
    return tokens === null ? null : listMoney(tokens, meter, prices);
  });
  const complete = stated.flatMap((one) => one ?? []);
  if (complete.length < meters.length) return { ...none, notComparable: whyNot(costs, prices) };
  const [charged] = sumByCurrency(complete);
  if (charged === undefined) return { ...none, notComparable: null };
  const compared = { ...charged, by: [...new Set(complete.flatMap(({ by }) => by ?? []))].join(' and ') || null };
  const [listed] = sumByCurrency(list.flatMap((one) => one ?? []));
  if (listed === undefined || list.includes(null)) {
    return {
      ...none,
      compared,
      notComparable: `The bill charges ${moneyTexts([charged])}; not all of its meters have whole tokens and a list price to hold that against.`,
    };
  }
  return { costs, compared, priceVariance: minusMoney(compared, listed), notComparable: null };
}

/** What a bill says beside its tokens, as far as it says it. */
export interface BillFacts {
  readonly names?: Readonly<Partial<Record<MeterKind, readonly string[]>>>;
  readonly charges?: MeterCharges;
  /** How far each charge may be off by its rounding: half of its last digit. */
  readonly chargeHalfWidths?: BilledModel['chargeHalfWidths'];
  /** Tokens of the bill are worked out from its costs. */
  readonly fromCost?: boolean;
  readonly corrected?: BilledModel['corrected'];
  /** Meters that have rows whose tokens cannot be told, and why. */
  readonly unreadable?: BilledModel['unreadable'];
  /** The finding states nothing of why: no story explains a meter then, however well it fits. */
  readonly undecided?: boolean;
  /** The bill was fetched before its rows were due. */
  readonly notYetDue?: boolean;
}

/** One line of the comparison. `difference` is billed less expected; money is exact. */
export interface ComparedMeter extends BilledAs {
  readonly meter: MeterKind;
  /** The names the bill has for it. */
  readonly names: readonly string[];
  readonly reported: number;
  readonly expected: number;
  /** What was billed at first and what a correction took off it, of which `billed` is the net; null: nothing was corrected. */
  readonly corrected: Corrected | null;
  /** Why its amount cannot be told; empty: it can, or there is no row. */
  readonly unreadable: readonly string[];
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
  | 'match'
  | 'within rounding'
  | 'explained'
  | 'folded'
  | 'free'
  | 'unexplained'
  | 'missing row'
  | 'not yet due'
  /** A row is there, and its amount cannot be read. */
  | 'unreadable';

function statusOf(
  meter: MeterKind,
  billed: Span | undefined,
  expected: number,
  best: Explanation | undefined,
  { unreadable, notYetDue = false }: BillFacts,
): MeterStatus {
  if (unreadable?.[meter] !== undefined) return 'unreadable';
  if (billed === undefined) return expected === 0 ? 'match' : notYetDue ? 'not yet due' : 'missing row';
  if (holds(billed, expected)) return isPoint(billed) ? 'match' : 'within rounding';
  const line = best?.meters.find((one) => one.meter === meter);
  if (best === undefined || !best.exact || line === undefined) {
    return notYetDue && billed.high < expected ? 'not yet due' : 'unexplained';
  }
  if (!line.checked) return 'free';
  const { cached, modality } = meterFacts[meter];
  if (cached && best.cached[modality] === 'folded') return 'folded';
  return line.residual === 0 ? 'explained' : 'unexplained';
}

const byStory: readonly MeterStatus[] = ['explained', 'folded', 'free'];

/** Whether this bill has the reported cached tokens of a modality on the input's own meter, as the first story has it. */
function isFolded(modality: 'audio' | 'text', best: Explanation | undefined, billed: BilledSpans): boolean {
  const cached = `${modality}_cached` as const;
  // With no story to go by, cached tokens that no row shows are counted with the input.
  if (best === undefined) return (billed[cached]?.high ?? 0) === 0;
  return best.cached[modality] === 'folded';
}

/** One meter as reported, expected and billed, with the bill that it is of. */
interface Counted {
  readonly reported: number;
  readonly expected: number;
  readonly billed: number | null;
  readonly bill: BilledSpans;
}

function beyondOn(
  meter: MeterKind,
  { reported, expected, billed, bill }: Counted,
  best: Explanation | undefined,
  prices: ListPrices | null,
): MeterBeyond {
  const { modality, direction, cached: isCached } = meterFacts[meter];
  const folded = direction === 'in' && isFolded(modality, best, bill);
  if (folded && isCached) {
    const uncached = listMoney(reported, `${modality}_in`, prices);
    const cached = listMoney(reported, meter, prices);
    return { tokens: null, money: uncached === null || cached === null ? null : minusMoney(uncached, cached) };
  }
  const tokens = billed === null ? null : billed - (folded ? reported : expected);
  return { tokens, money: tokens === null ? null : listMoney(tokens, meter, prices) };
}

/** Reported, expected and billed tokens meter by meter; statuses by the first-ranked explanation. */
export function compareMeters(
  turns: readonly Turn[],
  billed: BilledSpans,
  best: Explanation | undefined,
  prices: ListPrices | null,
  facts: BillFacts = {},
): ComparedMeter[] {
  const { charges = {} } = facts;
  const reported = reportedTotals(turns);
  const expected = expectedTotals(turns);
  return meterKinds.map((meter) => {
    const as = billedAs(billed[meter]);
    const value = as.billed;
    const difference = value === null ? null : value - expected[meter];
    const status = statusOf(meter, billed[meter], expected[meter], facts.undecided === true ? undefined : best, facts);
    return {
      meter,
      names: facts.names?.[meter] ?? [],
      reported: reported[meter],
      expected: expected[meter],
      ...as,
      corrected: facts.corrected?.[meter] ?? null,
      unreadable: facts.unreadable?.[meter] ?? [],
      difference,
      quantityVariance: difference === null ? null : listMoney(difference, meter, prices),
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
  billed: BilledSpans,
  best: Explanation | undefined,
  prices: ListPrices,
): Exact | null {
  const reported = reportedTotals(turns);
  return (['audio', 'text'] as const).reduce<Exact | null>((sum, modality) => {
    if (sum === null || !isFolded(modality, best, billed)) return sum;
    const cached = reported[`${modality}_cached`];
    const [full, less] = [listMoney(cached, `${modality}_in`, prices), listMoney(cached, `${modality}_cached`, prices)];
    return full === null || less === null ? null : sum.plus(full.cost).minus(less.cost);
  }, new Exact(0));
}

/** The sum of an amount over the six meters; null where one is not known. */
const totalOf = (amount: (meter: MeterKind) => Money | null): Exact | null =>
  meterKinds.reduce<Exact | null>((sum, meter) => {
    const one = amount(meter);
    return sum === null || one === null ? null : sum.plus(one.cost);
  }, new Exact(0));

/**
 * Billed and expected tokens at list price, cached tokens as the first story has them. Where rounding leaves several numbers of
 * tokens, the bill's own charge stands for them. Null where a price is missing, or such a charge.
 */
export function compareMoney(
  turns: readonly Turn[],
  billed: BilledSpans,
  best: Explanation | undefined,
  prices: ListPrices | null,
  charges: MeterCharges = {},
): ComparedMoney | null {
  if (prices === null) return null;
  const expected = expectedTotals(turns);
  const atList = totalOf((meter) => {
    const tokens = billed[meter] === undefined ? 0 : single(billed[meter]);
    return tokens === null ? chargeIn(charges, meter, prices.currency) : listMoney(tokens, meter, prices);
  });
  const asExpected = totalOf((meter) => listMoney(expected[meter], meter, prices));
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
