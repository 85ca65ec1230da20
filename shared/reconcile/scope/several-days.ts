import { type Billed, type BilledSpans, spansOf } from '../../billing/meter-kind.ts';
import { plus, point, single, type Span } from '../../kit/span.ts';
import type { Turn } from '../evidence/reported-responses.ts';
import { conditionOf, nonNegativeLeastSquares } from './non-negative-fit.ts';
import { count } from '../../kit/numbers.ts';

/** One equation's worth of evidence: what was reported in a session or day of its own, and what was billed for it. */
export interface Observation {
  /** The day, or the session. */
  readonly label: string;
  readonly turns: readonly Turn[];
  readonly billed: Billed;
}

/** A reported amount that may stand on the right side of a meter's equation. */
interface Field {
  readonly id: string;
  readonly words: string;
  /** null: not known for a turn. */
  readonly of: (turn: Turn) => number | null;
  /** Largest coefficient that the integer search tries. */
  readonly most: number;
}

const field = (id: string, words: string, of: Field['of'], most = 3): Field => ({ id, words, of, most });

/** Every field, by modality: audio meters are made of audio fields and text meters of text fields, for anything else fits by chance. */
const fields = {
  audio: [field('ain', 'audio in', (turn) => turn.audioIn), field('aout', 'audio out', (turn) => turn.audioOut)],
  audioCached: [field('acached', 'audio cached', (turn) => turn.audioCached)],
  audioOut: [field('aout', 'audio out', (turn) => turn.audioOut)],
  text: [
    field('tin', 'text in', (turn) => turn.textIn),
    field('tout', 'text out', (turn) => turn.textOut),
    field('heard', 'transcript of what you said', (turn) => turn.userTranscript),
    field('answer', 'transcript of the answer', (turn) => turn.answerTranscript),
    field('responses', 'responses', () => 1, 10),
  ],
  textCached: [field('tcached', 'text cached', (turn) => turn.textCached)],
  textOut: [
    field('tout', 'text out', (turn) => turn.textOut),
    field('answer', 'transcript of the answer', (turn) => turn.answerTranscript),
  ],
} as const;

/** A meter, or two that only together are known: input with its cached part, wherever that was booked. */
interface Equation {
  readonly id: string;
  readonly words: string;
  readonly fields: readonly Field[];
  /** null: the bill has no row to take it from, or one that is rounded: it is no equation. */
  readonly billed: (billed: BilledSpans) => number | null;
}

const together = (one: Span | undefined, other: Span | undefined): number | null =>
  one === undefined ? null : single(plus(one, other ?? point(0)));

/** The equations that are solved, each by itself. */
const equations: readonly Equation[] = [
  {
    id: 'audio_in',
    words: 'audio in, cached included',
    fields: fields.audio,
    billed: ({ audio_in, audio_cached }) => together(audio_in, audio_cached),
  },
  {
    id: 'audio_cached',
    words: 'audio cached',
    fields: fields.audioCached,
    billed: (bill) => single(bill.audio_cached),
  },
  { id: 'audio_out', words: 'audio out', fields: fields.audioOut, billed: (bill) => single(bill.audio_out) },
  {
    id: 'text_in',
    words: 'text in, cached included',
    fields: fields.text,
    billed: ({ text_in, text_cached }) => together(text_in, text_cached),
  },
  { id: 'text_cached', words: 'text cached', fields: fields.textCached, billed: (bill) => single(bill.text_cached) },
  { id: 'text_out', words: 'text out', fields: fields.textOut, billed: (bill) => single(bill.text_out) },
];

/** The sum of a field over an observation's turns; null where a turn does not know it. */
function totalOf({ of }: Field, turns: readonly Turn[]): number | null {
  return turns.reduce<number | null>((sum, turn) => {
    const value = of(turn);
    return sum === null || value === null ? null : sum + value;
  }, 0);
}

/** Two fields that these observations cannot tell apart, and how they hang together. */
interface ConfoundedPair {
  readonly fields: readonly [string, string];
  /** `text in = text out + 2 × responses`. */
  readonly relation: string;
}

const same = (one: number, other: number): boolean => Math.abs(one - other) < 1e-9;

/** `other = factor × one + constant × count`, if so in every row; null otherwise. */
function relationOf(
  one: readonly number[],
  other: readonly number[],
  counts: readonly number[],
): { factor: number; constant: number } | null {
  if (one.every((value) => value === 0) || other.every((value) => value === 0)) return null;
  const [first = 0, ...rest] = one.map((value, row) => ((other[row] ?? 0) - value) / (counts[row] || 1));
  if (rest.every((value) => same(value, first))) return { factor: 1, constant: first };
  const at = one.findIndex((value) => value !== 0);
  const factor = (other[at] ?? 0) / (one[at] ?? 1);
  const scales = factor > 0 && one.every((value, row) => same(value * factor, other[row] ?? 0));
  return scales ? { factor, constant: 0 } : null;
}

const short = (value: number): string => String(Number(value.toPrecision(4)));

/**
 * Pairs of fields of which one follows from the other in every observation: no number of such observations tells them apart.
 * @param rows one row per observation, one column per field
 * @param counts responses of each observation
 */
function confoundedPairs(
  fields: readonly Field[],
  rows: readonly (readonly number[])[],
  counts: readonly number[],
): ConfoundedPair[] {
  const column = (at: number): number[] => rows.map((row) => row[at] ?? 0);
  return fields.flatMap((one, i) =>
    fields.slice(i + 1).flatMap((other, k): ConfoundedPair[] => {
      const relation = relationOf(column(i), column(i + k + 1), counts);
      if (relation === null) return [];
      const { factor, constant } = relation;
      const scaled = factor === 1 ? one.words : `${short(factor)} × ${one.words}`;
      const plus = constant === 0 ? '' : ` ${constant > 0 ? '+' : '\u2212'} ${short(Math.abs(constant))} × responses`;
      // The count of responses is itself a field; its relation to another is that the other is constant.
      const text =
        other.id === 'responses' || one.id === 'responses'
          ? `${one.id === 'responses' ? other.words : one.words} is the same in every response`
          : `${other.words} = ${scaled}${plus}`;
      return [{ fields: [one.id, other.id], relation: text }];
    }),
  );
}

/** One way to make a meter from reported fields, exact in every observation. */
export interface IntegerForm {
  /** By field id; fields with 0 are left out. */
  readonly coefficients: Readonly<Record<string, number>>;
  /** `2 × audio in + audio out`. */
  readonly formula: string;
}

/** What several observations say of one meter. */
export interface ManyMeter {
  readonly meter: string;
  readonly words: string;
  readonly observations: number;
  readonly fields: readonly string[];
  /** The first look: least squares that let nothing fall below zero, by field id. */
  readonly leastSquares: Readonly<Record<string, number>>;
  /** Root of the mean squared residual of that look, in tokens. */
  readonly residualTokens: number;
  /** The first look rounded to whole numbers, and whether that is exact. */
  readonly rounded: IntegerForm & { readonly exact: boolean };
  /** Every form of small whole numbers that is exact in all observations, the simplest first. */
  readonly exact: readonly IntegerForm[];
  readonly rank: number;
  /** Largest over smallest singular value; null: infinite, for fields depend on each other. */
  readonly condition: number | null;
  /** The observations suffice to tell every field from every other. */
  readonly identifiable: boolean;
  readonly confounded: readonly ConfoundedPair[];
}

export interface ManySessions {
  readonly observations: readonly { readonly label: string; readonly responses: number }[];
  readonly meters: readonly ManyMeter[];
  readonly finding: string;
  /** What the data cannot tell apart, and what would. */
  readonly open: readonly string[];
}

/** Above this columns are too close to dependent for a fit to mean anything. */
const mostCondition = 1000;
/** Exact forms that are kept; more prove only that anything fits. */
const mostForms = 60;

function formOf(coefficients: readonly number[], fields: readonly Field[]): IntegerForm {
  const used = fields.flatMap((field, at) => {
    const value = coefficients[at] ?? 0;
    return value === 0 ? [] : [{ field, value }];
  });
  const terms = used.map(({ field, value }) => (value === 1 ? field.words : `${count(value)} × ${field.words}`));
  return {
    coefficients: Object.fromEntries(used.map(({ field, value }) => [field.id, value])),
    formula: terms.length === 0 ? '0' : terms.join(' + '),
  };
}

/** Every vector of small whole coefficients that is exact in all rows, by depth-first search with the first row as its bound. */
function exactForms(
  rows: readonly (readonly number[])[],
  values: readonly number[],
  fields: readonly Field[],
): number[][] {
  const found: number[][] = [];
  const left = [...values];
  const path: number[] = [];
  const visit = (at: number): void => {
    if (left.some((value) => value < 0) || found.length >= mostForms * 10) return;
    if (at === fields.length) {
      if (left.every((value) => value === 0)) found.push([...path]);
      return;
    }
    const most = fields[at]?.most ?? 0;
    for (let coefficient = 0; coefficient <= most; coefficient += 1) {
      path.push(coefficient);
      visit(at + 1);
      path.pop();
      for (const [row, cells] of rows.entries()) left[row] = (left[row] ?? 0) - (cells[at] ?? 0);
    }
    for (const [row, cells] of rows.entries()) left[row] = (left[row] ?? 0) + (most + 1) * (cells[at] ?? 0);
  };
  visit(0);
  return found;
}

/** Fewer fields before smaller numbers. */
const weight = (form: readonly number[]): number =>
  form.filter((value) => value > 0).length * 100 + form.reduce((sum, value) => sum + value, 0);

function meterOf({ id, words, fields: all, billed }: Equation, observations: readonly Observation[]): ManyMeter | null {
  const seen = observations.flatMap(({ turns, billed: bill }) => {
    const value = billed(spansOf(bill));
    return value === null ? [] : [{ turns, value }];
  });
  const fields = all.filter((field) => seen.every(({ turns }) => totalOf(field, turns) !== null));
  if (seen.length < 2 || fields.length === 0) return null;
  const rows = seen.map(({ turns }) => fields.map((field) => totalOf(field, turns) ?? 0));
  const values = seen.map(({ value }) => value);
  const counts = seen.map(({ turns }) => turns.length);
  const fit = nonNegativeLeastSquares(rows, values);
  const rounded = fit.coefficients.map((value) => Math.round(value));
  const exact = exactForms(rows, values, fields).sort((one, other) => weight(one) - weight(other));
  const { rank, condition } = conditionOf(rows);
  return {
    meter: id,
    words,
    observations: seen.length,
    fields: fields.map((field) => field.id),
    leastSquares: Object.fromEntries(fields.map((field, at) => [field.id, fit.coefficients[at] ?? 0])),
    residualTokens: fit.residual,
    rounded: {
      ...formOf(rounded, fields),
      exact: rows.every(
        (row, at) => row.reduce((sum, cell, column) => sum + cell * (rounded[column] ?? 0), 0) === values[at],
      ),
    },
    exact: exact.slice(0, mostForms).map((form) => formOf(form, fields)),
    rank,
    condition: Number.isFinite(condition) ? condition : null,
    identifiable: rank === fields.length && condition < mostCondition,
    confounded: confoundedPairs(fields, rows, counts),
  };
}

function openOf(meters: readonly ManyMeter[]): string[] {
  return meters.flatMap(({ words, exact, confounded, identifiable, observations, fields }) => [
    ...(exact.length > 1
      ? [
          `${words}: ${exact.length >= mostForms ? 'very many' : count(exact.length)} forms are exact, among them ${exact
            .slice(0, 3)
            .map(({ formula }) => formula)
            .join('; ')}.`,
        ]
      : []),
    ...confounded.map(
      ({ relation }) => `${words}: ${relation}, in all of these. Vary one of the two without the other.`,
    ),
    ...(!identifiable && confounded.length === 0
      ? [
          `${words}: ${count(observations)} observations do not tell ${fields.length} fields apart. ${observations < fields.length ? `At least ${fields.length} of unlike sizes are needed, each on a day or resource of its own.` : 'Their sizes are too much alike.'}`,
        ]
      : []),
  ]);
}

/**
 * Solves each meter as a sum of reported fields over several sessions or days: least squares first, then whole numbers, then
 * the exact check, with all ties. null: fewer than two observations have a bill.
 */
export function solveMany(observations: readonly Observation[]): ManySessions | null {
  const meters = equations.flatMap((equation) => meterOf(equation, observations) ?? []);
  if (meters.length === 0) return null;
  const sure = meters.filter(({ exact, identifiable }) => exact.length === 1 && identifiable);
  const some = meters.filter(({ exact }) => exact.length > 0);
  const said = (sure.length > 0 ? sure : some)
    .map(({ words, exact }) => `${words} = ${exact[0]?.formula ?? ''}`)
    .join('; ');
  return {
    observations: observations.map(({ label, turns }) => ({ label, responses: turns.length })),
    meters,
    finding:
      sure.length > 0
        ? `Over ${count(observations.length)} days or sessions one whole-number form alone is exact: ${said}.`
        : some.length > 0
          ? `Over ${count(observations.length)} days or sessions these forms are exact, and not the only ones: ${said}.`
          : `No sum of reported fields with small whole numbers is exact over ${count(observations.length)} days or sessions.`,
    open: openOf(meters),
  };
}
