import { asString, atPath, isJsonObject, type JsonObject } from '../../../../shared/kit/json.ts';
import { costOf, type SessionCost } from '../../../../shared/pricing/cost.ts';
import type { ModelChoice } from '../../../../shared/pricing/model.ts';
import type { PriceBook, PricedModel } from '../../../../shared/pricing/price-book.ts';
import { modelOfView } from '../../../../shared/session/costs/model-of-view.ts';
import { type ResponseRow, responseRow, transcriptionRows } from '../../../../shared/session/costs/response-costs.ts';
import type { LogEntry } from '../../../../shared/session/entry.ts';
import { expectedTotals } from '../../../../shared/session/expected/expected-totals.ts';
import { itemOf, responseOf, type SessionView } from '../../../../shared/session/view.ts';
import { endWords } from '../../../../shared/usage/estimate-words.ts';
import { addReport, emptyLedger } from '../../../../shared/usage/ledger.ts';
import { type UsageProblem, worstFirst } from '../../../../shared/usage/problems.ts';
import { everythingStated, readUsage } from '../../../../shared/usage/read-usage.ts';
import { usageOfEvent } from '../../../../shared/usage/usage-in-event.ts';

/** What the event's own report comes to, and what has to be said of that report. */
export interface EventCost extends SessionCost {
  readonly problems: readonly UsageProblem[];
  /** What the ledger has instead, where what the event says is not what was used; null: the report holds. */
  readonly unreported: UnreportedWork | null;
}

/** A response or transcription that ended and never said what it used. */
export interface UnreportedWork {
  /** `R7`, `the transcription`. */
  readonly name: string;
  /** How it ended: `cancelled: turn detected`. */
  readonly end: string;
  readonly row: Pick<ResponseRow, 'basis' | 'input' | 'output' | 'cost' | 'costLow' | 'costHigh' | 'costWidth'>;
}

const sourceOf = (type: string | undefined): 'response' | 'transcription' | null =>
  type === 'response.done'
    ? 'response'
    : type === 'conversation.item.input_audio_transcription.completed'
      ? 'transcription'
      : null;

/** What the ledger has of the response or transcription that an event ends, where its report says nothing of what was used. */
function unreportedWork(
  source: 'response' | 'transcription',
  event: JsonObject,
  view: SessionView,
  model: PricedModel | null,
  book: PriceBook,
): UnreportedWork | null {
  if (source === 'response') {
    const response = responseOf(view, asString(atPath(event, 'response.id')));
    if (response === undefined || response.expected.basis === 'reported') return null;
    const row = responseRow(response, expectedTotals(view).learned, model, book);
    return { name: `R${row.number}`, end: endWords(row.status, row.statusReason), row };
  }
  const item = itemOf(view, asString(event['item_id']));
  if (item === undefined || item.transcription?.expected.basis === 'reported') return null;
  const [row] = transcriptionRows([item], expectedTotals(view).learned, model, book);
  return row === undefined ? null : { name: 'the transcription', end: row.status, row };
}

/** What the usage in one event costs, and what ended with it came to where that never said; null when there is neither. */
export function eventCost(
  { event }: LogEntry,
  view: SessionView,
  book: PriceBook,
  choice: ModelChoice | null,
): EventCost | null {
  const source = isJsonObject(event) ? sourceOf(asString(event['type'])) : null;
  if (!isJsonObject(event) || source === null) return null;
  const model = modelOfView(view, book, choice)?.model ?? null;
  const unreported = unreportedWork(source, event, view, model, book);
  const found = usageOfEvent(source, event);
  if (found === null) {
    return unreported === null ? null : { ...costOf(emptyLedger, model, book), problems: [], unreported };
  }
  const reading = readUsage(found.usage, source);
  // Another model may be in force by now than the one that heard it.
  const heardBy = source === 'response' ? null : itemOf(view, asString(event['item_id']))?.transcription?.model;
  const ledger = addReport(emptyLedger, {
    source,
    id: '',
    usage: everythingStated(reading),
    model: source === 'response' ? null : (heardBy ?? 'unknown'),
  });
  return {
    ...costOf(ledger, model, book),
    problems: worstFirst([...found.problems, ...reading.problems]),
    unreported,
  };
}
