import { type JsonObject } from '../../kit/json.ts';
import { Exact, sumExact } from '../../kit/money.ts';
import { costOf } from '../../pricing/cost.ts';
import type { PriceBook, PricedModel } from '../../pricing/price-book.ts';
import { leastAndMost } from '../../usage/cached-tokens.ts';
import {
  type EstimateError,
  type InputEvidence,
  noWidth,
  type UnknownRule,
  type UsageBasis,
} from '../../usage/expected.ts';
import { tokensOfSide, type UsageSource, onlySide, responseCount, transcriptionCount } from '../../usage/fields.ts';
import { addReport, emptyLedger } from '../../usage/ledger.ts';
import { type Learned, transcriptionWidths, usageAt, widthsWith } from '../expected/widths.ts';
import { type ItemView, type ResponseView, statusWord, type TranscriptionView } from '../view.ts';

/** One response with what it probably used and cost. */
export interface ResponseRow {
  readonly id: string;
  /** 1 is shown as R1. */
  readonly number: number;
  /** As `statusWord` has it. */
  readonly status: string;
  readonly statusReason: string | null;
  readonly basis: UsageBasis;
  readonly input: number;
  readonly cached: number;
  readonly output: number;
  /** Exact; null when a price of it is unknown. Of an estimate the best guess, of which `costLow` and `costHigh` are the ends. */
  readonly cost: string | null;
  /** Ends of what it can cost: 0 where nothing may be billed at all. Both `cost` where it was reported. */
  readonly costLow: string | null;
  readonly costHigh: string | null;
  /** How far `cost` may be off either way, were it billed; '0' where it was reported. */
  readonly costWidth: string | null;
  /** Half-widths of the estimate, tokens; 0 where it was reported. */
  readonly inputWidth: number;
  readonly cachedWidth: number;
  readonly outputWidth: number;
  /** How much its number of cached tokens is worth. */
  readonly cachedBy: InputEvidence['cached']['by'];
  /** What of it no counting rule covers; the widths allow for it. Empty where it was reported. */
  readonly unknown: readonly UnknownRule[];
  /** Estimate less report; null while there is no report to hold it against. */
  readonly error: EstimateError | null;
}

export interface TranscriptionRow {
  readonly itemId: string;
  readonly model: string;
  readonly status: TranscriptionView['status'];
  readonly basis: UsageBasis;
  readonly seconds: number;
  readonly input: number;
  readonly output: number;
  readonly cost: string | null;
  readonly costLow: string | null;
  readonly costHigh: string | null;
  readonly costWidth: string | null;
  /** Half-widths of the estimate, tokens and seconds; 0 where it was reported. */
  readonly inputWidth: number;
  readonly outputWidth: number;
  readonly secondsWidth: number;
}

/** It ended before it had begun an item, and comes to nothing by the rules. */
export const isNothing = ({ basis, input, output, inputWidth, outputWidth }: Amounts): boolean =>
  basis === 'if billed' && input + output + inputWidth + outputWidth === 0;

type Amounts = Pick<ResponseRow, 'basis' | 'input' | 'output' | 'inputWidth' | 'outputWidth'>;

/** It may be billed, or not at all: its money is in no sum but that of its own kind. */
export const mayBeBilled = (row: Amounts): boolean => row.basis === 'if billed' && !isNothing(row);

/** What one usage object costs; null when a price of it is unknown. */
function costOfUsage(
  source: UsageSource,
  usage: JsonObject,
  transcriber: string | null,
  model: PricedModel | null,
  book: PriceBook,
): string | null {
  const { total, unpriced } = costOf(
    addReport(emptyLedger, { source, id: '', usage, model: transcriber }),
    model,
    book,
  );
  return unpriced.length > 0 ? null : total;
}

/** The ends of what an estimate can cost, and how far its best guess may be off either way. */
function rangeOf(
  basis: UsageBasis,
  at: (end: 'least' | 'most') => string | null,
  cost: string | null,
): Pick<ResponseRow, 'costLow' | 'costHigh' | 'costWidth'> {
  if (basis === 'reported') return { costLow: cost, costHigh: cost, costWidth: cost === null ? null : '0' };
  const [least, most] = [at('least'), at('most')];
  return {
    costLow: basis === 'if billed' ? '0' : least,
    costHigh: most,
    costWidth:
      cost === null || least === null || most === null
        ? null
        : Exact.max(new Exact(most).minus(cost), new Exact(cost).minus(least), 0).toFixed(),
  };
}

function priceResponse(
  response: ResponseView,
  learned: Learned,
  model: PricedModel | null,
  book: PriceBook,
): ResponseRow {
  const { id, number: index, statusReason, expected, problems } = response;
  const { basis, usage, error, estimate, evidence } = expected;
  const width = basis === 'reported' ? noWidth : widthsWith(learned, id, expected);
  const price = (of: JsonObject): string | null => costOfUsage('response', of, null, model, book);
  // Cached tokens without their kinds: the row has both ends, and goes by the dear one as the sums do.
  const isUnsplit = basis === 'reported' && problems.some(({ kind }) => kind === 'cached-unsplit');
  const ends = isUnsplit ? leastAndMost({ usage }) : null;
  const cost = price(ends?.most ?? usage);
  return {
    id,
    number: index,
    status: statusWord(response),
    statusReason,
    basis,
    input: tokensOfSide(usage, 'input'),
    cached: responseCount(usage, 'cached') ?? 0,
    output: tokensOfSide(usage, 'output'),
    cost,
    ...rangeOf(basis, (end) => price(usageAt(estimate, width, end)), cost),
    ...(ends === null ? {} : { costLow: price(ends.least) }),
    inputWidth: width.textIn + width.audioIn + width.imageIn,
    cachedWidth: width.cached,
    outputWidth: width.textOut + width.audioOut + width.reasoning,
    cachedBy: expected.rules.cached,
    unknown: basis === 'reported' ? [] : evidence.input.unknown,
    error,
  };
}

/** What a response costs by its evidence alone: what it read, and what it put out. Null: a price is unknown. */
export function evidenceCosts(
  { expected: { estimate } }: ResponseView,
  model: PricedModel | null,
  book: PriceBook,
): { readonly input: string | null; readonly output: string | null } {
  const price = (of: JsonObject): string | null => costOfUsage('response', of, null, model, book);
  return { input: price(onlySide(estimate, 'input')), output: price(onlySide(estimate, 'output')) };
}

/*
 * A response is never changed, only replaced, so what it comes to is worked out once: the table of a long session costs
 * as much as the response that runs.
 */
const known = new WeakMap<ResponseView, { model: PricedModel | null; book: PriceBook; row: ResponseRow }>();

/**
 * One response by a book; the same object for the same reported response, model and book. An estimate is priced anew, for
 * its width is what the session's reports have shown since.
 */
export function responseRow(
  response: ResponseView,
  learned: Learned,
  model: PricedModel | null,
  book: PriceBook,
): ResponseRow {
  if (response.expected.basis !== 'reported') return priceResponse(response, learned, model, book);
  const have = known.get(response);
  if (have !== undefined && have.model === model && have.book === book) return have.row;
  const row = priceResponse(response, learned, model, book);
  known.set(response, { model, book, row });
  return row;
}

export const responseRows = (
  responses: readonly ResponseView[],
  learned: Learned,
  model: PricedModel | null,
  book: PriceBook,
): ResponseRow[] => responses.map((response) => responseRow(response, learned, model, book));

/** The transcriptions of a session in the order of its items. Each is billed on its own model's card. */
export const transcriptionRows = (
  items: readonly ItemView[],
  learned: Learned,
  model: PricedModel | null,
  book: PriceBook,
): TranscriptionRow[] =>
  items.flatMap(({ id, transcription }) => {
    if (transcription === null) return [];
    const { basis, usage, estimate } = transcription.expected;
    const width = basis === 'reported' ? noWidth : transcriptionWidths(learned, id, transcription.expected);
    const price = (of: JsonObject): string | null => costOfUsage('transcription', of, transcription.model, model, book);
    const cost = price(usage);
    return [
      {
        itemId: id,
        model: transcription.model,
        status: transcription.status,
        basis,
        seconds: transcriptionCount(usage, 'seconds') ?? 0,
        input: transcriptionCount(usage, 'input') ?? 0,
        output: transcriptionCount(usage, 'textOut') ?? 0,
        cost,
        ...rangeOf(basis, (end) => price(usageAt(estimate, width, end)), cost),
        inputWidth: width.textIn + width.audioIn,
        outputWidth: width.textOut,
        secondsWidth: width.seconds,
      },
    ];
  });

/** What some rows come to without those that may not be billed at all. */
export interface RowSum {
  readonly input: number;
  readonly cached: number;
  readonly output: number;
  /** Exact, of the best estimates; null: a price of one is unknown. */
  readonly cost: string | null;
  /** One of them is an estimate. */
  readonly estimated: boolean;
  /** Rows left out of it. */
  readonly without: readonly ResponseRow[];
}

const isPriced = (cost: string | null): cost is string => cost !== null;

/** The sum of rows, what may not be billed at all left out and named. */
export function sumOfRows(rows: readonly ResponseRow[]): RowSum {
  const counted = rows.filter((row) => !mayBeBilled(row));
  const sum = (pick: (row: ResponseRow) => number): number => counted.reduce((all, row) => all + pick(row), 0);
  const costs = counted.map(({ cost }) => cost);
  return {
    input: sum(({ input }) => input),
    cached: sum(({ cached }) => cached),
    output: sum(({ output }) => output),
    cost: costs.every(isPriced) ? sumExact(costs) : null,
    estimated: counted.some((row) => row.basis !== 'reported' && !isNothing(row)),
    without: rows.filter(mayBeBilled),
  };
}
