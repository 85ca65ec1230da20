import type { BilledModel } from '../billing/billed-models.ts';
import type { BooksByCurrency } from '../pricing/choose-book.ts';
import { isLineItem } from '../billing/openai/line-item.ts';
import { pricedVersion } from '../pricing/model.ts';
import type { PriceBook } from '../pricing/price-book.ts';
import { type Counting, familyOf } from '../usage/rules/rules.ts';
import type { LogEvidence } from './evidence/evidence.ts';
import type { Turn } from './evidence/reported-responses.ts';
import type { ListPrices } from './finding/list-money.ts';
import { reconcile, type Reconciliation } from './reconcile.ts';
import type { Freshness } from './scope/settlement.ts';

/** The list prices of a bill in one book, in the bill's scope. A bill of a model or scope that no list has is compared in tokens alone. */
function pricesIn({ model, version, scope }: BilledModel, book: PriceBook): ListPrices | null {
  const entry = model === null ? null : pricedVersion(book, model, version, scope ?? 'global');
  return entry === null ? null : { model: entry, currency: book.currency };
}

interface ChosenPrices {
  readonly book: PriceBook;
  readonly prices: ListPrices | null;
  /** Said where another book than the one in use is taken. */
  readonly note: string | null;
}

/** The book in use where the bill states its charges in that currency, else the first whose currency it states them in. */
function listPricesOf(bill: BilledModel, books: BooksByCurrency): ChosenPrices {
  const charges = Object.values(bill.charges);
  const states = ({ currency }: PriceBook): boolean =>
    charges.every(({ stated }) => stated.some((one) => one.currency === currency));
  const [inUse] = books;
  const fitting = charges.some(({ billed }) => billed.length > 0) ? books.filter(states) : [];
  const book = fitting.find((one) => pricesIn(bill, one) !== null);
  if (book === undefined || book === inUse) return { book: inUse, prices: pricesIn(bill, inUse), note: null };
  const note = `The bill states its charges in ${book.currency}, so its list prices are those of ${book.id} and not of ${inUse.id}, which is in ${inUse.currency}.`;
  return { book, prices: pricesIn(bill, book), note };
}

/** How the billed model counts, at the service whose names the meters have. Plain words are taken for Azure's. */
function countingOf({ model, label, names }: BilledModel): Counting {
  const family = familyOf(model ?? label);
  const all = Object.values(names).flat();
  const service = all.length > 0 && all.every(isLineItem) ? 'openai' : 'azure';
  return { family: family ?? 'ga', service, certain: family !== null };
}

/** One model's bill held against what was reported, by the list prices in the bill's own currency. */
export interface ModelReconciled extends ChosenPrices {
  readonly answer: Reconciliation;
}

/** @param freshness of the bill's rows; null: it was pasted, and a table has no clock */
export function reconcileModel(
  bill: BilledModel,
  { turns, log }: { readonly turns: readonly Turn[]; readonly log: LogEvidence | null },
  books: BooksByCurrency,
  freshness: Freshness | null,
): ModelReconciled {
  const chosen = listPricesOf(bill, books);
  const { names, charges, chargeHalfWidths, fromCost, corrected, unreadable } = bill;
  const answer = reconcile(turns, bill.billed, chosen.prices, log, {
    names,
    charges,
    chargeHalfWidths,
    fromCost,
    corrected,
    unreadable,
    notYetDue: freshness === 'not yet due',
    counting: countingOf(bill),
    settled: freshness === null ? 'pasted' : freshness === 'settled' ? 'settled' : 'unsettled',
  });
  return { ...chosen, answer };
}
