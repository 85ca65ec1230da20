import { values } from '../../kit/chunk-list.ts';
import { asString, type Json, type JsonObject } from '../../kit/json.ts';
import { Exact } from '../../kit/money.ts';
import { count, toMillionth } from '../../kit/numbers.ts';
import { knownTotal, type SessionCost } from '../../pricing/cost.ts';
import type { PriceBook, PricedModel } from '../../pricing/price-book.ts';
import {
  applies,
  optionsFromSession,
  type OptionSpec,
  optionSpecs,
  sameValue,
  shortText,
  valueOf,
} from '../../protocol/options/options.ts';
import { sessionCosts, type SessionCosts } from '../costs/session-costs.ts';
import { type FieldRow, fieldRows } from '../costs/field-rows.ts';
import { compareWaits, firstAudioWaits, type WaitDifference } from '../latency.ts';
import type { SessionView } from '../view.ts';
import { neverReported } from './session-facts.ts';

/** An option that was not the same in effect, as people read it. Null: it is none of that session's options. */
export interface OptionDifference {
  readonly id: string;
  readonly label: string;
  readonly one: string | null;
  readonly other: string | null;
}

interface OptionComparison {
  readonly different: readonly OptionDifference[];
  /** How many options both had, the same. */
  readonly equal: number;
  /** False: a service never said what was in effect, so what was asked for stands in for it. */
  readonly told: boolean;
}

/** What was in effect when the session ended. */
const valuesOf = ({ effective, header }: SessionView): JsonObject =>
  effective === null ? (header?.requested ?? {}) : optionsFromSession(effective);

/** What was in effect for one option; undefined: it does not exist beside the others. */
const valueIn = (spec: OptionSpec, values: JsonObject): Json | undefined =>
  applies(spec, values) ? valueOf(spec, values) : undefined;

function textOf(spec: OptionSpec, value: Json | undefined): string | null {
  if (value === undefined) return null;
  const text = asString(value);
  return spec.kind.type === 'text' && text !== undefined && text !== ''
    ? `${count(text.length)} characters`
    : shortText(spec, value);
}

function differenceIn(spec: OptionSpec, one: Json | undefined, other: Json | undefined): OptionDifference {
  const [a, b] = [textOf(spec, one), textOf(spec, other)];
  const { id, label } = spec;
  // Two long values may read alike when they are cut short.
  return a === b ? { id, label, one: `${a}`, other: `another, ${b}` } : { id, label, one: a, other: b };
}

/** Which options were not the same in effect at the end of two sessions. */
function compareOptions(one: SessionView, other: SessionView): OptionComparison {
  const [a, b] = [valuesOf(one), valuesOf(other)];
  const pairs = optionSpecs
    .map((spec) => ({ spec, one: valueIn(spec, a), other: valueIn(spec, b) }))
    .filter((pair) => pair.one !== undefined || pair.other !== undefined);
  const different = pairs.filter((pair) => !sameValue(pair.one, pair.other));
  return {
    different: different.map((pair) => differenceIn(pair.spec, pair.one, pair.other)),
    equal: pairs.length - different.length,
    told: one.effective !== null && other.effective !== null,
  };
}

/** A figure of two sessions, and the second less the first. Null: there is none. */
export interface Difference {
  readonly one: number | null;
  readonly other: number | null;
  readonly less: number | null;
}

const differenceOf = (one: number | null, other: number | null): Difference => ({
  one,
  other,
  less: one === null || other === null ? null : toMillionth(other - one),
});

/** An amount of one session. Null: nothing in it has a price. */
export interface SideMoney {
  readonly amount: string | null;
  readonly currency: string;
  /** An estimate is in it. */
  readonly about: boolean;
  /** What in it has no price: the amount is then a lower bound. */
  readonly unpriced: readonly string[];
}

/** Amounts of two sessions. Between two currencies, and where one is no more than a lower bound, there is no difference. */
export interface MoneyDifference {
  readonly one: SideMoney;
  readonly other: SideMoney;
  readonly less: string | null;
}

export function moneyDifference(one: SideMoney, other: SideMoney): MoneyDifference {
  const whole = one.unpriced.length + other.unpriced.length === 0 && one.currency === other.currency;
  const less =
    whole && one.amount !== null && other.amount !== null ? new Exact(other.amount).minus(one.amount).toFixed() : null;
  return { one, other, less };
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

/** One kind of usage as expected; estimates are marked. */
export interface FieldDifference extends Difference {
  readonly label: string;
  readonly unit: FieldRow['unit'];
  readonly aboutOne: boolean;
  readonly aboutOther: boolean;
}

/** Two sessions side by side: what was set, what came of it, and the second less the first. */
export interface Comparison {
  readonly options: OptionComparison;
  readonly inputs: { readonly one: InputFacts | null; readonly other: InputFacts | null };
  /** Responses that the client asked for with `response.create`. */
  readonly asked: Difference;
  readonly responses: Difference;
  readonly notReported: Difference;
  readonly fields: readonly FieldDifference[];
  readonly firstAudio: WaitDifference;
  /** The low ends. */
  readonly expected: MoneyDifference;
  /** What may be billed on top, at most. */
  readonly ifBilled: MoneyDifference;
  readonly reported: MoneyDifference;
}

interface Side {
  readonly view: SessionView;
  readonly costs: SessionCosts;
  readonly rows: readonly FieldRow[];
}

function sideOf({ view, book, model }: PricedSession): Side {
  const costs = sessionCosts(view, model, book);
  return { view, costs, rows: fieldRows(costs) };
}

const inputOf = ({ view: { header, input } }: Side): InputFacts | null =>
  header === null ? null : { ...header.input, sentMs: input.sentMs };

const askedIn = ({ view }: Side): number =>
  [...values(view.responses)].filter(({ cause }) => cause.kind === 'create').length;

const amount = (rows: readonly FieldRow[], label: string): number =>
  rows.filter((row) => row.label === label).reduce((sum, { expected }) => sum + expected, 0);

const isAbout = (rows: readonly FieldRow[], label: string): boolean =>
  rows.some((row) => row.label === label && row.estimated);

function fieldsOf(one: Side, other: Side): FieldDifference[] {
  const units = new Map([...one.rows, ...other.rows].map(({ label, unit }) => [label, unit]));
  return [...units].map(([label, unit]) => ({
    label,
    unit,
    ...differenceOf(amount(one.rows, label), amount(other.rows, label)),
    aboutOne: isAbout(one.rows, label),
    aboutOther: isAbout(other.rows, label),
  }));
}

const moneyOf = (cost: SessionCost, about: boolean): SideMoney => ({
  amount: knownTotal(cost),
  currency: cost.currency,
  about,
  unpriced: cost.unpriced,
});

const expectedOf = ({ costs }: Side): SideMoney => moneyOf(costs.least, costs.estimated);
const ifBilledOf = ({ costs }: Side): SideMoney => moneyOf(costs.ifBilled, false);
const reportedOf = ({ costs }: Side): SideMoney => moneyOf(costs.reported, false);

const between = (one: Side, other: Side, figure: (side: Side) => number | null): Difference =>
  differenceOf(figure(one), figure(other));

/** Compares two sessions. Swapped, every difference is the same with the other sign. */
export function compareSessions(first: PricedSession, second: PricedSession): Comparison {
  const [one, other] = [sideOf(first), sideOf(second)];
  return {
    options: compareOptions(first.view, second.view),
    inputs: { one: inputOf(one), other: inputOf(other) },
    asked: between(one, other, askedIn),
    responses: between(one, other, ({ view }) => view.responses.length),
    notReported: between(one, other, ({ costs }) => neverReported(costs.totals)),
    fields: fieldsOf(one, other),
    firstAudio: compareWaits(firstAudioWaits(one.view), firstAudioWaits(other.view)),
    expected: moneyDifference(expectedOf(one), expectedOf(other)),
    ifBilled: moneyDifference(ifBilledOf(one), ifBilledOf(other)),
    reported: moneyDifference(reportedOf(one), reportedOf(other)),
  };
}
