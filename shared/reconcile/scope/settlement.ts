import type { DayUsage } from '../../billing/day-usage.ts';
import { endOfMonthMs, endOfPeriodMs, instantMs, isMonth } from '../../kit/dates.ts';

/** How much a bill of a day or month can still change, at a moment. */
export type Freshness =
  /** Under 24 hours after its end: rows may be missing altogether. */
  | 'not yet due'
  /** Rows are there, and an open month is rated again several times a day. */
  | 'provisional'
  /** Two imports a day apart agree, or the month has been closed for 72 hours. */
  | 'settled';

/** Bills first show usage this long after its day, and may change it until this long after the month. */
const dueHours = 24;
const closedHours = 72;
/** Two imports that agree settle a day when they lie this far apart. */
const apartHours = 24;
const hourMs = 3_600_000;

/** One import as the clock sees it: when its files were written, and the day's rows in it. */
export interface Witness {
  readonly writtenAt: string;
  readonly days: readonly DayUsage[];
}

/** Everything an import says of one day, in an order of its own, so that two can be compared. */
const amountsOf = (days: readonly DayUsage[], day: string): string =>
  days
    .filter((row) => row.day === day)
    .map(({ meter, resource, correction, quantity, cost }) =>
      [meter.name.toLowerCase(), resource, correction, quantity, cost].join('\n'),
    )
    .sort()
    .join('\n\n');

/**
 * How settled the bill of a day is, or of a month, which two agreeing imports do not settle while it is open.
 * @param at the moment of the newest import, ISO 8601: a bill fetched early stays early however late it is read
 * @param witnesses every import at hand, older runs included
 */
export function freshnessOf(day: string, at: string, witnesses: readonly Witness[] = []): Freshness {
  const fetchedMs = instantMs(at);
  const endMs = endOfPeriodMs(day);
  if (fetchedMs === null || fetchedMs < endMs + dueHours * hourMs) return 'not yet due';
  if (fetchedMs >= endOfMonthMs(day) + closedHours * hourMs) return 'settled';
  if (isMonth(day)) return 'provisional';
  const due = witnesses
    .map(({ writtenAt, days }) => ({ ms: instantMs(writtenAt) ?? Number.NaN, amounts: amountsOf(days, day) }))
    .filter(({ ms, amounts }) => ms >= endMs && amounts !== '')
    .sort((one, other) => one.ms - other.ms);
  const newest = due.at(-1);
  const agrees =
    newest !== undefined &&
    due.some(({ ms, amounts }) => newest.ms - ms >= apartHours * hourMs && amounts === newest.amounts);
  return agrees ? 'settled' : 'provisional';
}

/** The UTC day from which a bill is to show a day or month: `2026-11-25` of 23 November. Null: it is neither. */
export function dueFrom(day: string): string | null {
  const dueMs = endOfPeriodMs(day) + dueHours * hourMs;
  return Number.isFinite(dueMs) ? new Date(dueMs).toISOString().slice(0, 10) : null;
}

/** The weakest of several days decides for all. */
const order: readonly Freshness[] = ['not yet due', 'provisional', 'settled'];
export const weakest = (states: readonly Freshness[]): Freshness =>
  order[Math.min(...states.map((state) => order.indexOf(state)))] ?? 'not yet due';
