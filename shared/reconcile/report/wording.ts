import { type BilledAs, isBilled, meterFacts } from '../../billing/meter-kind.ts';
import { documentDifference, documentMoney } from '../../kit/money-format.ts';
import { Exact, type Money } from '../../kit/money.ts';
import type { ComparedMeter, MeterStatus } from '../finding/comparison.ts';
import type { ReconcileReport } from '../reconcile-report.ts';
import type { Freshness } from '../scope/settlement.ts';
import type { Certainty, MeterPart } from '../stories/answer-types.ts';
import { count } from '../../kit/numbers.ts';
import { spanText } from '../../kit/span.ts';

/** What became of a meter, for people. */
export const statusTitles: Readonly<Record<MeterStatus, string>> = {
  match: 'As reported',
  'within rounding': 'Within rounding',
  explained: 'Has a story',
  folded: 'Assumed in the input',
  free: 'Read off this bill',
  unexplained: 'Open',
  'missing row': 'No row on the bill',
  'not yet due': 'Not yet due',
  unreadable: 'Cannot be read',
};

/** `640`; `635,000 to 645,000` where the bill is rounded; `no row`. */
export const billedText = (meter: BilledAs): string =>
  meter.billed !== null ? count(meter.billed) : meter.range === null ? 'no row' : spanText(meter.range);

/** How a part of a story is known, in words; always beside its mark. */
export const certaintyWords: Readonly<Record<Certainty, string>> = {
  measured: 'measured',
  assumed: 'assumed',
  free: 'read off this bill',
  open: 'open',
};

/** Where a part of a meter is from, in words. */
export const partWords: Readonly<Record<MeterPart['kind'], string>> = {
  reported: 'reported',
  beside: 'beside the responses',
  again: 're-read or said again',
  within: 'within what the rules leave open',
  free: 'read off this bill',
};

/** A status in words; `letter` names the story it speaks of. */
export function statusText({ status }: Pick<ComparedMeter, 'status'>, letter: string): string {
  return status === 'explained' ? `Has story ${letter}` : statusTitles[status];
}

export const freshnessText: Readonly<Record<Freshness, string>> = {
  'not yet due': 'Not yet due: fetched less than 24 hours after the day',
  provisional: 'Provisional: the amounts can still change',
  settled: 'Settled',
};

export const ordinal = (rank: number): string => {
  const tail = rank % 100 > 10 && rank % 100 < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][rank % 10] ?? 'th');
  return `${rank}${tail}`;
};

/** `2.14 ×`: billed over reported at list price; null: nothing was reported, or it has no price. */
export function ratioWords(
  money: Pick<NonNullable<ReconcileReport['money']>, 'billed' | 'expected'> | null,
): string | null {
  if (money === null || !new Exact(money.expected).gt(0)) return null;
  return `${new Exact(money.billed).div(money.expected).toFixed(2)} \u00d7`;
}

/** What the difference in money is of: where the discount on cached tokens is all of it, no token was billed beyond the report. */
export function beyondTitle({ finding, money }: Pick<ReconcileReport, 'finding' | 'money'>): string {
  if (money === null) return 'Billed beyond the report';
  const { difference, lostDiscount } = money;
  if (new Exact(difference).lt(0)) return 'Billed less than the report';
  const isDiscount =
    finding.claim.kind === 'as reported' && lostDiscount === difference && !new Exact(difference).isZero();
  return isDiscount ? 'Cache discount not given' : 'Billed beyond the report';
}

const listedMoney = (amounts: readonly Money[]): string => amounts.map(documentMoney).join(' and ');

/** What the bill itself charges, how that stands to list prices, or why it cannot be said; null: the bill says no cost. */
export function chargeSentence({ charge }: Pick<ReconcileReport, 'charge'>): string | null {
  const { costs, compared, priceVariance, notComparable } = charge;
  if (costs.length === 0) return null;
  const itself = `The bill itself charges ${listedMoney(costs)}`;
  if (notComparable !== null) return `${itself}. ${notComparable}`;
  if (compared === null || priceVariance === null) return `${itself}.`;
  const same = compared.by === null ? '' : `, which is ${documentMoney(compared)} from its ${compared.by}`;
  if (new Exact(priceVariance.cost).isZero()) return `${itself}${same}, which is list price.`;
  return `${itself}${same}: ${documentDifference(priceVariance)} against list price for the same tokens.`;
}

/** What a sum leaves out where a meter that should have been billed has no row; null: none is lacking. Cached ones may stand in the input. */
export function noRowSentence({ meters, money }: Pick<ReconcileReport, 'meters' | 'money'>): string | null {
  const lacking = meters.filter((line) => !isBilled(line) && line.expected > 0 && !meterFacts[line.meter].cached);
  if (money === null || lacking.length === 0) return null;
  const names = lacking
    .map(({ meter, expected }) => `${meterFacts[meter].words} (${count(expected)} tokens expected)`)
    .join(', ');
  return `The sums are not of the same meters: the bill has no row for ${names}, so what is expected there has nothing against it.`;
}
