/** Calendar arithmetic on UTC days written `YYYY-MM-DD`, without a clock. */

const dayMs = 86_400_000;
const hourMs = 3_600_000;

/** Days since 1970-01-01 of a civil date (Gregorian, by eras of 400 years). */
function dayNumber(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** `YYYY-MM-DD` of so many days since 1970-01-01. */
function dayText(days: number): string {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return `${yearOfEra + era * 400 + (month <= 2 ? 1 : 0)}-${two(month)}-${two(day)}`;
}

const instant =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i;

/** Milliseconds since 1970 of an ISO instant; without a zone it is UTC, as bills mean it. null: no instant. */
export function instantMs(text: string): number | null {
  const match = instant.exec(text.trim());
  if (match === null) return null;
  const [, year, month, day, hours = '0', minutes = '0', seconds = '0', fraction = '', zone = 'Z'] = match;
  if (Number(month) < 1 || Number(month) > 12 || Number(day) < 1 || Number(day) > 31) return null;
  const [, sign = '+', zoneHours = '0', zoneMinutes = '0'] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone) ?? [];
  const offsetMs = (sign === '-' ? -1 : 1) * (Number(zoneHours) * hourMs + Number(zoneMinutes) * 60_000);
  return (
    dayNumber(Number(year), Number(month), Number(day)) * dayMs +
    Number(hours) * hourMs +
    Number(minutes) * 60_000 +
    Number(seconds) * 1000 +
    Math.floor(Number(`0.${fraction === '' ? '0' : fraction}`) * 1000) -
    offsetMs
  );
}

/** The UTC day that holds an instant. */
export const utcDayOf = (ms: number): string => dayText(Math.floor(ms / dayMs));

/** The day so many days after another. */
export function dayAfter(day: string, days = 1): string {
  const ms = instantMs(day);
  return ms === null ? day : dayText(Math.floor(ms / dayMs) + days);
}

/** The instant at which a UTC day has ended. */
export const endOfDayMs = (day: string): number => (instantMs(day) ?? Number.NaN) + dayMs;

/** The instant at which the month of a UTC day has ended. */
export function endOfMonthMs(day: string): number {
  const [year = 0, month = 0] = day.split('-').map(Number);
  return (month === 12 ? dayNumber(year + 1, 1, 1) : dayNumber(year, month + 1, 1)) * dayMs;
}

/** The UTC days from an instant to so many milliseconds later: bills know no hour, and no other zone. */
export function utcDays(startedAt: string, durationMs: number): string[] {
  const start = instantMs(startedAt);
  if (start === null) return [];
  const first = Math.floor(start / dayMs);
  const last = Math.floor((start + Math.max(0, durationMs)) / dayMs);
  return Array.from({ length: last - first + 1 }, (_, at) => dayText(first + at));
}
