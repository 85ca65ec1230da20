import { toArray } from '../../kit/chunk-list.ts';
import type { JsonObject } from '../../kit/json.ts';
import { toMillionth } from '../../kit/numbers.ts';
import { type CostLine, costOfQuantities } from '../../pricing/cost.ts';
import type { PriceBook, PricedModel } from '../../pricing/price-book.ts';
import { billedQuantities, type BilledQuantity } from '../../pricing/quantities.ts';
import { leastAndMost } from '../../usage/cached-tokens.ts';
import type { UsageBasis } from '../../usage/expected.ts';
import type { UsageSource } from '../../usage/fields.ts';
import { addAmounts, addReport, emptyLedger } from '../../usage/ledger.ts';
import { widthsOf } from '../expected/expected-totals.ts';
import { type Learned, usageAt } from '../expected/widths.ts';
import type { ItemView, ResponseView, SessionView } from '../view.ts';
import { sessionCosts } from './session-costs.ts';

/** What a row is of: one response, one transcription, or what the session's sums have beyond all of them. */
export type RowWork =
  | { readonly kind: 'response'; readonly id: string; readonly number: number }
  | { readonly kind: 'transcription'; readonly itemId: string }
  | { readonly kind: 'session' };

/** What one response or transcription is expected to put on one meter. Amounts are whole tokens, seconds or units. */
export interface ExpectedRow {
  readonly work: RowWork;
  /** Where the amount comes from; `live`: an estimate of work that still ran. */
  readonly basis: UsageBasis;
  /** The service said how much there was, and the evidence of which kind. */
  readonly splitByEvidence: boolean;
  /** Session time at which the work ended, or was last seen. */
  readonly atMs: number;
  /** What the amount is of, and what prices it. */
  readonly line: Omit<CostLine, 'quantity' | 'cost'>;
  /** As reported, else the best estimate; 0 where it may not be billed at all. */
  readonly quantity: number;
  /** The share of the session's low end. Of cached tokens it may be above `quantity`: many of them cost less. */
  readonly low: number;
  /** The share of the session's high end, what may be billed on top included. */
  readonly high: number;
  /** The best estimate of what may not be billed at all; null: the row is no such thing. */
  readonly ifBilled: number | null;
  /** How far `quantity`, or `ifBilled`, may be off either way. */
  readonly width: number;
}

/** The usage of one piece of work at its best reading and at the two ends of what it can be. */
interface Readings {
  readonly work: Exclude<RowWork, { kind: 'session' }>;
  readonly basis: UsageBasis;
  readonly atMs: number;
  /** The transcription's model; null: the session's. */
  readonly model: string | null;
  readonly added: JsonObject | null;
  readonly best: JsonObject;
  readonly least: JsonObject;
  readonly most: JsonObject;
}

function readingsOfResponse(response: ResponseView, learned: Learned): Readings {
  const { id, number, expected, problems, doneMs, createdMs } = response;
  const { basis, usage, estimate, added } = expected;
  const about = { work: { kind: 'response', id, number }, basis, atMs: doneMs ?? createdMs, model: null } as const;
  if (basis === 'reported') {
    // Cached tokens without their kinds: the sums go by the dear reading.
    const isUnsplit = problems.some(({ kind }) => kind === 'cached-unsplit');
    const { least, most } = isUnsplit ? leastAndMost({ usage }) : { least: usage, most: usage };
    return { ...about, added, best: most, least, most };
  }
  const width = widthsOf(learned, id, expected);
  return {
    ...about,
    added: null,
    best: usage,
    least: usageAt(estimate, width, 'least'),
    most: usageAt(estimate, width, 'most'),
  };
}

function readingsOfItem({ id, transcription, startMs, doneMs }: ItemView, learned: Learned): Readings[] {
  if (transcription === null) return [];
  const { expected, model, completedMs } = transcription;
  const { basis, usage, estimate, added } = expected;
  const about = {
    work: { kind: 'transcription', itemId: id },
    basis,
    atMs: completedMs ?? doneMs ?? startMs,
    model,
  } as const;
  if (basis === 'reported') return [{ ...about, added, best: usage, least: usage, most: usage }];
  const width = widthsOf(learned, id, expected);
  const [least, most] = [usageAt(estimate, width, 'least'), usageAt(estimate, width, 'most')];
  return [{ ...about, added: null, best: usage, least, most }];
}

const quantitiesOf = (source: UsageSource, usage: JsonObject, model: string | null): BilledQuantity[] =>
  billedQuantities(addReport(emptyLedger, { source, id: '', usage, model }));

type Amount = Omit<BilledQuantity, 'quantity'>;

const sameAmount =
  (one: Amount) =>
  (other: Amount): boolean =>
    one.source === other.source && one.model === other.model && one.field === other.field && one.path === other.path;

const quantityIn = (amounts: readonly BilledQuantity[], one: Amount): number =>
  amounts.find(sameAmount(one))?.quantity ?? 0;

/** Each amount of several lists once, in the order they are first seen. */
const united = (lists: readonly (readonly BilledQuantity[])[]): BilledQuantity[] =>
  lists.flat().reduce<BilledQuantity[]>((all, amount) => (all.some(sameAmount(amount)) ? all : [...all, amount]), []);

const apart = (one: number, other: number): number => toMillionth(Math.abs(one - other));

type Prices = (amount: BilledQuantity) => ExpectedRow['line'];

function rowsOf({ work, basis, atMs, model, added, ...usage }: Readings, pricesOf: Prices): ExpectedRow[] {
  const amountsOf = (one: JsonObject | null): BilledQuantity[] =>
    one === null ? [] : quantitiesOf(work.kind, one, model);
  const best = amountsOf(usage.best);
  // What was reported has one reading, and a long session thousands of these.
  const again = (one: JsonObject): BilledQuantity[] => (one === usage.best ? best : amountsOf(one));
  const [least, most] = [again(usage.least), again(usage.most)];
  const split = amountsOf(added);
  const isCounted = basis !== 'if billed';
  return united([best, least, most]).map((amount) => {
    const [about, low, high] = [quantityIn(best, amount), quantityIn(least, amount), quantityIn(most, amount)];
    return {
      work,
      basis,
      splitByEvidence: split.some(sameAmount(amount)),
      atMs,
      line: pricesOf(amount),
      quantity: isCounted ? about : 0,
      low: isCounted ? low : 0,
      high,
      ifBilled: isCounted ? null : about,
      width: Math.max(apart(high, about), apart(about, low)),
    };
  });
}

/** What the sums of the session have and its rows do not, meter by meter: usage that names no response, or that only a sum reads. */
function restOf(view: SessionView, rows: readonly ExpectedRow[], sums: Sums, pricesOf: Prices): ExpectedRow[] {
  const { expected, least, most, ifBilled } = sums;
  const own = rows.map(({ line }) => ({ ...line, quantity: 0 }));
  return united([expected.lines, least.lines, most.lines, ifBilled.lines, own]).flatMap((amount) => {
    const of = rows.filter(({ line }) => sameAmount(line)(amount));
    const beyond = (total: number, pick: (row: ExpectedRow) => number): number =>
      addAmounts(total, -of.reduce((sum, row) => addAmounts(sum, pick(row)), 0));
    const quantity = beyond(quantityIn(expected.lines, amount), (row) => row.quantity);
    const low = beyond(quantityIn(least.lines, amount), (row) => row.low);
    const highest = addAmounts(quantityIn(most.lines, amount), quantityIn(ifBilled.lines, amount));
    const high = beyond(highest, (row) => row.high);
    if (quantity === 0 && low === 0 && high === 0) return [];
    return [
      {
        work: { kind: 'session' },
        basis: 'reported',
        splitByEvidence: false,
        atMs: view.t,
        line: pricesOf(amount),
        quantity,
        low,
        high,
        ifBilled: null,
        width: Math.max(apart(high, quantity), apart(quantity, low)),
      },
    ];
  });
}

type Sums = ReturnType<typeof sessionCosts>;

/**
 * The expected use of a session, a row for each response or transcription and meter. By meter the rows add up to the session's own
 * sums exactly: `quantity` to what is expected by best estimates, `low` to the low end, `high` to the high end. Pure.
 */
export function expectedRows(view: SessionView, model: PricedModel | null, book: PriceBook): ExpectedRow[] {
  const sums = sessionCosts(view, model, book);
  const { learned } = sums.totals;
  const pricesOf: Prices = ({ source, model: of, field, path }) => {
    const { lines } = costOfQuantities([{ source, model: of, field, path, quantity: 1 }], model, book);
    const [line] = lines;
    if (line === undefined) throw new Error('An amount has no line of cost.');
    const { quantity: _quantity, cost: _cost, ...rest } = line;
    return rest;
  };
  const rows = [
    ...toArray(view.responses).map((response) => readingsOfResponse(response, learned)),
    ...toArray(view.items).flatMap((item) => readingsOfItem(item, learned)),
  ].flatMap((readings) => rowsOf(readings, pricesOf));
  return [...rows, ...restOf(view, rows, sums, pricesOf)];
}
