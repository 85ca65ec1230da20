/** UTC instants and the UTC days of bills, written `YYYY-MM-DD`. No clock is read: every function takes its instant. */

const dayMs = 86_400_000;

const instant =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(?:Z|([+-]\d{2}):?(\d{2}))?$/i;

/** The UTC day that holds an instant. */
export const utcDayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** Whether a text is a day of the calendar, `YYYY-MM-DD`: February has no 31st. */
export function isDay(text: string): boolean {
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && utcDayOf(ms) === text;
}

/** Whether a text is a month of the calendar, `YYYY-MM`. */
export const isMonth = (text: string): boolean => text.length === 7 && isDay(`${text}-01`);

/** The month of a UTC day, `YYYY-MM`; a month is its own. */
export const monthOfDay = (period: string): string => period.slice(0, 7);

/** A UTC day or month within a sentence: `2026-09-28`, `the month 2026-09`. */
export const periodWords = (period: string): string => (isMonth(period) ? `the month ${period}` : period);

/** Milliseconds since 1970 of an ISO instant; without a zone it is UTC, as bills mean it. null: no instant. */
export function instantMs(text: string): number | null {
  const match = instant.exec(text.trim());
  if (match === null) return null;
  const [, day = '', hours = '00', minutes = '00', seconds = '00', fraction = '0', zoneHours, zoneMinutes = ''] = match;
  if (!isDay(day)) return null;
  const zone = zoneHours === undefined ? 'Z' : `${zoneHours}:${zoneMinutes}`;
  const ms = Date.parse(`${day}T${hours}:${minutes}:${seconds}.${fraction.slice(0, 3).padEnd(3, '0')}${zone}`);
  return Number.isNaN(ms) ? null : ms;
}

/** The day so many days after another. */
export function dayAfter(day: string, days = 1): string {
  const ms = instantMs(day);
  return ms === null ? day : utcDayOf(ms + days * dayMs);
}

/** The instant at which a UTC day, or a month, has ended. */
export const endOfPeriodMs = (period: string): number =>
  isMonth(period) ? endOfMonthMs(period) : (instantMs(period) ?? Number.NaN) + dayMs;

/** The instant at which the month of a UTC day, or a month, has ended. */
export function endOfMonthMs(day: string): number {
  const [year = 0, month = 0] = day.split('-').map(Number);
  return Date.UTC(year, month, 1);
}

/** The UTC days from an instant to so many milliseconds later: bills know no hour, and no other zone. */
export function utcDays(startedAt: string, durationMs: number): string[] {
  const startMs = instantMs(startedAt);
  if (startMs === null) return [];
  const first = Math.floor(startMs / dayMs);
  const last = Math.floor((startMs + Math.max(0, durationMs)) / dayMs);
  return Array.from({ length: last - first + 1 }, (_, at) => utcDayOf((first + at) * dayMs));
}
