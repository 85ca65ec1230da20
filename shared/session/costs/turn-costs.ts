import { toArray } from '../../kit/chunk-list.ts';
import { Exact, sumExact } from '../../kit/money.ts';
import type { PriceBook, PricedModel } from '../../pricing/price-book.ts';
import { isReplayed } from '../reconnect.ts';
import type { ItemView, ResponseView, SessionView } from '../view.ts';
import {
  mayBeBilled,
  type ResponseRow,
  responseRows,
  type TranscriptionRow,
  transcriptionRows,
} from './response-costs.ts';
import { highEnd, type SessionCosts } from './session-costs.ts';

/** The same money read three ways. Exact decimals; null: a price in it is unknown. */
export interface MoneyRange {
  /** Every estimate at its cheapest, nothing that may not be billed. */
  readonly low: string | null;
  /** Reports and best estimates, nothing that may not be billed. */
  readonly best: string | null;
  /** Every estimate at its dearest, and all that may be billed. */
  readonly high: string | null;
}

/** One answer of a turn. */
export interface TurnAnswer {
  readonly response: ResponseView;
  readonly row: ResponseRow;
  /** It only called functions: no words of it were for the person. */
  readonly isCall: boolean;
}

/** What belongs together: what a person said, and every answer that came before the next word of a person. */
export interface TurnCost extends MoneyRange {
  /** From 1; 0: what came before a person had said anything. */
  readonly number: number;
  /** The person's item; null: of turn 0. */
  readonly itemId: string | null;
  readonly answers: readonly TurnAnswer[];
  readonly transcriptions: readonly TranscriptionRow[];
  /** Some of the money is an estimate, running work included. */
  readonly isEstimated: boolean;
  /** Some of it may be billed, or not at all. */
  readonly isOpen: boolean;
}

export interface TurnCosts {
  readonly turns: readonly TurnCost[];
  /** What the session's sums have beyond all turns: usage that names no response of it. */
  readonly rest: MoneyRange;
}

const difference = (whole: string, parts: readonly (string | null)[]): string | null => {
  const known = parts.filter((part) => part !== null);
  return known.length < parts.length ? null : new Exact(whole).minus(sumExact(known)).toFixed();
};

type Row = Pick<ResponseRow, 'basis' | 'cost' | 'costLow' | 'costHigh'>;

const sumOf = (rows: readonly Row[], pick: (row: Row) => string | null): string | null => {
  const amounts = rows.map(pick);
  const known = amounts.filter((amount) => amount !== null);
  return known.length < amounts.length ? null : sumExact(known);
};

/** What rows come to: what may be billed is nothing of it but its high end. */
const rangeOf = (rows: readonly Row[]): MoneyRange => ({
  low: sumOf(rows, ({ costLow }) => costLow),
  best: sumOf(rows, ({ basis, cost }) => (basis === 'if billed' ? '0' : cost)),
  high: sumOf(rows, ({ costHigh }) => costHigh),
});

/** With an item of these a turn begins. What a reconnection puts back was said before. */
export const beginsTurn = ({ role, id }: Pick<ItemView, 'role' | 'id'>): boolean => role === 'user' && !isReplayed(id);

/**
 * Which turn each response belongs to: the one its first item stands in. A response without items belongs to what the person had
 * last said as it was created.
 */
function turnsOfResponses(responses: readonly ResponseView[], items: readonly ItemView[]): readonly number[] {
  const turnOfItem = new Map<string, number>();
  const begun: number[] = [];
  for (const item of items) {
    if (beginsTurn(item)) begun.push(item.addedSeq);
    turnOfItem.set(item.id, begun.length);
  }
  return responses.map(({ itemIds, createdSeq }) => {
    const first = itemIds.find((itemId) => turnOfItem.has(itemId));
    const byItem = first === undefined ? undefined : turnOfItem.get(first);
    return byItem ?? begun.findLastIndex((seq) => seq < createdSeq) + 1;
  });
}

const callsOnly = ({ itemIds }: ResponseView, calls: ReadonlySet<string>): boolean =>
  itemIds.length > 0 && itemIds.every((id) => calls.has(id));

interface Bucket {
  readonly itemId: string | null;
  readonly answers: TurnAnswer[];
  readonly transcriptions: TranscriptionRow[];
}

function turnOfBucket({ itemId, answers, transcriptions }: Bucket, number: number): TurnCost {
  const paid = [...answers.map(({ row }) => row), ...transcriptions];
  return {
    number,
    itemId,
    answers,
    transcriptions,
    ...rangeOf(paid),
    isEstimated: paid.some(({ basis }) => basis === 'live' || basis === 'estimated'),
    isOpen: answers.some(({ row }) => mayBeBilled(row)) || transcriptions.some(({ basis }) => basis === 'if billed'),
  };
}

/**
 * A session turn by turn. Every response and every transcription is in exactly one turn, and turns and rest add up to the session's
 * sums: `low` to its low end, `best` to its best estimate, `high` to its high end. Pure.
 * @param costs of the same view, by the same model and book
 */
export function turnCosts(
  view: Pick<SessionView, 'responses' | 'items'>,
  costs: SessionCosts,
  model: PricedModel | null,
  book: PriceBook,
): TurnCosts {
  const [items, responses] = [toArray(view.items), toArray(view.responses)];
  const { learned } = costs.totals;
  const turnOf = turnsOfResponses(responses, items);
  const calls = new Set(items.filter(({ kind }) => kind === 'function_call').map(({ id }) => id));
  const rows = responseRows(responses, learned, model, book);
  const buckets: Bucket[] = [{ itemId: null, answers: [], transcriptions: [] }];
  for (const item of items) {
    if (beginsTurn(item)) buckets.push({ itemId: item.id, answers: [], transcriptions: [] });
    buckets.at(-1)?.transcriptions.push(...transcriptionRows([item], learned, model, book));
  }
  responses.forEach((response, index) => {
    const row = rows[index];
    if (row !== undefined) {
      buckets[turnOf[index] ?? 0]?.answers.push({ response, row, isCall: callsOnly(response, calls) });
    }
  });
  const turns = buckets
    .map((bucket, number) => turnOfBucket(bucket, number))
    .filter(({ number, answers, transcriptions }) => number > 0 || answers.length + transcriptions.length > 0);
  const beyond = (whole: string, pick: (turn: TurnCost) => string | null): string | null =>
    difference(whole, turns.map(pick));
  return {
    turns,
    rest: {
      low: beyond(costs.least.total, ({ low }) => low),
      best: beyond(costs.expected.total, ({ best }) => best),
      high: beyond(highEnd(costs), ({ high }) => high),
    },
  };
}
