import { asNumber, atPath, type JsonObject } from '../../json.ts';
import type { ItemView, ResponseView, TranscriptionView } from '../../session/view.ts';
import type { EstimateError, UsageBasis } from '../../usage/expected.ts';
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
  /** Exact; null when a price of it is unknown. */
  readonly cost: string | null;
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

function priceResponse(response: ResponseView, model: PricedModel | null, book: PriceBook): ResponseRow {
  const { basis, usage, error } = response.expected;
  return {
    id: response.id,
    number: response.number,
    status: response.status,
    statusReason: response.statusReason,
    basis,
    input: number(usage, 'input_tokens'),
    cached: number(usage, 'input_token_details.cached_tokens'),
    output: number(usage, 'output_tokens'),
    cost: costOfUsage('response', usage, null, model, book),
    error,
  };
}

/*
 * A response is never changed, only replaced, so what it comes to is worked out once: the table of a long session costs
 * as much as the response that runs.
 */
const known = new WeakMap<ResponseView, { model: PricedModel | null; book: PriceBook; row: ResponseRow }>();

/** One response by a book; the same object for the same response, model and book. */
export function responseRow(response: ResponseView, model: PricedModel | null, book: PriceBook): ResponseRow {
  const have = known.get(response);
  if (have !== undefined && have.model === model && have.book === book) return have.row;
  const row = priceResponse(response, model, book);
  known.set(response, { model, book, row });
  return row;
}

export const responseRows = (
  responses: readonly ResponseView[],
  model: PricedModel | null,
  book: PriceBook,
): ResponseRow[] => responses.map((response) => responseRow(response, model, book));

/** The transcriptions of a session in the order of its items. Each is billed on its own model's card. */
export const transcriptionRows = (
  items: readonly ItemView[],
  model: PricedModel | null,
  book: PriceBook,
): TranscriptionRow[] =>
  items.flatMap(({ id, transcription }) => {
    if (transcription === null) return [];
    const { basis, usage } = transcription.expected;
    return [
      {
        itemId: id,
        model: transcription.model,
        status: transcription.status,
        basis,
        seconds: number(usage, 'seconds'),
        input: number(usage, 'input_tokens'),
        output: number(usage, 'output_tokens'),
        cost: costOfUsage('transcription', usage, transcription.model, model, book),
      },
    ];
  });
