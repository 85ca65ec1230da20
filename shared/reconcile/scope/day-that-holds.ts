import { billedModels } from '../../billing/billed-models.ts';
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

/**
 * The one day of a bill on which the meters of some model and resource are exactly what was reported: usage that was pasted names
 * no day, and on a bill of a month no other can be meant. null: none is, or several are.
 */
export function dayThatHolds(turns: readonly Turn[], rows: readonly DayUsage[]): string | null {
  const ways = asReported(turns);
  const places = new Map<string, DayUsage[]>();
  // A row that names no day can be of any.
  for (const row of rows.filter((one) => isRealtime(one) && one.day !== '')) {
    const key = [row.day, row.subscription, row.resource].join('\n');
    places.set(key, [...(places.get(key) ?? []), row]);
  }
  const days = [...places.values()].flatMap((own) =>
    billedModels(own).some(({ billed }) => ways.some((amounts) => isHeldBy(billed, amounts)))
      ? (own[0]?.day ?? [])
      : [],
  );
  const [only, second] = new Set(days);
  return second === undefined ? (only ?? null) : null;
}
