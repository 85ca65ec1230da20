import { asNumber, atPath, type JsonObject } from '../../json.ts';
import type { ItemView, ResponseView, TranscriptionView } from '../../session/view.ts';
import { transcriptionWidths, usageAt, widthsWith, type Learned } from '../../session/expected/widths.ts';
import { noWidth, type EstimateError, type UsageBasis } from '../../usage/expected.ts';
import { emptyLedger, type UsageSource } from '../../usage/ledger.ts';
import { addReport } from '../../usage/report.ts';
import { costOf } from '../../pricing/cost.ts';
import type { PriceBook, PricedModel } from '../../pricing/price-book.ts';

/** One response with what it probably used and cost. */
export interface ResponseRow {
  readonly id: string;
  /** 1 is shown as R1. */
  readonly number: number;
  readonly status: ResponseView['status'];
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
  /** Half-widths of the estimate, tokens; 0 where it was reported. */
  readonly inputWidth: number;
  readonly outputWidth: number;
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
}

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

const number = (usage: JsonObject, path: string): number => asNumber(atPath(usage, path)) ?? 0;

/** The ends of what an estimate can cost. */
function rangeOf(
  basis: UsageBasis,
  at: (end: 'least' | 'most') => string | null,
  cost: string | null,
): { costLow: string | null; costHigh: string | null } {
  if (basis === 'reported') return { costLow: cost, costHigh: cost };
  return { costLow: basis === 'if billed' ? '0' : at('least'), costHigh: at('most') };
}

function priceResponse(
  { id, number: index, status, statusReason, expected }: ResponseView,
  learned: Learned,
  model: PricedModel | null,
  book: PriceBook,
): ResponseRow {
  const { basis, usage, error, estimate } = expected;
  const width = basis === 'reported' ? noWidth : widthsWith(learned, id, expected);
  const price = (of: JsonObject): string | null => costOfUsage('response', of, null, model, book);
  const cost = price(usage);
  return {
    id,
    number: index,
    status,
    statusReason,
    basis,
    input: number(usage, 'input_tokens'),
    cached: number(usage, 'input_token_details.cached_tokens'),
    output: number(usage, 'output_tokens'),
    cost,
    ...rangeOf(basis, (end) => price(usageAt(estimate, width, end)), cost),
    inputWidth: width.textIn + width.audioIn + width.imageIn,
    outputWidth: width.textOut + width.audioOut + width.reasoning,
    error,
  };
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
    const width = transcriptionWidths(learned, id, transcription.expected);
    const price = (of: JsonObject): string | null => costOfUsage('transcription', of, transcription.model, model, book);
    const cost = price(usage);
    return [
      {
        itemId: id,
        model: transcription.model,
        status: transcription.status,
        basis,
        seconds: number(usage, 'seconds'),
        input: number(usage, 'input_tokens'),
        output: number(usage, 'output_tokens'),
        cost,
        ...rangeOf(basis, (end) => price(usageAt(estimate, width, end)), cost),
      },
    ];
  });
