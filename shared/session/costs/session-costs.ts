import { sumExact } from '../../kit/money.ts';
import { costOfQuantities, type SessionCost } from '../../pricing/cost.ts';
import type { PriceBook, PricedModel } from '../../pricing/price-book.ts';
import { billedQuantities, foldCached } from '../../pricing/quantities.ts';
import { expectedTotals, type ExpectedTotals } from '../expected/expected-totals.ts';
import type { SessionView } from '../view.ts';

/** What a session costs by one book: as reported, as expected, and as it would be with nothing cached. */
export interface SessionCosts {
  readonly totals: ExpectedTotals;
  /** What the reports come to; at their dearest where they leave open of which kind cached tokens are. */
  readonly reported: SessionCost;
  /** The same at their cheapest. */
  readonly reportedLeast: SessionCost;
  /** Reports and best estimates, without what may not be billed at all. */
  readonly expected: SessionCost;
  /** The low end, and the number of the headline: every estimate at its cheapest, nothing that may not be billed. */
  readonly least: SessionCost;
  /** Every estimate at its dearest, nothing that may not be billed. */
  readonly most: SessionCost;
  /** What comes on top of `most` if everything that ended without a report is billed: estimate and half-width. */
  readonly ifBilled: SessionCost;
  /** As `expected`, with cached tokens at the price of uncached ones. */
  readonly bestUncached: SessionCost;
  /** The high end: `most` and `ifBilled` with cached tokens at the price of uncached ones. */
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
  const reported = billedQuantities(totals.reportedMost);
  const most = billedQuantities(totals.most);
  const ifBilled = billedQuantities(totals.ifBilled);
  const cost = (quantities: typeof most): SessionCost => costOfQuantities(quantities, model, book);
  return {
    totals,
    reported: cost(reported),
    reportedLeast: cost(billedQuantities(totals.reportedLeast)),
    expected: cost(billedQuantities(totals.ledger)),
    least: cost(billedQuantities(totals.least)),
    most: cost(most),
    ifBilled: cost(ifBilled),
    bestUncached: cost(foldCached(billedQuantities(totals.ledger))),
    expectedUncached: cost(foldCached([...most, ...ifBilled])),
    reportedUncached: cost(foldCached(reported)),
    estimated: totals.estimated.reports > 0,
  };
}

/** The most that a session can cost: the high end, which a budget guards. Exact decimal. */
export const highEnd = ({ most, ifBilled }: Pick<SessionCosts, 'most' | 'ifBilled'>): string =>
  sumExact([most.total, ifBilled.total]);
