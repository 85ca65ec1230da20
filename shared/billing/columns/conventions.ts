import { benchError, type BenchError } from '../../errors.ts';
import { repeated } from '../../foreign/repeated.ts';
import { addNumber, markOf, noMarkEvidence, type DecimalMark, type MarkEvidence } from '../numbers/convention.ts';
import { addDate, noDateEvidence, orderOf, type DateEvidence, type DateOrder } from './dates.ts';
import type { CostColumns } from './header.ts';

/** How a whole file writes numbers and dates. */
export interface Conventions {
  readonly decimalMark: DecimalMark;
  readonly dateOrder: DateOrder;
}

/** What the rows seen so far prove. */
export interface ConventionEvidence {
  readonly numbers: MarkEvidence;
  readonly dates: DateEvidence;
}

export const noEvidence: ConventionEvidence = { numbers: noMarkEvidence, dates: noDateEvidence };

/** A question that only a person can answer; the example reads either way, and nothing else in the file decides. */
export interface ConventionQuestion {
  readonly about: keyof Conventions;
  readonly example: string;
  readonly sentence: string;
  readonly choices: readonly { readonly value: string; readonly means: string }[];
}

const numberFields = ['quantity', 'price', 'cost', 'pricingCost', 'exchangeRate', 'costUsd'] as const;
const dateFields = ['day', 'periodEnd'] as const;

/** The evidence with one more row. */
export function addEvidence(
  evidence: ConventionEvidence,
  cells: readonly string[],
  columns: CostColumns,
): ConventionEvidence {
  const cell = (position: number | undefined): string => (position === undefined ? '' : (cells[position] ?? ''));
  let { numbers, dates: days } = evidence;
  for (const field of numberFields) {
    if (columns[field] !== undefined) numbers = addNumber(numbers, cell(columns[field]));
  }
  for (const field of dateFields) days = addDate(days, cell(columns[field]));
  const dates = addDate(days, cell(columns.periodStart), true);
  return numbers === evidence.numbers && dates === evidence.dates ? evidence : { numbers, dates };
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
  { numbers, dates }: ConventionEvidence,
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
