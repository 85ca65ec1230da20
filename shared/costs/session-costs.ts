import type { SessionView } from '../session/view.ts';
import { expectedTotals, type ExpectedTotals } from '../session/expected/expected-totals.ts';
import { costOfQuantities, type SessionCost } from '../pricing/cost.ts';
import type { PriceBook, PricedModel } from '../pricing/price-book.ts';
import { billedQuantities, foldCached } from '../pricing/quantities.ts';

/** What a session costs by one book: as reported, as expected, and as it would be with nothing cached. */
export interface SessionCosts {
  readonly totals: ExpectedTotals;
  readonly reported: SessionCost;
  readonly expected: SessionCost;
  /** The expected amounts with cached tokens at the price of uncached ones. */
  readonly expectedUncached: SessionCost;
  readonly reportedUncached: SessionCost;
  /** Some of the expected amount is an estimate, running work included. */
  readonly estimated: boolean;
}

export function sessionCosts(
  view: Pick<SessionView, 'usage' | 'responses' | 'items'>,
  model: PricedModel | null,
  book: PriceBook,
): SessionCosts {
  const totals = expectedTotals(view);
  const reported = billedQuantities(view.usage);
  const expected = billedQuantities(totals.ledger);
  return {
    totals,
    reported: costOfQuantities(reported, model, book),
    expected: costOfQuantities(expected, model, book),
    expectedUncached: costOfQuantities(foldCached(expected), model, book),
    reportedUncached: costOfQuantities(foldCached(reported), model, book),
    estimated: totals.estimated.reports > 0,
  };
}
