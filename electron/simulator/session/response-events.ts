import { asArray, asString, atPath, isJsonObject, type JsonObject } from '../../../shared/kit/json.ts';
import { noTokens } from '../../../shared/usage/rules/rules.ts';
import { fitContext, readConversation, sumOf } from '../model/context.ts';
import type { Item } from '../model/conversation.ts';
import {
  type Context,
  promptOf,
  type ResponseSettings,
  type RunningResponse,
  settingsOf,
  wireResponse,
} from '../model/response.ts';
import { errors, type ProtocolError } from '../wire/errors.ts';
import { chooseAnswer } from './choose-answer.ts';
import { finishResponse } from './finish-response.ts';
import { readItem } from './item-events.ts';
import { rateLimitReached } from './rate-limits.ts';
import type { Session } from './session-state.ts';
import { sendRest } from './stream-output.ts';

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

/** What the response reads, and what of it the cache knows. */
function contextOf(session: Session, settings: ResponseSettings, items: readonly Item[]): Context {
  const { deployment, rules, switches, model } = session;
  const prompt = promptOf(settings, rules, deployment.count);
  const reads = readConversation(items, rules, deployment.count);
  const sum = sumOf(reads);
  const cached = switches.cache ? deployment.cache.find(model, rules, prompt, reads) : noTokens;
  return { prompt, reads, read: { ...sum, text: prompt.tokens + sum.text }, cached };
}

/**
 * Starts a response. `overrides` is the checked `response` of a response.create, empty when the VAD asks;
 * `eventId` is the client event to name in an error, null when there is none.
 */
export function startResponse(session: Session, overrides: JsonObject, eventId: string | null): void {
  const settings = settingsOf(session.config, overrides);
  const { active, deployment } = session;
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
    session.rules,
    deployment.count,
  );
  if (!fit.ok) return session.refuse(errors.contextTooLong(fit.tokens, fit.limit), eventId);
  for (const item of fit.dropped) session.dropped.add(item.id);
  const { items } = fit;

  const context = contextOf(session, settings, items);
  const answer = chooseAnswer(session, settings, items);
  const running: RunningResponse = {
    id: session.ids.named('resp'),
    conversationId: settings.inConversation ? session.conversation.id : null,
    settings,
    context,
    ...answer,
    outputs: [],
    written: { itemIds: [], text: 0, audio: 0, ended: false },
    stopTimer: () => undefined,
  };
  session.responses.set(running.id, running);
  if (settings.inConversation) session.endIdle();
  session.send('response.created', { response: wireResponse(running, null, null) });
  running.stopTimer = session.wait(thinkMs, () => beginOutput(session, running));
}

const limitReached = 'rate_limit_exceeded';

function beginOutput(session: Session, running: RunningResponse): void {
  const { fail_response: code } = session.switches;
  if (code === undefined) return sendRest(session, running);
  const message =
    code === limitReached ? rateLimitReached(session, running) : `The response failed as asked for: ${code}.`;
  const error = { type: 'invalid_request_error', code, message };
  finishResponse(session, running, { status: 'failed', error });
}

/** `response.cancel`: without an id the conversation's response, never an out-of-band one. */
export function cancelResponse(session: Session, responseId: string | undefined, eventId: string | null): void {
  const running = responseId === undefined ? session.active : session.responses.get(responseId);
  if (running === undefined) return session.refuse(errors.nothingToCancel(), eventId);
  finishResponse(session, running, { status: 'cancelled', reason: 'client_cancelled' });
}

/** Someone began to speak: the conversation's response stops. */
export function interruptResponse(session: Session): void {
  const running = session.active;
  if (running !== undefined) finishResponse(session, running, { status: 'cancelled', reason: 'turn_detected' });
}
