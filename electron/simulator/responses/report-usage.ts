import type { JsonObject } from '../../../shared/json.ts';
import { usageOf, type RealtimeUsage } from '../../../shared/usage/realtime-usage.ts';
import {
  noTokens,
  spokenTokens,
  writtenTokens,
  type ModalityTokens,
  type WrittenItem,
} from '../../../shared/usage/rules/rules.ts';
import type { Session } from '../session.ts';
import { callTokens, readConversation, type Read } from '../usage/reading.ts';
import { deliveriesOf, type EndStatus, type RunningResponse } from './running.ts';

/** A response that says it used nothing. */
export const zeroUsage = (): RealtimeUsage => usageOf(noTokens, noTokens, noTokens);

/** What a response has put out so far, without what it thought. */
export function outputSoFar({ rules, deployment }: Session, running: RunningResponse): ModalityTokens {
  const { count } = deployment;
  const begun = running.outputs.flatMap((output): WrittenItem[] => {
    if (output.plan === null) {
      const contentTokens = callTokens(output.item, count);
      return [{ kind: 'called', contentTokens, audioTokens: 0, runsSeen: 0, unfinished: false }];
    }
    const { plan, item, sentText, sentMs, runs } = output;
    if (sentText === '' && sentMs === 0) return [];
    const unfinished = item.status !== 'completed';
    // Who sends a stream knows its runs: none are to be concluded from the audio.
    return [{ kind: plan.kind, contentTokens: count(sentText), audioTokens: 0, runsSeen: runs, unfinished }];
  });
  const spoken = deliveriesOf(running).filter(({ plan }) => plan.kind === 'spoken');
  return {
    text: writtenTokens(rules, begun),
    audio: spoken.reduce((sum, { sentMs }) => sum + spokenTokens(rules, sentMs), 0),
  };
}

/** A response that failed, or was cancelled before it began an item, has used nothing. */
export const usedNothing = ({ outputs }: RunningResponse, status: EndStatus | null): boolean =>
  status === 'failed' || (status === 'cancelled' && outputs.length === 0);

/** What a response really used. `status` null: its session is gone. */
export function chargedFor(session: Session, running: RunningResponse, status: EndStatus | null): RealtimeUsage {
  if (usedNothing(running, status)) return zeroUsage();
  const { context, thoughts } = running;
  const output = outputSoFar(session, running);
  // Thoughts are text the model put out, counted in it and named beside it.
  const made = { ...output, text: output.text + (thoughts ?? 0) };
  const usage = usageOf(context.read, context.cached, made);
  if (thoughts === null) return usage;
  return { ...usage, output_token_details: { ...usage.output_token_details, reasoning_tokens: thoughts } };
}

/** How a response right behind an ended one reads its answer. */
export const answerReads = ({ rules, deployment }: Session, { outputs }: RunningResponse): Read[] =>
  readConversation(
    outputs.map(({ item }) => item),
    rules,
    deployment.count,
  );

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
