import { asString, atPath, isJsonObject, type JsonObject } from '../../../../shared/kit/json.ts';
import { costOf, type SessionCost } from '../../../../shared/pricing/cost.ts';
import type { ModelChoice } from '../../../../shared/pricing/model.ts';
import type { PriceBook, PricedModel } from '../../../../shared/pricing/price-book.ts';
import { modelOfView } from '../../../../shared/session/costs/model-of-view.ts';
import { type ResponseRow, responseRow } from '../../../../shared/session/costs/response-costs.ts';
import type { LogEntry } from '../../../../shared/session/entry.ts';
import { expectedTotals } from '../../../../shared/session/expected/expected-totals.ts';
import { responseOf, type SessionView } from '../../../../shared/session/view.ts';
import { addReport, emptyLedger } from '../../../../shared/usage/ledger.ts';
import { type UsageProblem, worstFirst } from '../../../../shared/usage/problems.ts';
import { everythingStated, readUsage } from '../../../../shared/usage/read-usage.ts';
import { usageOfEvent } from '../../../../shared/usage/usage-in-event.ts';

/** What the event's own report comes to, and what has to be said of that report. */
export interface EventCost extends SessionCost {
  readonly problems: readonly UsageProblem[];
  /** The response as the ledger has it, where what the event says of it is not what it used; null: the report holds. */
  readonly unreported: ResponseRow | null;
}

const sourceOf = (type: string | undefined): 'response' | 'transcription' | null =>
  type === 'response.done'
    ? 'response'
    : type === 'conversation.item.input_audio_transcription.completed'
      ? 'transcription'
      : null;

/** The row of the response that an event ends, where its report says nothing of what it used. */
function unreportedRow(
  event: JsonObject,
  view: SessionView,
  model: PricedModel | null,
  book: PriceBook,
): ResponseRow | null {
  const response = responseOf(view, asString(atPath(event, 'response.id')));
  if (response === undefined || response.expected.basis === 'reported') return null;
  return responseRow(response, expectedTotals(view).learned, model, book);
}

/** What the usage in one event costs, and what the response it ends came to where it never said; null when there is neither. */
export function eventCost(
  { event }: LogEntry,
  view: SessionView,
  book: PriceBook,
  choice: ModelChoice | null,
): EventCost | null {
  const source = isJsonObject(event) ? sourceOf(asString(event['type'])) : null;
  if (!isJsonObject(event) || source === null) return null;
  const model = modelOfView(view, book, choice)?.model ?? null;
  const unreported = source === 'response' ? unreportedRow(event, view, model, book) : null;
  const found = usageOfEvent(source, event);
  if (found === null) {
    return unreported === null ? null : { ...costOf(emptyLedger, model, book), problems: [], unreported };
  }
  const reading = readUsage(found.usage, source);
  const transcriber = asString(atPath(view.effective ?? {}, 'audio.input.transcription.model')) ?? 'unknown';
  const ledger = addReport(emptyLedger, {
    source,
    id: '',
    usage: everythingStated(reading),
    model: source === 'response' ? null : transcriber,
  });
  return {
    ...costOf(ledger, model, book),
    problems: worstFirst([...found.problems, ...reading.problems]),
    unreported,
  };
}
