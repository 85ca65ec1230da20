import { asArray, asNumber, asObject, asString, atPath, type Json, type JsonObject } from '../../kit/json.ts';
import { dialectInstead } from '../../protocol/dialects.ts';
import type { RateLimitView, SessionView } from '../view.ts';
import { noReason } from './alarms.ts';
import { createRefused } from './causes.ts';
import { type Handler, mark, raise } from './edit.ts';
import { optionsAnswered, optionsRefused } from './options.ts';
import { promptAfter } from './prompt.ts';

const promptOf = (view: SessionView, event: JsonObject): SessionView['prompt'] => {
  const session = asObject(event['session']);
  return session === undefined ? view.prompt : promptAfter(view, session);
};

export const sessionCreated: Handler = (view, event) => ({
  ...view,
  prompt: promptOf(view, event),
  effective: asObject(event['session']) ?? null,
});

export const sessionUpdated: Handler = (view, event) =>
  optionsAnswered({
    ...view,
    prompt: promptOf(view, event),
    effective: asObject(event['session']) ?? view.effective,
  });

/** An error belongs to the update it echoes; any other error stands as an alarm of its own. */
export const errorAnswered: Handler = (before, event) => {
  const message = asString(atPath(event, 'error.message')) ?? noReason;
  const code = asString(atPath(event, 'error.code')) ?? asString(atPath(event, 'error.type')) ?? 'error';
  const eventId = asString(atPath(event, 'error.event_id'));
  const view = eventId === undefined ? before : createRefused(before, eventId);
  const refused = optionsRefused(view, event);
  if (refused !== null) return doubted(refused, event, code);
  return raise(mark(view, 'error', code), 'service error', { code, message });
};

/** A refusal of the form of a session, not of what is asked for, from a service that has shown no form of its own. */
function doubted(view: SessionView, event: JsonObject, code: string): SessionView {
  const { sends, shown } = view.dialect;
  const param = asString(atPath(event, 'error.param')) ?? '';
  const instead = shown?.by === 'session' ? null : dialectInstead(sends, code, param);
  return instead === null ? view : raise(view, 'shape refused', { sent: sends, instead });
}

const rateLimit = (value: Json, t: number): RateLimitView => {
  const limit = asObject(value) ?? {};
  return {
    name: asString(limit['name']) ?? 'unnamed',
    limit: asNumber(limit['limit']) ?? 0,
    remaining: asNumber(limit['remaining']) ?? 0,
    resetSeconds: asNumber(limit['reset_seconds']) ?? 0,
    t,
  };
};

export const rateLimitsUpdated: Handler = (view, event) => ({
  ...view,
  rateLimits: asArray(event['rate_limits']).map((limit) => rateLimit(limit, view.t)),
});
