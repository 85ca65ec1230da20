import { asArray, asString, atPath, isJsonObject, type JsonObject } from '../../../shared/json.ts';
import { noTokens } from '../../../shared/usage/recurrence.ts';
import { createEncoder } from '../audio/format.ts';
import { contentKey, contextOf, wireItem, type Item, type MessageItem } from '../conversation/item.ts';
import { fitContext } from '../conversation/fit-context.ts';
import { readItem } from '../conversation/read-item.ts';
import type { Session } from '../session.ts';
import { errors, type ProtocolError } from '../wire/errors.ts';
import { chooseCall, type ChosenCall } from './choose-call.ts';
import { chooseReply } from './choose-reply.ts';
import { finishResponse } from './finish-response.ts';
import { limitPlan } from './plan.ts';
import { sendRateLimits } from './rate-limits.ts';
import { wireResponse, type RunningResponse } from './running.ts';
import { sendCall } from './send-call.ts';
import { promptOf, settingsOf, type ResponseSettings } from './settings.ts';
import { streamReply } from './stream-reply.ts';

/** How long the model thinks before its first output. */
const thinkMs = 350;

/** What a response reads: its own `input` where one is given, else the conversation. Null after refusing a bad one. */
function itemsOf(session: Session, overrides: JsonObject, eventId: string | null): readonly Item[] | null {
  if (overrides['input'] === undefined) return [...session.conversation.items];
  const items: Item[] = [];
  for (const [index, entry] of asArray(overrides['input']).entries()) {
    const value = isJsonObject(entry) ? entry : {};
    const id = asString(value['id']) ?? '';
    const known = value['type'] === 'item_reference' ? session.conversation.find(id) : null;
    if (known === undefined) {
      const path = `response.input[${index}].id`;
      session.refuse(errors.badValue(path, `there is no item '${id}' in the conversation.`), eventId);
      return null;
    }
    const read = known === null ? readItem(session, value) : { ok: true as const, item: known };
    if (!read.ok) {
      session.refuse(read.error, eventId);
      return null;
    }
    items.push(read.item);
  }
  return items;
}

/** A response cannot be made to call what it does not have. */
function toolClash({ tools, toolChoice }: ResponseSettings): ProtocolError | null {
  const name = asString(atPath(toolChoice, 'name'));
  const known = tools.some((tool) => atPath(tool, 'name') === name);
  if (name !== undefined && !known) {
    return errors.badValue('response.tool_choice', `there is no function '${name}' among the tools.`);
  }
  if (toolChoice === 'required' && tools.length === 0) {
    return errors.badValue('response.tool_choice', "'required' needs at least one tool.");
  }
  return null;
}

function voiceClash(session: Session, overrides: JsonObject): boolean {
  const voice = atPath(overrides, 'audio.output.voice');
  return (
    voice !== undefined &&
    session.hasSpoken &&
    JSON.stringify(voice) !== JSON.stringify(session.config.audio.output.voice)
  );
}

/**
 * Starts a response. `overrides` is the checked `response` of a response.create, empty when the VAD asks;
 * `eventId` is the client event to name in an error, null when there is none.
 */
export function startResponse(session: Session, overrides: JsonObject, eventId: string | null): void {
  const settings = settingsOf(session.config, overrides);
  const { active, deployment, switches } = session;
  if (settings.inConversation && active !== undefined) return session.refuse(errors.responseActive(active.id), eventId);
  if (voiceClash(session, overrides)) return session.refuse(errors.voiceLocked(), eventId);
  const toolsWrong = toolClash(settings);
  if (toolsWrong !== null) return session.refuse(toolsWrong, eventId);
  if (session.transcribes) return session.refuse(errors.transcribesOnly(), eventId);
  const given = itemsOf(session, overrides, eventId);
  if (given === null) return;
  const fit = fitContext(
    given.filter((item) => !session.dropped.has(item.id)),
    session.config.truncation,
    deployment.count,
  );
  if (!fit.ok) return session.refuse(errors.contextTooLong(fit.tokens, fit.limit), eventId);
  for (const item of fit.dropped) session.dropped.add(item.id);
  const { items } = fit;

  const { count, cache } = deployment;
  const prompt = promptOf(settings, count);
  const reads = items.map((item) => ({ key: contentKey(item), context: contextOf(item, count) }));
  const running: RunningResponse = {
    id: session.ids.named('resp'),
    conversationId: settings.inConversation ? session.conversation.id : null,
    settings,
    context: {
      promptTokens: prompt.tokens,
      items: reads.flatMap((read) => read.context),
      processed: switches.cache ? cache.read(session.model, prompt, reads) : noTokens,
    },
    plan: limitPlan(chooseReply(session, settings, items), settings.maxOutputTokens, count),
    encoder: createEncoder(settings.format),
    item: null,
    call: null,
    sentMs: 0,
    sentWords: 0,
    sentText: '',
    startedAtMs: null,
    stalled: false,
    stopTimer: () => undefined,
  };
  session.responses.set(running.id, running);
  if (settings.inConversation) session.endIdle();
  session.send('response.created', { response: wireResponse(running, null, null) });
  sendRateLimits(session, running);
  const call = chooseCall(settings, items, deployment.library);
  running.stopTimer = session.wait(thinkMs, () => beginOutput(session, running, call));
}

function beginOutput(session: Session, running: RunningResponse, call: ChosenCall | null): void {
  const { fail_response: code } = session.switches;
  if (code !== undefined) {
    const error = { type: 'invalid_request_error', code, message: `The response failed as asked for: ${code}.` };
    return finishResponse(session, running, { status: 'failed', error });
  }
  if (call !== null) return sendCall(session, running, call);
  const { spoken } = running.plan;
  const item: MessageItem = {
    type: 'message',
    id: session.ids.named('item'),
    role: 'assistant',
    status: 'in_progress',
    parts: [],
  };
  running.item = item;
  session.send('response.output_item.added', { response_id: running.id, output_index: 0, item: wireItem(item) });
  if (running.settings.inConversation) {
    const previous = session.conversation.add(item) ?? null;
    session.send('conversation.item.added', { previous_item_id: previous, item: wireItem(item) });
  }
  item.parts.push(
    spoken ? { type: 'output_audio', pcm24k: new Int16Array(0), transcript: '' } : { type: 'output_text', text: '' },
  );
  if (spoken && running.settings.inConversation) session.hasSpoken = true;
  session.send('response.content_part.added', {
    response_id: running.id,
    item_id: item.id,
    output_index: 0,
    content_index: 0,
    part: spoken ? { type: 'audio', transcript: '' } : { type: 'text', text: '' },
  });
  streamReply(session, running, item);
}
