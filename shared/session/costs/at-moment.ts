import type { JsonObject } from '../../kit/json.ts';
import { Exact } from '../../kit/money.ts';
import type { BookChoice } from '../../pricing/choose-book.ts';
import type { ModelChoice } from '../../pricing/model.ts';
import { toArray } from '../../kit/chunk-list.ts';
import type { OptionsView } from '../options-view.ts';
import type { SessionView } from '../view.ts';
import { modelOfView } from './model-of-view.ts';
import { sessionCosts, type SessionCosts } from './session-costs.ts';

/**
 * A session as it stood at one moment, as far as panels show it: its options, and what it had cost. An answer counts from its
 * `response.done` as reported; before that by the running estimate.
 */
export interface AtMoment {
  /** Session time that was asked for, ms. */
  readonly atMs: number;
  /** The last entry by then; 0: before the first. */
  readonly seq: number;
  /** What the service had last said the session is; null: nothing yet. */
  readonly effective: JsonObject | null;
  readonly options: OptionsView;
  readonly responses: number;
  /** Responses that ran then, by number. */
  readonly running: readonly number[];
  /** By the book that prices the session; null: there is no price list. */
  readonly costs: SessionCosts | null;
}

/** @param view the fold of all entries up to the moment */
export function atMoment(
  view: SessionView,
  atMs: number,
  prices: BookChoice | null,
  choice: ModelChoice | null,
): AtMoment {
  const { seq, effective, options, responses } = view;
  const model = prices === null ? null : (modelOfView(view, prices.book, choice)?.model ?? null);
  return {
    atMs,
    seq,
    effective,
    options,
    responses: responses.length,
    running: toArray(responses).flatMap(({ status, number }) => (status === 'in_progress' ? [number] : [])),
    costs: prices === null ? null : sessionCosts(view, model, prices.book),
  };
}

/** What a stretch of a session cost. Amounts are exact decimals; one may be below nothing, where a report came to less than its estimate. */
export interface StretchCost {
  readonly currency: string;
  /** Difference of the low ends: the number of the headline. */
  readonly least: string;
  readonly reported: string;
  /** Difference of what may be billed on top. */
  readonly ifBilled: string;
  readonly estimated: boolean;
  /** Something in it has no price: it cost more. */
  readonly unpriced: boolean;
}

const minus = (one: string, other: string): string => new Exact(one).minus(other).toFixed();

/** What lies between two moments of a session, in whichever order; null: one of them has no price list. */
export function costBetween(one: AtMoment, other: AtMoment): StretchCost | null {
  const [before, after] = one.atMs <= other.atMs ? [one.costs, other.costs] : [other.costs, one.costs];
  if (before === null || after === null) return null;
  return {
    currency: after.least.currency,
    least: minus(after.least.total, before.least.total),
    reported: minus(after.reported.total, before.reported.total),
    ifBilled: minus(after.ifBilled.total, before.ifBilled.total),
    estimated: before.estimated || after.estimated,
    unpriced: after.least.unpriced.length > 0,
  };
}
