import type { PriceBook } from '../../../shared/pricing/price-book.ts';
import { costOf, type SessionCost } from '../../../shared/pricing/cost.ts';
import type { ModelChoice } from '../../../shared/pricing/model.ts';
import { modelOfView } from '../../../shared/costs/model-of-view.ts';
import { asObject, asString, atPath, isJsonObject, type JsonObject } from '../../../shared/json.ts';
import type { LogEntry } from '../../../shared/session/entry.ts';
import type { SessionView } from '../../../shared/session/view.ts';
import { emptyLedger } from '../../../shared/usage/ledger.ts';
import { addReport } from '../../../shared/usage/report.ts';

/** The usage an event reports, and of what; null for the many that report none. */
function usageOf(event: JsonObject): { source: 'response' | 'transcription'; id: string; usage: JsonObject } | null {
  switch (asString(event['type'])) {
    case 'response.done': {
      const usage = asObject(atPath(event, 'response.usage'));
      return usage === undefined
        ? null
        : { source: 'response', id: asString(atPath(event, 'response.id')) ?? '', usage };
    }
    case 'conversation.item.input_audio_transcription.completed': {
      const usage = asObject(event['usage']);
      return usage === undefined ? null : { source: 'transcription', id: asString(event['item_id']) ?? '', usage };
    }
    default:
      return null;
  }
}

/** What one event cost by the price book; null when it reports no usage. */
export function eventCost(
  entry: LogEntry,
  view: SessionView,
  book: PriceBook,
  choice: ModelChoice | null,
): SessionCost | null {
  const reported = isJsonObject(entry.event) ? usageOf(entry.event) : null;
  if (reported === null) return null;
  const transcriber = asString(atPath(view.effective ?? {}, 'audio.input.transcription.model')) ?? 'unknown';
  const model = reported.source === 'response' ? null : transcriber;
  return costOf(addReport(emptyLedger, { ...reported, model }), modelOfView(view, book, choice)?.model ?? null, book);
}
