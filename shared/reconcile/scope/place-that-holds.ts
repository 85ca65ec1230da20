import { type BilledModel, billedModels } from '../../billing/billed-models.ts';
import type { DayUsage } from '../../billing/day-usage.ts';
import { type BilledSpans, type MeterKind, meterKinds } from '../../billing/meter-kind.ts';
import { holds, point } from '../../kit/span.ts';
import { expectedTotals, reportedTotals, type Turn } from '../evidence/reported-responses.ts';
import { isRealtime } from './scope.ts';

type Amounts = Readonly<Record<MeterKind, number>>;

/** Ways in which a report can stand on a bill as it is: cached tokens on meters of their own, or with the input. */
function asReported(turns: readonly Turn[]): Amounts[] {
  const reported = reportedTotals(turns);
  return [expectedTotals(turns), { ...reported, audio_cached: 0, text_cached: 0 }];
}

const isHeldBy = (billed: BilledSpans, amounts: Amounts): boolean =>
  meterKinds.every((meter) => holds(billed[meter] ?? point(0), amounts[meter]));

const only = (all: readonly string[]): string | null => {
  const [first, second] = new Set(all);
  return second === undefined && first !== undefined && first !== '' ? first : null;
};

const thatHold = (turns: readonly Turn[], models: readonly BilledModel[]): readonly BilledModel[] => {
  const ways = asReported(turns);
  return models.filter(({ billed }) => ways.some((amounts) => isHeldBy(billed, amounts)));
};

/** The label of the one model whose meters are exactly what was reported; null: none is, or several are. */
export const modelThatHolds = (turns: readonly Turn[], models: readonly BilledModel[]): string | null =>
  only(thatHold(turns, models).map(({ label }) => label));

/** Where on a bill usage belongs that was pasted and names no place. */
export interface Place {
  readonly day: string | null;
  /** A resource's id. */
  readonly resource: string | null;
}

/**
 * The place of a bill where the meters of some model are exactly what was reported: usage that was pasted names no day and no
 * resource, and on a bill of a month no other can be meant. Each is null where none fits, or those that fit do not agree on it.
 * @param days those that are meant already; empty: any
 */
export function placeThatHolds(turns: readonly Turn[], rows: readonly DayUsage[], days: readonly string[]): Place {
  const places = new Map<string, DayUsage[]>();
  for (const row of rows) {
    // A row that names no day can be of any.
    if (!isRealtime(row) || row.day === '' || (days.length > 0 && !days.includes(row.day))) continue;
    const key = [row.day, row.subscription, row.resource].join('\n');
    places.set(key, [...(places.get(key) ?? []), row]);
  }
  const fitting = [...places.values()].filter((own) => thatHold(turns, billedModels(own)).length > 0);
  return {
    day: only(fitting.map(([row]) => row?.day ?? '')),
    resource: only(fitting.map(([row]) => row?.resource ?? '')),
  };
}
