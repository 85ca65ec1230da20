import { isDay, isMonth } from '../kit/dates.ts';
import { benchError, type BenchError } from '../kit/errors.ts';
import { Exact, mostNumberLength } from '../kit/money.ts';
import { repeated } from '../kit/untrusted/quoting.ts';
import {
  addDecimals,
  type DecimalMark,
  type DecimalsEvidence,
  numberFields,
  togetherDecimals,
} from './column-decimals.ts';
import { type CostColumns, isExpectedUse } from './cost-file-columns.ts';

export type { DecimalMark };

/** What the numbers seen so far say about the mark; each field holds one number as its proof. */
interface MarkEvidence {
  readonly point: string | null;
  readonly comma: string | null;
  /** A number that reads either way: `1,234` and `1.234`. */
  readonly open: string | null;
}

export const noMarkEvidence: MarkEvidence = { point: null, comma: null, open: null };

/** Spaces and apostrophes only ever group digits. */
const bare = (text: string): string =>
  /[^\d.,+-]/.test(text) ? text.trim().replaceAll(/[\s\u00a0\u202f'’]/g, '') : text;

type Proof = keyof MarkEvidence | null;

/** Which evidence one number gives. null: none, it has no mark or is no number. */
function proofOf(text: string): Proof {
  const number = bare(text).replace(/^[+-]/, '');
  if (!/^[\d.,]*\d(e[+-]?\d+)?$/i.test(number)) return null;
  const lastPoint = number.lastIndexOf('.');
  const lastComma = number.lastIndexOf(',');
  if (lastPoint < 0 && lastComma < 0) return null;
  if (lastPoint >= 0 && lastComma >= 0) return lastPoint > lastComma ? 'point' : 'comma';
  const mark = lastPoint >= 0 ? '.' : ',';
  const asDecimal = mark === '.' ? 'point' : 'comma';
  const parts = number.split(mark);
  if (parts.length > 2) {
    const [head = '', ...groups] = parts;
    const grouped = /^\d{1,3}$/.test(head) && groups.every((part) => /^\d{3}$/.test(part));
    return !grouped ? null : asDecimal === 'point' ? 'comma' : 'point';
  }
  return /^[1-9]\d{0,2}$/.test(parts[0] ?? '') && /^\d{3}$/.test(parts[1] ?? '') ? 'open' : asDecimal;
}

export function addNumber(evidence: MarkEvidence, text: string): MarkEvidence {
  if (text.length > mostNumberLength) return evidence;
  // Most rows of a file only say again what is proved: a number with one point and no comma.
  if (evidence.point !== null && !text.includes(',') && text.indexOf('.') === text.lastIndexOf('.')) return evidence;
  const proof = proofOf(text);
  return proof === null || evidence[proof] !== null ? evidence : { ...evidence, [proof]: text.trim() };
}

/** The mark a whole column uses; `unknown` where its numbers read either way, `both` where they contradict each other. */
export function markOf({ point, comma, open }: MarkEvidence): DecimalMark | 'none' | 'unknown' | 'both' {
  if (point !== null && comma !== null) return 'both';
  if (point !== null) return '.';
  if (comma !== null) return ',';
  return open === null ? 'none' : 'unknown';
}

/** A number as a plain decimal string with a point, or null when it is none by this mark. */
export function plainNumber(text: string, mark: DecimalMark): string | null {
  if (text.length > mostNumberLength) return null;
  const number = bare(text);
  // As exports write it, whatever the mark: nothing groups and nothing is decimal.
  if (/^-?\d+$/.test(number) || (mark === '.' && /^-?\d+\.\d+$/.test(number))) return number;
  const group = mark === '.' ? ',' : '.';
  const [whole = '', ...decimals] = number.split(mark);
  if (decimals.length > 1) return null;
  const [head = '', ...groups] = whole.split(group);
  if (groups.length > 0 && !(/^[+-]?\d{1,3}$/.test(head) && groups.every((part) => /^\d{3}$/.test(part)))) return null;
  const plain = `${head}${groups.join('')}${decimals.length === 0 ? '' : `.${decimals[0]}`}`;
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(plain)) return null;
  return /e/i.test(plain) ? new Exact(plain).toFixed() : plain.replace(/^\+/, '');
}

/** Which number of a date written `04/01/2026` stands first. */
export type DateOrder = 'month-first' | 'day-first';

/** What the dates seen so far say about their order; each field holds one date as its proof. */
interface DateEvidence {
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

/** `YYYY-MM` of a text that names a month and no day: `2026-09`, `202609`; null for any other. */
export function monthOf(text: string): string | null {
  const [, year = '', month = ''] = /^(\d{4})-?(\d{2})$/.exec(text.trim()) ?? [];
  return isMonth(`${year}-${month}`) ? `${year}-${month}` : null;
}

/** How a whole file writes numbers and dates. */
export interface Conventions {
  readonly decimalMark: DecimalMark;
  readonly dateOrder: DateOrder;
}

/** What the rows seen so far prove. */
export interface ConventionEvidence {
  readonly numbers: MarkEvidence;
  readonly dates: DateEvidence;
  readonly decimals: DecimalsEvidence;
}

export const noEvidence: ConventionEvidence = { numbers: noMarkEvidence, dates: noDateEvidence, decimals: {} };

/** A question that only a person can answer; the example reads either way, and nothing else in the file decides. */
export interface ConventionQuestion {
  readonly about: keyof Conventions;
  readonly example: string;
  readonly sentence: string;
  readonly choices: readonly { readonly value: string; readonly means: string }[];
}

const dateFields = ['day', 'month', 'periodEnd'] as const;

/** The evidence with one more row. Expected use was written by another program than the bill that it may lie in. */
export function addEvidence(
  evidence: ConventionEvidence,
  cells: readonly string[],
  columns: CostColumns,
): ConventionEvidence {
  const cell = (position: number | undefined): string => (position === undefined ? '' : (cells[position] ?? ''));
  if (isExpectedUse(cell(columns.expected))) return evidence;
  let { numbers, dates: days, decimals } = evidence;
  for (const field of numberFields) {
    if (columns[field] === undefined) continue;
    const text = cell(columns[field]);
    numbers = addNumber(numbers, text);
    const seen = addDecimals(decimals[field], text);
    if (seen !== decimals[field]) decimals = { ...decimals, [field]: seen };
  }
  for (const field of dateFields) days = addDate(days, cell(columns[field]));
  const dates = addDate(days, cell(columns.periodStart), true);
  const same = numbers === evidence.numbers && dates === evidence.dates && decimals === evidence.decimals;
  return same ? evidence : { numbers, dates, decimals };
}

/** What two files, or two parts of one, prove together. */
export function togetherEvidence(one: ConventionEvidence, other: ConventionEvidence): ConventionEvidence {
  const { numbers, dates } = one;
  return {
    numbers: {
      point: numbers.point ?? other.numbers.point,
      comma: numbers.comma ?? other.numbers.comma,
      open: numbers.open ?? other.numbers.open,
    },
    dates: {
      monthFirst: dates.monthFirst ?? other.dates.monthFirst,
      dayFirst: dates.dayFirst ?? other.dates.dayFirst,
      open: dates.open ?? other.dates.open,
    },
    decimals: togetherDecimals(one.decimals, other.decimals),
  };
}

export type ConventionAnswer =
  | { readonly kind: 'known'; readonly conventions: Conventions }
  | { readonly kind: 'question'; readonly question: ConventionQuestion }
  | { readonly kind: 'refused'; readonly error: BenchError };

const contradiction = (what: string, one: string | null, other: string | null): ConventionAnswer => ({
  kind: 'refused',
  error: benchError(
    'invalid-argument',
    `The file writes ${what} in two ways: ${repeated(one ?? '')} and ${repeated(other ?? '')}.`,
    {
      nextStep: 'Export it again, and import it without saving it in a spreadsheet in between.',
    },
  ),
});

function askDecimal(example: string): ConventionQuestion {
  return {
    about: 'decimalMark',
    example,
    sentence: `Is ${repeated(example)} a number of thousands, or one with decimals?`,
    choices: [
      { value: '.', means: 'a point stands before decimals' },
      { value: ',', means: 'a comma stands before decimals' },
    ],
  };
}

function askOrder(example: string): ConventionQuestion {
  return {
    about: 'dateOrder',
    example,
    sentence: `Does ${repeated(example)} begin with the month or with the day?`,
    choices: [
      { value: 'month-first', means: 'the month' },
      { value: 'day-first', means: 'the day' },
    ],
  };
}

/**
 * The conventions of a file from all its rows, or the question that is left. A lone point in a file of commas is a decimal
 * point, for exports are written so; every other number that reads either way is asked about.
 * @param answers what a person said already
 */
export function decideConventions(
  { numbers, dates }: Pick<ConventionEvidence, 'numbers' | 'dates'>,
  delimiter: string,
  answers: Partial<Conventions> = {},
): ConventionAnswer {
  const mark = markOf(numbers);
  const order = orderOf(dates);
  if (mark === 'both') return contradiction('decimals', numbers.point, numbers.comma);
  if (order === 'both') return contradiction('dates', dates.monthFirst, dates.dayFirst);
  const asExported = delimiter === ',' && numbers.open?.includes('.') === true;
  const decimalMark =
    mark === 'unknown' ? (answers.decimalMark ?? (asExported ? '.' : null)) : mark === 'none' ? '.' : mark;
  if (decimalMark === null) return { kind: 'question', question: askDecimal(numbers.open ?? '') };
  const dateOrder = order === 'unknown' ? (answers.dateOrder ?? null) : order === 'none' ? 'month-first' : order;
  if (dateOrder === null) return { kind: 'question', question: askOrder(dates.open ?? '') };
  return { kind: 'known', conventions: { decimalMark, dateOrder } };
}
