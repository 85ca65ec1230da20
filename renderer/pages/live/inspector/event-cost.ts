import { asString, atPath, isJsonObject } from '../../../../shared/kit/json.ts';
import { costOf, type SessionCost } from '../../../../shared/pricing/cost.ts';
import type { ModelChoice } from '../../../../shared/pricing/model.ts';
import type { PriceBook } from '../../../../shared/pricing/price-book.ts';
import { modelOfView } from '../../../../shared/session/costs/model-of-view.ts';
import type { LogEntry } from '../../../../shared/session/entry.ts';
import type { SessionView } from '../../../../shared/session/view.ts';
import { addReport, emptyLedger } from '../../../../shared/usage/ledger.ts';
import { type UsageProblem, worstFirst } from '../../../../shared/usage/problems.ts';
import { everythingStated, readUsage } from '../../../../shared/usage/read-usage.ts';
import { usageOfEvent } from '../../../../shared/usage/usage-in-event.ts';

/** What the event's own report comes to, and what has to be said of that report. */
export interface EventCost extends SessionCost {
  readonly problems: readonly UsageProblem[];
}

const sourceOf = (type: string | undefined): 'response' | 'transcription' | null =>
  type === 'response.done'
    ? 'response'
    : type === 'conversation.item.input_audio_transcription.completed'
      ? 'transcription'
      : null;

/** What the usage in one event costs; null when it reports none. */
export function eventCost(
  { event }: LogEntry,
  view: SessionView,
  book: PriceBook,
  choice: ModelChoice | null,
): EventCost | null {
  const source = isJsonObject(event) ? sourceOf(asString(event['type'])) : null;
  const found = isJsonObject(event) && source !== null ? usageOfEvent(source, event) : null;
  if (found === null || source === null) return null;
  const reading = readUsage(found.usage, source);
  const transcriber = asString(atPath(view.effective ?? {}, 'audio.input.transcription.model')) ?? 'unknown';
  const model = source === 'response' ? null : transcriber;
  const ledger = addReport(emptyLedger, { source, id: '', usage: everythingStated(reading), model });
  return {
    ...costOf(ledger, modelOfView(view, book, choice)?.model ?? null, book),
    problems: worstFirst([...found.problems, ...reading.problems]),
  };
}
