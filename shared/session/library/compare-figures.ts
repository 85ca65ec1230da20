import { Exact } from '../../kit/money.ts';
import { toMillionth } from '../../kit/numbers.ts';
import type { FieldRow } from '../costs/field-rows.ts';
import { compareWaits, type NoDifference, type SideWaits } from '../latency.ts';

/** What stands in one column of a comparison: a session, or a group of them by its medians. */
export interface SideFigures<M extends SideMoney = SideMoney> {
  /** Responses that the client asked for with `response.create`. */
  readonly asked: number;
  readonly responses: number;
  readonly notReported: number;
  readonly fields: readonly SideField[];
  readonly firstAudio: SideWaits;
  /** The low end. */
  readonly expected: M;
  /** What may be billed on top, at most. */
  readonly ifBilled: M;
  readonly reported: M;
  /** The low end by turn and by minute of the connection, to 12 decimals. */
  readonly perTurn: M;
  readonly perMinute: M;
}

/** One kind of usage as expected. */
export interface SideField {
  readonly label: string;
  readonly unit: FieldRow['unit'];
  readonly value: number;
  /** An estimate is in it. */
  readonly about: boolean;
}

/** An amount of one column. Null: nothing in it has a price, or there is nothing to divide it by. */
export interface SideMoney {
  readonly amount: string | null;
  readonly currency: string;
  /** An estimate is in it. */
  readonly about: boolean;
  /** What in it has no price: the amount is then a lower bound. */
  readonly unpriced: readonly string[];
}

/** A figure of one column. */
export interface Figure {
  /** Null: there is none. */
  readonly value: number | null;
  /** It less the one of column 1; null: this is column 1, or one of the two has none. */
  readonly less: number | null;
}

/** An amount and it less the one of column 1. Between two currencies, and where one is no more than a lower bound, there is none. */
export type MoneyFigure<M extends SideMoney = SideMoney> = M & { readonly less: string | null };

/** One kind of usage as expected, of all columns; estimates are marked. */
export interface FieldComparison {
  readonly label: string;
  readonly unit: SideField['unit'];
  readonly figures: readonly (Figure & { readonly about: boolean })[];
}

/** Waits for the first audio of one column. */
export interface WaitFigure extends SideWaits {
  /** Its median less the one of column 1, milliseconds; null: this is column 1, or `why`. */
  readonly less: number | null;
  /** Why there is no difference; null: there is one, or this is column 1. */
  readonly why: NoDifference | null;
}

/** The figures of columns side by side. Each list has an entry for each of them, in order; differences are to column 1. */
export interface ComparedFigures<M extends SideMoney = SideMoney> {
  readonly asked: readonly Figure[];
  readonly responses: readonly Figure[];
  readonly notReported: readonly Figure[];
  readonly fields: readonly FieldComparison[];
  readonly firstAudio: readonly WaitFigure[];
  readonly expected: readonly MoneyFigure<M>[];
  readonly ifBilled: readonly MoneyFigure<M>[];
  readonly reported: readonly MoneyFigure<M>[];
  readonly perTurn: readonly MoneyFigure<M>[];
  readonly perMinute: readonly MoneyFigure<M>[];
}

/** The second amount less the first, exact; null: they cannot be held against one another. */
export function moneyLess(one: SideMoney, other: SideMoney): string | null {
  const whole = one.unpriced.length + other.unpriced.length === 0 && one.currency === other.currency;
  return whole && one.amount !== null && other.amount !== null
    ? new Exact(other.amount).minus(one.amount).toFixed()
    : null;
}

/** Each figure, and it less the first. */
function figuresOf(all: readonly (number | null)[]): Figure[] {
  const first = all[0] ?? null;
  return all.map((value, index) => ({
    value,
    less: index === 0 || value === null || first === null ? null : toMillionth(value - first),
  }));
}

function moniesOf<M extends SideMoney>(all: readonly M[]): MoneyFigure<M>[] {
  const first = all[0];
  return all.map((money, index) => ({
    ...money,
    less: index === 0 || first === undefined ? null : moneyLess(first, money),
  }));
}

function waitsOf(all: readonly SideWaits[]): WaitFigure[] {
  const first = all[0];
  return all.map((waits, index) => {
    if (index === 0 || first === undefined) return { ...waits, less: null, why: null };
    const { less, why } = compareWaits(first, waits);
    return { ...waits, less, why };
  });
}

/** Every kind of usage that some column has; where another has none of it, that is 0. */
function fieldsOf(sides: readonly SideFigures[]): FieldComparison[] {
  const units = new Map(sides.flatMap(({ fields }) => fields.map(({ label, unit }) => [label, unit] as const)));
  return [...units].map(([label, unit]) => {
    const own = sides.map(({ fields }) => fields.find((field) => field.label === label));
    const figures = figuresOf(own.map((field) => field?.value ?? 0));
    return { label, unit, figures: figures.map((figure, index) => ({ ...figure, about: own[index]?.about ?? false })) };
  });
}

/** Columns side by side, the first of which is what the others are held against. */
export function comparedFigures<M extends SideMoney>(sides: readonly SideFigures<M>[]): ComparedFigures<M> {
  return {
    asked: figuresOf(sides.map(({ asked }) => asked)),
    responses: figuresOf(sides.map(({ responses }) => responses)),
    notReported: figuresOf(sides.map(({ notReported }) => notReported)),
    fields: fieldsOf(sides),
    firstAudio: waitsOf(sides.map(({ firstAudio }) => firstAudio)),
    expected: moniesOf(sides.map(({ expected }) => expected)),
    ifBilled: moniesOf(sides.map(({ ifBilled }) => ifBilled)),
    reported: moniesOf(sides.map(({ reported }) => reported)),
    perTurn: moniesOf(sides.map(({ perTurn }) => perTurn)),
    perMinute: moniesOf(sides.map(({ perMinute }) => perMinute)),
  };
}
