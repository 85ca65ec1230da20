import { asArray, asNumber, asObject, asString, atPath, type Json, type JsonObject } from '../../kit/json.ts';
import { dialectInstead } from '../../protocol/dialects.ts';
import type { RateLimitView, SessionView } from '../view.ts';
import { type Failure, failureOf, noReason } from '../failure.ts';
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

/** An error as an alarm of its own. */
const alarmed = (view: SessionView, failure: Failure): SessionView => {
  const code = failure.code ?? failure.type ?? 'error';
  const at = failure.param === null ? '' : ` It minds ${failure.param}.`;
  const message = `${failure.message ?? noReason}${at}`;
  return raise(mark(view, 'error', code), 'service error', { code, message });
};

/** What an error that names no event can be an answer to, by its words. */
function unnamedError(view: SessionView, failure: Failure): SessionView {
  const subject = subjectOf(failure);
  switch (subject) {
    case 'create':
      return alarmed(newestCreateRefused(view, failure), failure);
    case 'commit':
      return alarmed({ ...view, input: { ...view.input, commitAskedMs: null } }, failure);
    case 'cancel':
    case 'item':
    case 'session':
      return alarmed(view, failure);
    case 'options':
    case null: {
      const refused = optionsRefused(view, failure, null);
      return refused === null ? alarmed(optionsPerhapsRefused(view, failure), failure) : doubted(refused, failure);
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
  const isCommit = subjectOf(failure) === 'commit' && answered.input.commitAskedMs !== null;
  return alarmed(isCommit ? { ...answered, input: { ...answered.input, commitAskedMs: null } } : answered, failure);
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
