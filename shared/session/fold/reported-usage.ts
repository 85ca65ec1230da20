import { asString, atPath, type JsonObject, withAt } from '../../kit/json.ts';
import { cachedNames, cachedPath, inputNames, modalities, responseCount } from '../../usage/fields.ts';
import { addReport } from '../../usage/ledger.ts';
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

/**
 * A report whose cached tokens are more than the input they are part of, for a sum over reports: what is beyond stands
 * under a name of its own, else it would be taken off the input of other reports, and nobody would see it.
 */
const withinInput = (stated: JsonObject): JsonObject =>
  modalities.reduce((report, kind) => {
    const part = responseCount(stated, cachedNames[kind]) ?? 0;
    const whole = responseCount(stated, inputNames[kind]) ?? 0;
    if (part <= whole) return report;
    const path = cachedPath(kind);
    return { ...withAt(report, path, whole), [`${path}, beyond what it is part of`]: part - whole };
  }, stated);

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
