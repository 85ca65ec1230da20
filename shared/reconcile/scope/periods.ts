import type { DayUsage } from '../../billing/day-usage.ts';
import { dayAfter, isMonth, monthOfDay, periodWords } from '../../kit/dates.ts';
import { type Choose, choose } from './choose.ts';

/** The days or months of a bill that are compared; null: it has none of those asked for. */
export interface PickedPeriods {
  readonly kind: 'periods';
  readonly periods: readonly string[];
  /** The day that rows without one are taken for; null: there are none, or they are left out. */
  readonly undatedAs: string | null;
  readonly notes: readonly string[];
}

/** Days before a bill was written that are offered for one that names none. */
const offeredDays = 7;

/** Several in a sentence: all of a few, else the first and the last. */
export const periodList = (periods: readonly string[]): string =>
  periods.length > 6
    ? `${periodWords(periods[0] ?? '')} to ${periodWords(periods.at(-1) ?? '')}`
    : periods.map(periodWords).join(', ');

/** Days and months in a sentence: `3 days`, `a month`. */
const kindOf = (periods: readonly string[]): string =>
  periods.every(isMonth) ? 'months' : periods.some(isMonth) ? 'days and months' : 'days';

/** What of a bill an asked day or month stands for: itself, the month that holds it where only that is billed, or the days of a month. */
function standsFor(asked: string, billed: readonly string[]): readonly string[] {
  if (billed.includes(asked)) return [asked];
  if (isMonth(asked)) return billed.filter((period) => monthOfDay(period) === asked);
  return billed.filter((period) => period === monthOfDay(asked));
}

export interface PeriodsAsked {
  /** What a person said. */
  readonly wanted: readonly string[];
  /** The days of the sessions; empty: not known. */
  readonly reported: readonly string[];
  /** The day the bill was written. */
  readonly writtenOn: string;
}

/** Everything billed in one total that names no day is taken for one that a person names. */
function ofUndated({ wanted, reported, writtenOn }: PeriodsAsked): PickedPeriods | Choose {
  const [only] = wanted;
  if (only !== undefined) {
    const note = `The bill names no day: all of it is compared as that of ${periodWords(only)}.`;
    return { kind: 'periods', periods: [only], undatedAs: only, notes: [note] };
  }
  const offered =
    reported.length > 0
      ? reported
      : Array.from({ length: offeredDays }, (_, at) => dayAfter(writtenOn, at - offeredDays + 1));
  return choose('day', 'The bill has no column of days: it is one total, of a day that has to be named.', offered);
}

/**
 * Picks what of a bill's days and months is compared: those a person names, those of the sessions, or the only one. A day of which
 * only the month is billed stands for the whole month. null: the bill has none of them.
 * @param rows of usage that can be compared
 */
export function periodsOf(rows: readonly DayUsage[], asked: PeriodsAsked): PickedPeriods | Choose | null {
  const billed = [...new Set(rows.map(({ day }) => day).filter((day) => day !== ''))].sort();
  const hasUndated = rows.some(({ day }) => day === '');
  const named = asked.wanted.length === 0 ? asked.reported : asked.wanted;
  const found = [...new Set(named.flatMap((one) => standsFor(one, billed)))].sort();
  if (hasUndated && found.length === 0) return ofUndated(asked);
  const undated = hasUndated ? ['Rows of the bill that name no day are not compared.'] : [];
  const [only, second] = billed;
  if (named.length === 0 && only !== undefined) {
    if (second === undefined) return { kind: 'periods', periods: [only], undatedAs: null, notes: undated };
    const sentence = `The bill has Realtime meters on ${billed.length} ${kindOf(billed)}: ${periodList(billed)}.`;
    return choose('day', sentence, billed);
  }
  if (found.length === 0) return null;
  // A day that was asked for and has no row stays: that nothing is billed on it is part of the answer.
  const kept = named.filter((one) => !isMonth(one) && standsFor(one, billed).length === 0);
  const months = found.filter((period) => isMonth(period) && !asked.wanted.includes(period));
  const note = months.map(
    (month) =>
      `The bill has one total for the month ${month} and no days: all that is billed in the month is compared.`,
  );
  return { kind: 'periods', periods: [...found, ...kept].sort(), undatedAs: null, notes: [...undated, ...note] };
}
