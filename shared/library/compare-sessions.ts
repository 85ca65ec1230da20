import type { PriceBook, PricedModel } from '../pricing/price-book.ts';
import { knownTotal, type SessionCost } from '../pricing/cost.ts';
import { sessionCosts, type SessionCosts } from '../costs/session-costs.ts';
import { fieldRows, type FieldRow } from '../costs/usage-report/field-rows.ts';
import { values } from '../session/chunk-list.ts';
import { compareWaits, firstAudioWaits, type WaitDifference } from '../session/latency/compare-waits.ts';
import type { SessionView } from '../session/view.ts';
import { neverReported } from './session-facts.ts';
import { compareOptions, type OptionComparison } from './compare-options.ts';
import { differenceOf, moneyDifference, type Difference, type MoneyDifference, type SideMoney } from './difference.ts';

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
