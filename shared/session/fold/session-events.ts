import { append } from '../../kit/chunk-list.ts';
import { asArray, asNumber, asObject, asString, atPath, type Json, type JsonObject } from '../../kit/json.ts';
import { dialectInstead } from '../../protocol/dialects.ts';
import type { RateLimitView, ServiceError, SessionView } from '../view.ts';
import { type Failure, failureOf } from '../failure.ts';
import { commitAsked } from './latency.ts';
import { createRefused, newestCreateRefused } from './causes.ts';
import { type Handler, mark, raise } from './edit.ts';
import { subjectOf } from './error-meaning.ts';
import { optionsAnswered, optionsPerhapsRefused, optionsRefused } from './options.ts';
import { promptAfter } from './prompt.ts';

const promptOf = (view: SessionView, event: JsonObject): SessionView['prompt'] => {
  const session = asObject(event['session']);
  return session === undefined ? view.prompt : promptAfter(view, session);
};

/** The session says what it is; a status of its own, which the protocol does not have, is told as it stands. */
const told = (view: SessionView): SessionView => {
  const status = asString(view.effective?.['status']);
  return status === undefined ? view : raise(view, 'session status', { status });
};

export const sessionCreated: Handler = (view, event) =>
  told({
    ...view,
    prompt: promptOf(view, event),
    effective: asObject(event['session']) ?? null,
  });

export const sessionUpdated: Handler = (view, event) =>
  told(
    optionsAnswered({
      ...view,
      prompt: promptOf(view, event),
      effective: asObject(event['session']) ?? view.effective,
    }),
  );

/** An error as a fact and an alarm of its own. */
function alarmed(before: SessionView, failure: Failure, refused: ServiceError['refused'] = null): SessionView {
  const { commitSentMs, committedMs } = before.input;
  // What emptied the buffer meanwhile may have done so later than the commit was asked for.
  const commitMs = refused === 'commit' ? Math.max(0, commitSentMs - committedMs) : null;
  const view = refused === 'commit' ? commitAsked(before, null) : before;
  const errors = append(view.errors, { t: view.t, failure, refused, commitMs });
  return raise(mark({ ...view, errors }, 'error', failure.code ?? failure.type ?? 'error'), 'service error', failure);
}

/** What an error that names a `response.create` refused, by what became of the requests. */
const createIn = (before: SessionView, after: SessionView): ServiceError['refused'] =>
  before.asked.refused === after.asked.refused ? null : 'create';

/** What an error that names no event can be an answer to, by its words. */
function unnamedError(view: SessionView, failure: Failure): SessionView {
  const subject = subjectOf(failure);
  switch (subject) {
    case 'create': {
      const answered = newestCreateRefused(view, failure);
      return alarmed(answered, failure, createIn(view, answered));
    }
    case 'commit':
      return alarmed(view, failure, view.input.commitAskedMs === null ? null : 'commit');
    case 'cancel':
    case 'item':
    case 'session':
      return alarmed(view, failure);
    case 'options':
    case null: {
      const refused = optionsRefused(view, failure, null);
      if (refused !== null) return doubted(refused, failure);
      const perhaps = optionsPerhapsRefused(view, failure);
      return alarmed(perhaps, failure, perhaps === view ? null : 'update');
    }
  }
}

/** An error belongs to the event it echoes, or to what its words mean; what is no refused update stands as an alarm of its own. */
export const errorAnswered: Handler = (view, event) => {
  const failure = failureOf(event['error']);
  const eventId = asString(atPath(event, 'error.event_id')) ?? '';
  if (eventId === '') return unnamedError(view, failure);
  const refused = optionsRefused(view, failure, eventId);
  if (refused !== null) return doubted(refused, failure);
  const answered = createRefused(view, eventId, failure);
  const { commitAskedMs, commitEventId } = answered.input;
  const isCommit = commitAskedMs !== null && (eventId === commitEventId || subjectOf(failure) === 'commit');
  return alarmed(answered, failure, isCommit ? 'commit' : createIn(view, answered));
};

/** A refusal of the form of a session, not of what is asked for, from a service that has shown no form of its own. */
function doubted(view: SessionView, { code, type, param }: Failure): SessionView {
  const { sends, shown } = view.dialect;
  const instead = shown?.by === 'session' ? null : dialectInstead(sends, code ?? type ?? 'error', param ?? '');
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
