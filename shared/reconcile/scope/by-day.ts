import { billedModels } from '../../billing/billed-models.ts';
import type { DayUsage } from '../../billing/day-usage.ts';
import { type MeterKind, meterKinds } from '../../billing/meter-kind.ts';
import { nearest } from '../../kit/span.ts';
import type { Reported } from '../evidence/evidence.ts';
import { expectedTotals } from '../evidence/reported-responses.ts';
import { type BillScope, comparedRows, isRealtime } from './scope.ts';
import type { Observation } from './several-days.ts';

/** One UTC day of the comparison: which day holds the difference. */
export interface DayCompared {
  readonly day: string;
  readonly responses: number;
  /** Billed less expected in tokens, meter by meter, by the nearest number that a rounded row can be; null: the day has no row. */
  readonly differences: Readonly<Record<MeterKind, number | null>>;
}

/** Each compared day apart, where there are several and the sessions know theirs; else nothing. */
export function compareDays(
  { turns, log }: Reported,
  rows: readonly DayUsage[],
  { days, resource }: BillScope,
  label: string,
): DayCompared[] {
  const turnDays = log?.days;
  if (turnDays === undefined || days.length < 2) return [];
  return days.toSorted().map((day) => {
    const own = turns.filter((_, index) => turnDays[index] === day);
    const expected = expectedTotals(own);
    const billed = billedModels(comparedRows(rows, { days: [day], resource }).filter(isRealtime)).find(
      (one) => one.label === label,
    )?.billed;
    const differenceOf = (meter: MeterKind): number | null => {
      const tokens = billed?.[meter];
      return tokens === undefined ? null : nearest(tokens, expected[meter]) - expected[meter];
    };
    const differences = Object.fromEntries(meterKinds.map((meter) => [meter, differenceOf(meter)])) as Record<
      MeterKind,
      number | null
    >;
    return { day, responses: own.length, differences };
  });
}

/**
 * One observation a UTC day: what was reported on it, and what the bill has for the compared model and resource.
 * Days without the one or the other are left out, for they are no equations.
 */
export function observationsOf(
  { turns, log }: Reported,
  rows: readonly DayUsage[],
  { days, resource }: BillScope,
  label: string,
): Observation[] {
  const turnDays = log?.days;
  if (turnDays === undefined) return [];
  return days.flatMap((day): Observation[] => {
    const own = turns.filter((_, index) => turnDays[index] === day);
    const billed = comparedRows(rows, { days: [day], resource }).filter(isRealtime);
    const model = billedModels(billed).find((one) => one.label === label);
    return model === undefined || own.length === 0 ? [] : [{ label: day, turns: own, billed: model.billed }];
  });
}
