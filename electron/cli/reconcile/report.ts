import type { BilledModel } from '../../../shared/billing/bill/groups.ts';
import { pricedModel } from '../../../shared/pricing/model.ts';
import type { PriceBook, PricedModel } from '../../../shared/pricing/price-book.ts';
import type { Explanation, LogEvidence } from '../../../shared/reconcile/explanation.ts';
import type { Turn } from '../../../shared/reconcile/facts.ts';
import { reconcile, type Reconciliation } from '../../../shared/reconcile/reconcile.ts';

/** What `--json` prints: stable; fields are added, never changed. Money is an exact decimal string in US dollars. */
export interface ReconcileReport extends Omit<Reconciliation, 'explanations'> {
  readonly voxtally: 1;
  /** The billed model, as bill and price book name it. */
  readonly model: {
    readonly label: string;
    readonly model: string | null;
    readonly version: string | null;
    readonly scope: string | null;
  };
  /** Book of list prices behind the money; null: the model or its scope has no list price here. */
  readonly priceBook: string | null;
  readonly responses: number;
  readonly explanations: readonly Omit<Explanation, 'story'>[];
  /** What was passed over or taken for granted, in whole sentences. */
  readonly notes: readonly string[];
}

/** The entry that prices a bill. A book lists one scope; a bill of another is compared in tokens alone. */
function priceOf({ model, scope }: BilledModel, book: PriceBook): PricedModel | null {
  const priced = model === null ? null : pricedModel(book, model);
  return priced === null || (scope !== null && scope !== priced.scope) ? null : priced;
}

/** The story is the search's own working; what it says is in the statement and the inferences. */
function withoutStory(explanation: Explanation): Omit<Explanation, 'story'> {
  const { story: _, ...shown } = explanation;
  return shown;
}

/** Turns held against one model's bill. Pure. */
export function reconcileReport(
  turns: readonly Turn[],
  bill: BilledModel,
  book: PriceBook,
  notes: readonly string[],
  log: LogEvidence | null = null,
): ReconcileReport {
  const priced = priceOf(bill, book);
  const { explanations, ...rest } = reconcile(turns, bill.billed, priced, log);
  const { label, model, version, scope } = bill;
  return {
    voxtally: 1,
    model: { label, model, version, scope },
    priceBook: priced === null ? null : book.id,
    responses: turns.length,
    ...rest,
    explanations: explanations.map(withoutStory),
    notes,
  };
}
