import { values } from '../../kit/chunk-list.ts';
import { Exact } from '../../kit/money.ts';
import { toMillionth } from '../../kit/numbers.ts';
import { knownTotal, perTime, type SessionCost } from '../../pricing/cost.ts';
import type { PriceBook, PricedModel } from '../../pricing/price-book.ts';
import { type FieldRow, fieldRows } from '../costs/field-rows.ts';
import { sessionCosts, type SessionCosts } from '../costs/session-costs.ts';
import { compareWaits, firstAudioWaits, type NoDifference, type SideWaits } from '../latency.ts';
import type { SessionView } from '../view.ts';
import { compareOptions, type OptionComparison } from './compare-options.ts';
import { type ComparedTurn, comparedTurns, matchTurns, type TurnMatches } from './compare-turns.ts';
import { neverReported } from './session-facts.ts';

/** A figure of one session. */
export interface Figure {
  /** Null: there is none. */
  readonly value: number | null;
  /** It less the one of session 1; null: this is session 1, or one of the two has none. */
  readonly less: number | null;
}

/** An amount of one session. Null: nothing in it has a price, or there is nothing to divide it by. */
export interface SideMoney {
  readonly amount: string | null;
  readonly currency: string;
  /** An estimate is in it. */
  readonly about: boolean;
  /** What in it has no price: the amount is then a lower bound. */
  readonly unpriced: readonly string[];
}

/** Such an amount and it less the one of session 1. Between two currencies, and where one is no more than a lower bound, there is none. */
export interface MoneyFigure extends SideMoney {
  readonly less: string | null;
}

/** The second amount less the first, exact; null: they cannot be held against one another. */
export function moneyLess(one: SideMoney, other: SideMoney): string | null {
  const whole = one.unpriced.length + other.unpriced.length === 0 && one.currency === other.currency;
  return whole && one.amount !== null && other.amount !== null
    ? new Exact(other.amount).minus(one.amount).toFixed()
    : null;
}

/** A session and what prices it. */
export interface PricedSession {
  readonly view: SessionView;
  readonly book: PriceBook;
  /** Null: not recognised. */
  readonly model: PricedModel | null;
}

/** What spoke in a session. */
export interface InputFacts {
  readonly kind: 'microphone' | 'wav';
  readonly name: string;
  readonly sentMs: number;
}

/** One session of a comparison. */
export interface ComparedSession {
  readonly sessionId: string;
  readonly startedAt: string;
  readonly deployment: string;
  readonly durationMs: number;
  /** Null: its record does not say. */
  readonly input: InputFacts | null;
  /** The book that prices it. */
  readonly bookId: string;
  readonly turns: readonly ComparedTurn[];
}

/** One kind of usage as expected; estimates are marked. */
export interface FieldComparison {
  readonly label: string;
  readonly unit: FieldRow['unit'];
  readonly figures: readonly (Figure & { readonly about: boolean })[];
}

/** Waits for the first audio of one session. */
export interface WaitFigure extends SideWaits {
  /** Its median less the one of session 1, milliseconds; null: this is session 1, or `why`. */
  readonly less: number | null;
  /** Why there is no difference; null: there is one, or this is session 1. */
  readonly why: NoDifference | null;
}

/** Two to four sessions side by side. Each list has an entry for each of them, in order; differences are to session 1. */
export interface Comparison {
  readonly sessions: readonly ComparedSession[];
  readonly options: OptionComparison;
  /** Responses that the client asked for with `response.create`. */
  readonly asked: readonly Figure[];
  readonly responses: readonly Figure[];
  readonly notReported: readonly Figure[];
  readonly fields: readonly FieldComparison[];
  readonly firstAudio: readonly WaitFigure[];
  /** The low ends. */
  readonly expected: readonly MoneyFigure[];
  /** What may be billed on top, at most. */
  readonly ifBilled: readonly MoneyFigure[];
  readonly reported: readonly MoneyFigure[];
  /** The low end by turn and by minute of the connection, to 12 decimals. */
  readonly perTurn: readonly MoneyFigure[];
  readonly perMinute: readonly MoneyFigure[];
  readonly matches: TurnMatches;
}

interface Side {
  readonly view: SessionView;
  readonly bookId: string;
  readonly costs: SessionCosts;
  readonly rows: readonly FieldRow[];
  readonly turns: readonly ComparedTurn[];
}

function sideOf({ view, book, model }: PricedSession): Side {
  const costs = sessionCosts(view, model, book);
  return { view, bookId: book.id, costs, rows: fieldRows(costs), turns: comparedTurns(view, costs, model, book) };
}

const sessionOf = ({ view: { header, input, t }, bookId, turns }: Side): ComparedSession => ({
  sessionId: header?.sessionId ?? '',
  startedAt: header?.startedAt ?? '',
  deployment: header?.endpoint.deployment ?? '',
  durationMs: Math.round(t),
  input: header === null ? null : { kind: header.input.kind, name: header.input.name, sentMs: input.sentMs },
  bookId,
  turns,
});

/** Each figure, and it less the first. */
function figuresOf(all: readonly (number | null)[]): Figure[] {
  const first = all[0] ?? null;
  return all.map((value, index) => ({
    value,
    less: index === 0 || value === null || first === null ? null : toMillionth(value - first),
  }));
}

function moniesOf(all: readonly SideMoney[]): MoneyFigure[] {
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

const askedIn = ({ view }: Side): number =>
  [...values(view.responses)].filter(({ cause }) => cause.kind === 'create').length;

const amountIn = (rows: readonly FieldRow[], label: string): number =>
  rows.filter((row) => row.label === label).reduce((sum, { expected }) => sum + expected, 0);

const isAbout = (rows: readonly FieldRow[], label: string): boolean =>
  rows.some((row) => row.label === label && row.estimated);

function fieldsOf(sides: readonly Side[]): FieldComparison[] {
  const units = new Map(sides.flatMap(({ rows }) => rows.map(({ label, unit }) => [label, unit] as const)));
  return [...units].map(([label, unit]) => {
    const figures = figuresOf(sides.map(({ rows }) => amountIn(rows, label)));
    const about = sides.map(({ rows }) => isAbout(rows, label));
    return { label, unit, figures: figures.map((figure, index) => ({ ...figure, about: about[index] ?? false })) };
  });
}

const moneyOf = (cost: SessionCost, about: boolean): SideMoney => ({
  amount: knownTotal(cost),
  currency: cost.currency,
  about,
  unpriced: cost.unpriced,
});

const expectedOf = ({ costs }: Side): SideMoney => moneyOf(costs.least, costs.estimated);

/** The low end divided by so many turns or milliseconds. */
function dividedBy(side: Side, by: number, unit: number): SideMoney {
  const money = expectedOf(side);
  return { ...money, amount: money.amount === null ? null : perTime(money.amount, by, unit) };
}

const minuteMs = 60_000;

const connectedMs = ({ view: { openedMs, t } }: Side): number => (openedMs === null ? 0 : t - openedMs);

/**
 * Compares sessions, the first of which is what the others are held against. One that is compared with itself differs in nothing.
 * @param sessions two to four (`compare-limits.ts`)
 */
export function compareSessions(sessions: readonly PricedSession[]): Comparison {
  const sides = sessions.map(sideOf);
  return {
    sessions: sides.map(sessionOf),
    options: compareOptions(sides.map(({ view }) => view)),
    asked: figuresOf(sides.map(askedIn)),
    responses: figuresOf(sides.map(({ view }) => view.responses.length)),
    notReported: figuresOf(sides.map(({ costs }) => neverReported(costs.totals))),
    fields: fieldsOf(sides),
    firstAudio: waitsOf(sides.map(({ view }) => firstAudioWaits(view))),
    expected: moniesOf(sides.map(expectedOf)),
    ifBilled: moniesOf(sides.map(({ costs }) => moneyOf(costs.ifBilled, false))),
    reported: moniesOf(sides.map(({ costs }) => moneyOf(costs.reported, false))),
    perTurn: moniesOf(sides.map((side) => dividedBy(side, side.turns.length, 1))),
    perMinute: moniesOf(sides.map((side) => dividedBy(side, connectedMs(side), minuteMs))),
    matches: matchTurns(sides.map(({ turns }) => turns)),
  };
}
