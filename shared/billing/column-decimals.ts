import type { CostField } from './cost-file-columns.ts';

/** Which mark stands before decimals. */
export type DecimalMark = '.' | ',';

/** Columns whose numbers are read. */
export const numberFields = [
  'quantity',
  'price',
  'cost',
  'pricingCost',
  'exchangeRate',
  'costUsd',
] as const satisfies readonly CostField[];
export type NumberField = (typeof numberFields)[number];

/** What the cells of one column show of how far it is rounded. */
interface ColumnDecimals {
  /** Most digits behind a point, and behind a comma: which of them counts is known when all rows are. */
  readonly point: number;
  readonly comma: number;
  /** Cells with a fraction, counted up to `enoughFractions`. */
  readonly fractions: number;
}
export type DecimalsEvidence = Readonly<Partial<Record<NumberField, ColumnDecimals>>>;

/** Decimals that each column is rounded to; a column that is left out has all its digits. */
export type Rounding = Readonly<Partial<Record<NumberField, number>>>;

/** How a kind of file writes its numbers: as a program or spreadsheet printed them, or whole, as JSON and Parquet hold them. */
export type NumberWriting = 'printed' | 'whole';

/** Beyond this many decimals no rounding hides a part of a token, and no more are told apart. */
const mostDecimals = 20;
/** One number with few decimals is a number; several are a column that was rounded. */
const enoughFractions = 2;
/** Decimals of coins: whole numbers that end here in a whole column were rounded for people. */
const coinDecimals = 2;

/** Digits of a cell behind a mark, those that its exponent takes away counted: `3.84E-06` has eight. 0: the mark is not there. */
function decimalsBehind(text: string, mark: DecimalMark): number {
  const [, digits = '', exponent = '0'] =
    (mark === '.' ? /\.(\d*)(?:e([+-]?\d+))?\s*$/i : /,(\d*)(?:e([+-]?\d+))?\s*$/i).exec(text) ?? [];
  return Math.min(mostDecimals, Math.max(0, digits.length - Number(exponent)));
}

/** `5E-05` has an exponent and no mark. */
const bareExponent = /^\s*-?\d+e-(\d+)\s*$/i;

/** The evidence of one column with one more cell; the same object where it says nothing new. */
export function addDecimals(seen: ColumnDecimals | undefined, text: string): ColumnDecimals | undefined {
  const hasExponent = /e/i.test(text);
  if (!hasExponent && !text.includes('.') && !text.includes(',')) return seen;
  const bare = hasExponent ? Number(bareExponent.exec(text)?.[1] ?? 0) : 0;
  const point = Math.max(Math.min(bare, mostDecimals), decimalsBehind(text, '.'));
  const comma = Math.max(Math.min(bare, mostDecimals), decimalsBehind(text, ','));
  const { point: knownPoint, comma: knownComma, fractions } = seen ?? { point: 0, comma: 0, fractions: 0 };
  if (seen !== undefined && point <= knownPoint && comma <= knownComma && fractions >= enoughFractions) return seen;
  return {
    point: Math.max(point, knownPoint),
    comma: Math.max(comma, knownComma),
    fractions: Math.min(enoughFractions, fractions + (/[1-9]/.test(text) ? 1 : 0)),
  };
}

/** The evidence of two files together. */
export function togetherDecimals(one: DecimalsEvidence, other: DecimalsEvidence): DecimalsEvidence {
  const both = (field: NumberField): ColumnDecimals | undefined => {
    const [a, b] = [one[field], other[field]];
    if (a === undefined || b === undefined) return a ?? b;
    return {
      point: Math.max(a.point, b.point),
      comma: Math.max(a.comma, b.comma),
      fractions: Math.min(enoughFractions, a.fractions + b.fractions),
    };
  };
  return Object.fromEntries(
    numberFields.flatMap((field) => [[field, both(field)] as const]).filter(([, seen]) => seen),
  );
}

/**
 * How far each column is rounded, judged over all rows: one row alone may have lost its zeros. Printed columns are known to the
 * decimals of their longest number. JSON and Parquet print every digit, so few decimals there are no rounding, unless several
 * numbers have a fraction and none of them goes beyond cents.
 */
export function roundingOf(
  evidence: DecimalsEvidence,
  mark: DecimalMark,
  writing: NumberWriting,
  has: (field: NumberField) => boolean,
): Rounding {
  const rounding: Partial<Record<NumberField, number>> = {};
  for (const field of numberFields) {
    if (!has(field)) continue;
    const seen = evidence[field] ?? { point: 0, comma: 0, fractions: 0 };
    const decimals = mark === '.' ? seen.point : seen.comma;
    const rounded = writing === 'printed' || (seen.fractions >= enoughFractions && decimals <= coinDecimals);
    if (rounded) rounding[field] = decimals;
  }
  return rounding;
}

/** Half a unit of the last of so many decimals, as a decimal string; `0` for a number that has all its digits. */
export const halfUnit = (decimals: number | undefined): string =>
  decimals === undefined ? '0' : decimals === 0 ? '0.5' : `0.${'0'.repeat(decimals)}5`;

/** Whether a file read by one rounding has to be read again by another. */
export const sameRounding = (one: Rounding, other: Rounding): boolean =>
  numberFields.every((field) => one[field] === other[field]);
