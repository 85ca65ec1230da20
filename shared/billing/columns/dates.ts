import { isDay } from '../../utc.ts';

/** Which number of a date written `04/01/2026` stands first. */
export type DateOrder = 'month-first' | 'day-first';

/** What the dates seen so far say about their order; each field holds one date as its proof. */
export interface DateEvidence {
  readonly monthFirst: string | null;
  readonly dayFirst: string | null;
  readonly open: string | null;
}

export const noDateEvidence: DateEvidence = { monthFirst: null, dayFirst: null, open: null };

const iso = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ].*)?$/;
const packed = /^(\d{4})(\d{2})(\d{2})(?:\.0+)?$/;
const local = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?:[ T].*)?$/;

/** What one date proves. `firstOfMonth`: it is known to be the first day of a month, as a billing period's start is. */
export function addDate(evidence: DateEvidence, text: string, firstOfMonth = false): DateEvidence {
  const match = local.exec(text.trim());
  if (match === null) return evidence;
  const [first, second] = [Number(match[1]), Number(match[3])];
  if (first === second) return evidence;
  const dayFirst = first > 12 || match[2] === '.' || (firstOfMonth && first === 1);
  const monthFirst = second > 12 || (firstOfMonth && second === 1);
  const field = dayFirst ? 'dayFirst' : monthFirst ? 'monthFirst' : 'open';
  return evidence[field] === null ? { ...evidence, [field]: text.trim() } : evidence;
}

/** The order a whole file uses; `unknown` where its dates read either way, `both` where they contradict each other. */
export function orderOf({ monthFirst, dayFirst, open }: DateEvidence): DateOrder | 'none' | 'unknown' | 'both' {
  if (monthFirst !== null && dayFirst !== null) return 'both';
  if (monthFirst !== null) return 'month-first';
  if (dayFirst !== null) return 'day-first';
  return open === null ? 'none' : 'unknown';
}

const padded = (value: string | undefined, length = 2): string => (value ?? '').padStart(length, '0');

/** `YYYY-MM-DD` of a date, which bills mean as a UTC day; null for a text that is none. */
export function dayOf(text: string, order: DateOrder): string | null {
  const date = text.trim();
  const [, y, m, d] = iso.exec(date) ?? packed.exec(date) ?? [];
  const match = local.exec(date);
  const [year, month, day] =
    y !== undefined
      ? [y, m, d]
      : order === 'month-first'
        ? [match?.[4], match?.[1], match?.[3]]
        : [match?.[4], match?.[3], match?.[1]];
  const read = `${padded(year?.length === 2 ? `20${year}` : year, 4)}-${padded(month)}-${padded(day)}`;
  return isDay(read) ? read : null;
}
