import { assertNever } from '../../../shared/kit/errors.ts';
import { type JsonObject, withAt } from '../../../shared/kit/json.ts';
import { detailsOf, usageOf } from '../../../shared/usage/fields.ts';
import {
  type ModalityTokens,
  noTokens,
  spokenTokens,
  type WrittenItem,
  writtenTokens,
} from '../../../shared/usage/rules/rules.ts';
import { callTokens, type Read, readConversation, sumOf } from '../model/context.ts';
import { wireItem } from '../model/conversation.ts';
import {
  deliveriesOf,
  type Delivery,
  type Ending,
  type EndStatus,
  type RunningResponse,
  wireResponse,
} from '../model/response.ts';
import { sendRateLimits } from './rate-limits.ts';
import type { Session } from './session-state.ts';

/** A response that says it used nothing. */
const zeroUsage = (): JsonObject => usageOf(noTokens, noTokens, noTokens);

/** What a response has put out so far, without what it thought. */
function outputSoFar({ rules, deployment }: Session, running: RunningResponse): ModalityTokens {
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
const usedNothing = ({ outputs }: RunningResponse, status: EndStatus | null): boolean =>
  status === 'failed' || (status === 'cancelled' && outputs.length === 0);

/** What a response really used. `status` null: its session is gone. */
function chargedFor(session: Session, running: RunningResponse, status: EndStatus | null): JsonObject {
  if (usedNothing(running, status)) return zeroUsage();
  const { context, thoughts } = running;
  const output = outputSoFar(session, running);
  // Thoughts are text the model put out, counted in it and named beside it.
  const made = { ...output, text: output.text + (thoughts ?? 0), reasoning: thoughts ?? undefined };
  return usageOf(context.read, context.cached, made);
}

/** How a response right behind an ended one reads its answer. */
const answerReads = ({ rules, deployment }: Session, { outputs }: RunningResponse): Read[] =>
  readConversation(
    outputs.map(({ item }) => item),
    rules,
    deployment.count,
  );

/** What it says it used: the same, unless the session was told to misbehave. A failed response says nothing. */
function reportedFor(session: Session, charged: JsonObject, status: EndStatus): JsonObject | null {
  if (status === 'failed' || session.switches.null_usage) return null;
  const zero = status === 'cancelled' && session.switches.zero_usage_on_cancel;
  const usage = zero ? zeroUsage() : charged;
  return session.switches.extra_usage_field ? withAt(usage, `${detailsOf.output}.unheard_of_tokens`, 7) : usage;
}

/** What the further run produces: a second, shorter answer that nobody hears. */
const hiddenAudioMs = 10_550;
const hiddenTextTokens = 64;

/** The misbehaviour that the `hidden_response` switch asks for: the model runs once more over the finished conversation. */
function runHidden(session: Session, finished: RunningResponse): void {
  const { hidden_response: how } = session.switches;
  if (how === '0') return;
  const { rules, model, deployment } = session;
  const { prompt, reads: before } = finished.context;
  const reads = [...before, ...answerReads(session, finished)];
  const sum = sumOf(reads);
  const charged = usageOf(
    { ...sum, text: prompt.tokens + sum.text },
    session.switches.cache ? deployment.cache.find(model, rules, prompt, reads) : noTokens,
    { text: hiddenTextTokens, audio: spokenTokens(rules, hiddenAudioMs) },
  );
  const { bill } = deployment;
  switch (how) {
    case '1':
      bill.charge(session.id, model, { responseId: null, charged, reported: null });
      return;
    case 'zero': {
      const shown: RunningResponse = { ...finished, id: session.ids.named('resp'), outputs: [] };
      const reported: JsonObject = zeroUsage();
      session.send('response.created', { response: wireResponse(shown, null, null) });
      session.send('response.done', { response: wireResponse(shown, { status: 'completed' }, reported) });
      bill.charge(session.id, model, { responseId: shown.id, charged, reported });
      return;
    }
    default:
      assertNever(how, 'Hidden response');
  }
}

/** The `.done` events of a message whose output has begun. */
export function closeMessage(
  session: Session,
  running: RunningResponse,
  delivery: Delivery,
  status: 'completed' | 'incomplete',
): void {
  const { item, plan, sentText } = delivery;
  if (item.status !== 'in_progress') return;
  const outputIndex = running.outputs.indexOf(delivery);
  const place = { response_id: running.id, item_id: item.id, output_index: outputIndex, content_index: 0 };
  const spoken = plan.kind === 'spoken';
  if (spoken) {
    session.send('response.output_audio.done', place);
    session.send('response.output_audio_transcript.done', { ...place, transcript: sentText });
  } else {
    session.send('response.output_text.done', { ...place, text: sentText });
  }
  const part: JsonObject = spoken ? { type: 'audio', transcript: sentText } : { type: 'text', text: sentText };
  session.send('response.content_part.done', { ...place, part });
  item.status = status;
  const index = session.conversation.items.indexOf(item);
  if (index >= 0) {
    const previous = session.conversation.items[index - 1]?.id ?? null;
    session.send('conversation.item.done', { previous_item_id: previous, item: wireItem(item) });
  }
  session.send('response.output_item.done', {
    response_id: running.id,
    output_index: outputIndex,
    item: wireItem(item),
  });
}

/** What was read is known from now on, and what was said in answer too, unless it was thought about. */
function remember(session: Session, running: RunningResponse): void {
  const { prompt, reads } = running.context;
  const answer = (running.thoughts ?? 0) > 0 ? [] : answerReads(session, running);
  session.deployment.cache.remember(session.model, prompt, [...reads, ...answer]);
}

/** Ends a response: closes its item, charges it and sends `response.done`. */
export function finishResponse(session: Session, running: RunningResponse, ending: Ending): void {
  if (!session.responses.delete(running.id)) return;
  running.stopTimer();
  const status = ending.status === 'completed' ? 'completed' : 'incomplete';
  for (const output of running.outputs) if (output.plan !== null) closeMessage(session, running, output, status);
  Object.assign(running.written, outputSoFar(session, running), { ended: true });
  const charged = chargedFor(session, running, ending.status);
  const reported = reportedFor(session, charged, ending.status);
  session.deployment.bill.charge(session.id, session.model, { responseId: running.id, charged, reported });
  if (!usedNothing(running, ending.status)) remember(session, running);
  session.send('response.done', { response: wireResponse(running, ending, reported) });
  sendRateLimits(session, charged);
  if (ending.status === 'completed') runHidden(session, running);
  if (running.settings.inConversation) session.afterResponse(running);
}

/** The session is gone: what was produced is charged, and nobody hears of it. */
export function abandonResponses(session: Session): void {
  for (const running of session.responses.values()) {
    running.stopTimer();
    const charged = chargedFor(session, running, null);
    session.deployment.bill.charge(session.id, session.model, { responseId: running.id, charged, reported: null });
  }
  session.responses.clear();
}
