import type { JsonObject } from '../../../shared/json.ts';
import { expectedUsage, type RealtimeUsage } from '../../../shared/usage/recurrence.ts';
import type { Session } from '../session.ts';
import type { EndStatus, RunningResponse } from './running.ts';
import { reasoningTokens } from './reasoning.ts';
import { outputSoFar } from './running.ts';

const nothingRead = { promptTokens: 0, items: [], processed: { text: 0, audio: 0 } };
/** A response that says it used nothing. */
export const zeroUsage = (): RealtimeUsage => expectedUsage(nothingRead, { audioMs: 0, textTokens: 0 });

/** What a response really used. */
export function chargedFor(session: Session, running: RunningResponse): RealtimeUsage {
  const thoughts = reasoningTokens(session.model, running.settings.reasoningEffort);
  const output = outputSoFar(running, session.deployment.count);
  // Thoughts are text the model put out, counted in it and named beside it.
  const usage = expectedUsage(running.context, { ...output, textTokens: output.textTokens + (thoughts ?? 0) });
  if (thoughts === null) return usage;
  return { ...usage, output_token_details: { ...usage.output_token_details, reasoning_tokens: thoughts } };
}

/** What it says it used: the same, unless the session was told to misbehave. A failed response says nothing. */
export function reportedFor(session: Session, charged: RealtimeUsage, status: EndStatus): JsonObject | null {
  if (status === 'failed' || session.switches.null_usage) return null;
  const zero = status === 'cancelled' && session.switches.zero_usage_on_cancel;
  const usage = { ...(zero ? zeroUsage() : charged) };
  if (!session.switches.extra_usage_field) return usage;
  return {
    ...usage,
    output_token_details: { ...usage.output_token_details, unheard_of_tokens: 7 },
  };
}
