import { asNumber, asObject, asString, atPath, type JsonObject } from '../../kit/json.ts';
import { addReport } from '../../usage/fields.ts';
import { type UsageProblem, worstFirst } from '../../usage/problems.ts';
import { everythingStated, readUsage } from '../../usage/read-usage.ts';
import { otherUsage, usageOfEvent } from '../../usage/usage-in-event.ts';
import type { SessionView } from '../view.ts';
import { type Handler, raise } from './edit.ts';

/** The usage that the end of a response or of a transcription reported. */
export interface ReportedUsage {
  /** As it came; null: none did. */
  readonly usage: JsonObject | null;
  /** What of it was understood, in the wire's own names. */
  readonly understood: JsonObject | null;
  /** Everything it states, under names that say what was not understood: what the ledger adds up. */
  readonly stated: JsonObject | null;
  readonly problems: readonly UsageProblem[];
}

const none: readonly UsageProblem[] = [];

const kinds = ['text_tokens', 'audio_tokens', 'image_tokens'] as const;
const cachedPath = 'input_token_details.cached_tokens_details';

/**
 * A report whose cached tokens are more than the input they are part of, for a sum over reports: what is beyond stands
 * under a name of its own, else it would be taken off the input of other reports, and nobody would see it.
 */
function withinInput(stated: JsonObject): JsonObject {
  const input = asObject(stated['input_token_details']) ?? {};
  const cached = asObject(input['cached_tokens_details']) ?? {};
  const beyond = kinds.flatMap((kind): [string, number, number][] => {
    const [part, whole] = [asNumber(cached[kind]) ?? 0, asNumber(input[kind]) ?? 0];
    return part > whole ? [[kind, whole, part - whole]] : [];
  });
  if (beyond.length === 0) return stated;
  const within = { ...cached, ...Object.fromEntries(beyond.map(([kind, whole]) => [kind, whole])) };
  return {
    ...stated,
    input_token_details: { ...input, cached_tokens_details: within },
    ...Object.fromEntries(beyond.map(([kind, , more]) => [`${cachedPath}.${kind}, beyond what it is part of`, more])),
  };
}

/** What an event reports. Of a report that is as it should be nothing is copied. */
export function usageReported(source: 'response' | 'transcription', event: JsonObject): ReportedUsage {
  const found = usageOfEvent(source, event);
  if (found === null) {
    // Something stands in its place that is no usage at all: not the same as nothing.
    const raw = atPath(event, source === 'response' ? 'response.usage' : 'usage') ?? null;
    const problems = raw === null ? none : readUsage(raw, source).problems;
    return { usage: null, understood: null, stated: null, problems };
  }
  const reading = readUsage(found.usage, source);
  const problems =
    found.problems.length + reading.problems.length === 0 ? none : [...found.problems, ...reading.problems];
  const isPlain = reading.problems.length === 0;
  return {
    usage: found.usage,
    understood: isPlain ? found.usage : reading.usage,
    stated: isPlain ? found.usage : withinInput(everythingStated(reading)),
    problems,
  };
}

/** The ledger with a report added, whatever of it was understood. */
export const withReport = (
  view: SessionView,
  source: 'response' | 'transcription',
  id: string,
  stated: JsonObject,
  model: string | null,
): SessionView => ({ ...view, usage: addReport(view.usage, { source, id, usage: stated, model }) });

/** The view with what is wrong with a report said, one alarm or notice a kind. */
export const withProblemAlarms = (view: SessionView, name: string, problems: readonly UsageProblem[]): SessionView =>
  worstFirst(problems).reduce((next, problem) => raise(next, 'usage problem', { name, problem }), view);

/** Usage on an event that has no business with it: added up by the event's type, though no price applies to it. */
export const usageBeside: Handler = (view, event) => {
  const usage = otherUsage(event);
  if (usage === null) return view;
  const id = asString(event['type']) ?? '';
  return { ...view, usage: addReport(view.usage, { source: 'other', id, usage, model: null }) };
};
