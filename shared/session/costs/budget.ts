import { Exact } from '../../kit/money.ts';
import type { PriceBook, PricedModel } from '../../pricing/price-book.ts';
import { expectedTotals } from '../expected/expected-totals.ts';
import type { SessionView } from '../view.ts';
import { highEnd, sessionCosts } from './session-costs.ts';

/** What one session may use at most, by its expected total: reported where it was reported, estimated where not. */
export interface Budget {
  /** Money in the currency of the session's price book, or tokens of every kind; null: no limit. */
  readonly limit: { readonly unit: 'money' | 'tokens'; readonly amount: string } | null;
  /** Share of the limit at which a warning comes, above 0 and at most 1. */
  readonly warnAt: number;
  /** Close the session safely when the limit is reached; else it is only said. */
  readonly stop: boolean;
}

/** How far a session is into its budget. */
export interface BudgetUse {
  readonly state: 'within' | 'warning' | 'reached';
  /** The most the session can have used: the high end of every estimate and all that may be billed. Exact decimal in the unit of the limit. */
  readonly expected: string;
  /** Null for tokens. */
  readonly currency: string | null;
  /** Amounts without a price, in words: what is expected is then a lower bound. */
  readonly unpriced: readonly string[];
}

type Usage = Pick<SessionView, 'usage' | 'responses' | 'items'>;

function expectedAmount(
  view: Usage,
  unit: 'money' | 'tokens',
  model: PricedModel | null,
  book: PriceBook,
): Omit<BudgetUse, 'state'> {
  if (unit === 'tokens') {
    return { expected: String(expectedTotals(view).mostTokens), currency: null, unpriced: [] };
  }
  const costs = sessionCosts(view, model, book);
  const unpriced = [...new Set([...costs.most.unpriced, ...costs.ifBilled.unpriced])];
  return { expected: highEnd(costs), currency: book.currency, unpriced };
}

/** Where a session stands with its budget; null when there is no limit. */
export function budgetUse(
  view: Usage,
  { limit, warnAt }: Budget,
  model: PricedModel | null,
  book: PriceBook,
): BudgetUse | null {
  if (limit === null) return null;
  const amount = expectedAmount(view, limit.unit, model, book);
  const expected = new Exact(amount.expected);
  const state = expected.gte(limit.amount)
    ? 'reached'
    : expected.gte(new Exact(limit.amount).times(warnAt))
      ? 'warning'
      : 'within';
  return { state, ...amount };
}
