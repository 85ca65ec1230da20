import { billedModels } from '../../billing/bill/groups.ts';
import { meterKindOf } from '../../billing/meter-name/key.ts';
import type { DayUsage } from '../../billing/rows/day-usage.ts';
import type { Reported } from '../scope/reported.ts';
import { accountOf, type BillScope } from '../scope/scope-bill.ts';
import type { Observation } from './fields.ts';

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
    const billed = rows.filter(
      (row) =>
        row.day === day &&
        !row.correction &&
        meterKindOf(row.meter) !== null &&
        (resource === null || accountOf(row.resource) === resource),
    );
    const model = billedModels(billed).find((one) => one.label === label);
    return model === undefined || own.length === 0 ? [] : [{ label: day, turns: own, billed: model.billed }];
  });
}
