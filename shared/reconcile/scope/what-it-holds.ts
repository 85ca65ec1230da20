import { labelOf } from '../../billing/billed-models.ts';
import type { DayUsage } from '../../billing/day-usage.ts';
import type { MergedBill } from '../../billing/imported-bill.ts';
import { type Unallocated, type UnallocatedReason, unallocatedWords } from '../../billing/unallocated.ts';
import { isMonth, monthOfDay, periodWords } from '../../kit/dates.ts';
import { benchError, type BenchError } from '../../kit/errors.ts';
import { moneyText, moneyTexts, sumByCurrency } from '../../kit/money.ts';
import { plural } from '../../kit/numbers.ts';
import { periodList } from './periods.ts';

/** Names that are listed of one reason. */
const mostNames = 3;

/** Why a bill may hold nothing to compare, the likeliest answer to a person's question first. Other services are nobody's concern. */
const telling: readonly UnallocatedReason[] = [
  'voice live',
  'unknown model',
  'provisioned throughput',
  'unknown meter',
  'no day',
  'unreadable',
  'not usage',
];

/** Whether money of a bill belongs to the compared days: of them, of their month, or of no day that is known. */
const isOf = ({ day }: Unallocated, periods: readonly string[]): boolean =>
  day === '' || periods.some((one) => one === day || (isMonth(day) && monthOfDay(one) === day) || isIn(day, one));
const isIn = (day: string, period: string): boolean => isMonth(period) && monthOfDay(day) === period;

/** Money of a bill that belongs to the compared periods and to none of the compared meters. */
export const unallocatedOf = (all: readonly Unallocated[], periods: readonly string[]): readonly Unallocated[] =>
  all.filter((one) => isOf(one, periods));

function namesOf(rows: readonly Unallocated[]): string {
  const names = [...new Set(rows.map(({ name }) => name).filter((name) => name !== ''))];
  const more = names.length > mostNames ? ` and ${names.length - mostNames} more` : '';
  return names.length === 0 ? '' : `: ${names.slice(0, mostNames).join('; ')}${more}`;
}

/** One reason in a sentence: `3.36 USD of models that are new … (1 row: gpt-realtime-nano …)`. */
function saidOf(rows: readonly Unallocated[], reason: UnallocatedReason): string {
  const count = rows.reduce((sum, one) => sum + one.rows, 0);
  return `${moneyTexts(sumByCurrency(rows))} of ${unallocatedWords[reason]} (${plural(count, 'row')}${namesOf(rows)})`;
}

const byReason = (all: readonly Unallocated[]): string[] =>
  telling.flatMap((reason) => {
    const rows = all.filter((one) => one.reason === reason);
    return rows.length === 0 ? [] : [saidOf(rows, reason)];
  });

/** What else is billed on the compared days, reason by reason, with its sum; other services left aside. */
export const unallocatedNotes = (all: readonly Unallocated[]): string[] =>
  byReason(all).map((said) => `Also on the bill, and part of no comparison: ${said}.`);

/** Kept meters of anything but a Realtime response, by model: transcription, images, speech. */
function otherMeters(rows: readonly DayUsage[]): string[] {
  const labels = [...new Set(rows.map(({ meter }) => labelOf(meter)))];
  return labels.map((label) => {
    const own = rows.filter(({ meter }) => labelOf(meter) === label);
    return `${moneyTexts(sumByCurrency(own))} of ${label}`;
  });
}

const nextSteps: Readonly<Partial<Record<UnallocatedReason, string>>> = {
  'voice live': 'Voice Live is billed by meters of its own, which this comparison does not take.',
  'unknown model': 'A newer version of Voxtally may know the model.',
  'provisioned throughput':
    'Provisioned throughput is paid by the hour whatever is said, so no tokens are on the bill.',
  'no day': 'Export the costs again with a day in each row.',
  unreadable: 'Export the costs again, and import the file without saving it in a spreadsheet in between.',
};

const otherScope = 'Export the costs of the subscription and the days in which the deployment was spoken to.';

const refusal = (message: string, nextStep: string): BenchError =>
  benchError('invalid-argument', message, { nextStep });

/** A bill without any Realtime meter: what it holds in its place. */
export function noRealtimeMeter({ used, unallocated, days }: MergedBill): BenchError {
  const rows = used.reduce((sum, { tally }) => sum + tally.rows, 0);
  if (rows === 0) return refusal('The bill has columns and no row: nothing was billed in it.', otherScope);
  const said = byReason(unallocated);
  const holds = [...otherMeters(days), ...said];
  const [reason] = telling.filter((one) => unallocated.some((row) => row.reason === one));
  if (holds.length > 0) {
    const next = reason === undefined ? undefined : nextSteps[reason];
    return refusal(`The bill has no Realtime meter. It holds ${holds.join('; ')}.`, next ?? otherScope);
  }
  const services = unallocated.filter((one) => one.reason === 'other service');
  const sums = sumByCurrency(services);
  const of = sums.length === 0 ? '' : `, ${sums.map(moneyText).join(' and ')}${namesOf(services)}`;
  return refusal(`The bill has no Realtime meter: its ${plural(rows, 'row')} bill other services${of}.`, otherScope);
}

/** A bill with Realtime meters, of other days than those asked for: which it has, and what it holds on those. */
export function noMeterOn(
  asked: readonly string[],
  billed: readonly string[],
  { unallocated }: MergedBill,
): BenchError {
  const newest = billed.at(-1) ?? '';
  // Usage of a day that the bill has passed already will not appear any more.
  const mayCome = asked.some((day) => day >= newest);
  const there = byReason(unallocated.filter((one) => one.day !== '' && isOf(one, asked)));
  const instead = there.length === 0 ? '' : ` It holds ${there.join('; ')} there.`;
  return benchError(
    'invalid-argument',
    `The bill has no Realtime meter on ${asked.map(periodWords).join(', ')}; it has ${periodList(billed)}.${instead}`,
    {
      nextStep: mayCome
        ? 'Usage appears on a bill 8 to 24 hours later, under its UTC day. Export the bill again after that.'
        : 'Compare one of the days that the bill has, or give the bill of that day.',
    },
  );
}
