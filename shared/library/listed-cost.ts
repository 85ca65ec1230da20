import { costOfQuantities, knownTotal } from '../pricing/cost.ts';
import { modelOfSession, noChoice, type ModelChoice } from '../pricing/model.ts';
import type { PriceBook } from '../pricing/price-book.ts';
import type { SessionFacts } from './session-facts.ts';

/** Money of one session in a list. Amounts are exact decimals; null: nothing in it has a price. */
export interface ListedCost {
  readonly currency: string;
  readonly reported: string | null;
  /** The low end. */
  readonly expected: string | null;
  /** What comes on top at most if everything that ended without a report is billed; '0': nothing did. */
  readonly ifBilled: string | null;
  /** What has no price, in words: the amounts are then lower bounds. */
  readonly unpriced: readonly string[];
}

/** What a session costs by a book. `choice` overrides what its record says of the model. */
export function listedCost(
  facts: SessionFacts,
  deployment: string,
  book: PriceBook,
  choice: ModelChoice | null,
): ListedCost {
  const match = modelOfSession(book, facts.model, deployment, choice ?? facts.pricing ?? noChoice);
  const reported = costOfQuantities(facts.reported, match?.model ?? null, book);
  const expected = costOfQuantities(facts.expected, match?.model ?? null, book);
  const ifBilled = costOfQuantities(facts.ifBilled, match?.model ?? null, book);
  return {
    currency: book.currency,
    reported: knownTotal(reported),
    expected: knownTotal(expected),
    ifBilled: knownTotal(ifBilled),
    unpriced: [...new Set([...expected.unpriced, ...ifBilled.unpriced])],
  };
}
