import type { ListedFacts, SessionSummary } from '../contract/library.ts';
import { Exact } from '../money/exact.ts';
import { sumByCurrency, type Money } from '../money/money.ts';

/** What some sessions come to. */
export interface SessionTotals {
  readonly durationMs: number;
  readonly turns: number;
  readonly responses: number;
  readonly notReported: number;
  /** One sum a currency: amounts of two are never added. */
  readonly reported: readonly Money[];
  readonly expected: readonly Money[];
  /** What comes on top at most, one sum a currency; a currency in which nothing may be billed has none. */
  readonly ifBilled: readonly Money[];
  /** An estimate is in it. */
  readonly estimated: boolean;
  /** Sessions whose cost is not in the sums, or only a part of it. */
  readonly unpriced: number;
  readonly bytes: number;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const sums = (facts: readonly ListedFacts[], of: 'reported' | 'expected' | 'ifBilled'): Money[] =>
  sumByCurrency(facts.flatMap(({ cost }) => (cost[of] === null ? [] : [{ cost: cost[of], currency: cost.currency }])));

export function sessionTotals(sessions: readonly SessionSummary[]): SessionTotals {
  const facts = sessions.flatMap(({ known }) => known ?? []);
  const priced = facts.filter(({ cost }) => cost.unpriced.length === 0);
  return {
    durationMs: sum(sessions.map(({ durationMs }) => durationMs)),
    turns: sum(facts.map(({ turns }) => turns)),
    responses: sum(sessions.map(({ responses }) => responses)),
    notReported: sum(facts.map(({ notReported }) => notReported)),
    reported: sums(facts, 'reported'),
    expected: sums(facts, 'expected'),
    ifBilled: sums(facts, 'ifBilled').filter(({ cost }) => new Exact(cost).gt(0)),
    estimated: facts.some(({ estimated }) => estimated),
    unpriced: sessions.length - priced.length,
    bytes: sum(sessions.map(({ bytes = 0 }) => bytes)),
  };
}
