import { asObject, asString, atPath, isJsonObject, type Json, type JsonObject } from '../../../shared/kit/json.ts';
import { sameValue } from '../../../shared/protocol/options/options.ts';
import type { Family } from '../../../shared/usage/rules/schema.ts';
import { object } from '../wire/checks.ts';
import { errors, type ProtocolError } from '../wire/errors.ts';
import type { Switches } from '../wire/switches.ts';
import { streamingTranscriber } from '../wire/models.ts';
import { defaultInstructions, fillers, mergedPaths, type SessionConfig } from './session-config.ts';
import { previewFields, sessionFields, transcriptionFields } from './session-schema.ts';

/** Members of a transcription that only some models take. */
const takers: readonly (readonly [member: string, takes: (model: string) => boolean])[] = [
  ['languages', (model) => model === 'gpt-transcribe' || model === 'gpt-live-transcribe'],
  ['keywords', (model) => model === 'gpt-transcribe' || model === 'gpt-live-transcribe'],
  ['prompt', (model) => model !== 'gpt-4o-transcribe-diarize' && model !== streamingTranscriber],
  ['delay', (model) => model === streamingTranscriber],
];

/** What is wrong with a transcription that its shape cannot tell. `session` is the session as it would then be. */
function checkTranscription(session: JsonObject, transcribes: boolean): ProtocolError | null {
  const transcription = atPath(session, 'audio.input.transcription') ?? null;
  const model = asString(atPath(transcription, 'model'));
  if (model === undefined) return null;
  const path = 'session.audio.input.transcription';
  for (const [member, takes] of takers) {
    const value = atPath(transcription, member) ?? null;
    if (value === null || takes(model)) continue;
    return errors.notAllowed(`${path}.${member}`, `'${member}' is not supported with the model '${model}'.`);
  }
  // Beside a conversation the services take it under any turn detection.
  if (transcribes && model === streamingTranscriber && atPath(session, 'audio.input.turn_detection') !== null) {
    const sentence = `Turn detection must be null with the transcription model '${model}'.`;
    return errors.notAllowed('session.audio.input.turn_detection', sentence);
  }
  return null;
}

/** The object with the member at a path replaced; undefined takes it away. */
function withMember(object: JsonObject, path: string, value: Json | undefined): JsonObject {
  const [key = '', ...rest] = path.split('.');
  const next = rest.length === 0 ? value : withMember(asObject(object[key]) ?? {}, rest.join('.'), value);
  const others = Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
  return next === undefined ? others : { ...object, [key]: next };
}

/**
 * The session as a service makes it that answers an update and does not do as it was asked: members named by
 * `ignore_option` stay as they were, members named by `alter_option` become
 * something else once an update asks for a change of them.
 */
function deviate(before: JsonObject, after: JsonObject, switches: Switches): JsonObject {
  let session = after;
  for (const path of switches.ignore_option) {
    const kept = atPath(before, path);
    // Inside an object that is new there is nothing to keep, and in one that is gone nothing to keep it in.
    const parent = path.includes('.') ? atPath(before, path.slice(0, path.lastIndexOf('.'))) : undefined;
    const newInside = kept === undefined && parent !== undefined;
    if (!newInside && atPath(after, path) !== undefined) session = withMember(session, path, kept);
  }
  for (const { path, value } of switches.alter_option) {
    if (!sameValue(atPath(before, path), atPath(after, path))) session = withMember(session, path, value);
  }
  return session;
}

/** What an update is held against beside its own shape. */
export interface UpdateContext {
  readonly model: string;
  readonly family: Family;
  /** The session has produced audio: its voice is settled. */
  readonly hasSpoken: boolean;
  /** It is a transcription session. */
  readonly transcribes: boolean;
  readonly preview: boolean;
  /** A response of the conversation is running. */
  readonly responding: boolean;
  readonly switches: Switches;
}

const checkSession = object(sessionFields);
const checkPreviewSession = object({ ...sessionFields, ...previewFields });
const checkTranscriptionSession = object(transcriptionFields);
const missingPrompt = 'missing-prompt';
const same = (a: Json | undefined, b: Json | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What is wrong with an update that its shape cannot tell. */
function checkCircumstances(config: SessionConfig, update: JsonObject, context: UpdateContext): ProtocolError | null {
  const model = asString(update['model']);
  if (model !== undefined && model !== context.model) {
    return errors.notAllowed('session.model', `The model of a session cannot change; it is '${context.model}'.`);
  }
  // Only models that think take them.
  for (const name of ['reasoning', 'parallel_tool_calls']) {
    if (update[name] !== undefined && context.family !== 'reasoning') {
      return errors.notAllowed(
        `session.${name}`,
        `'session.${name}' is not supported with the model '${context.model}'.`,
      );
    }
  }
  const voice = atPath(update, 'audio.output.voice');
  if (voice !== undefined && context.hasSpoken && !same(voice, config.audio.output.voice)) return errors.voiceLocked();
  if (config.tracing !== null && update['tracing'] !== undefined && !same(update['tracing'], config.tracing)) {
    return errors.notAllowed('session.tracing', 'Tracing cannot be changed once it is on.');
  }
  const speed = atPath(update, 'audio.output.speed');
  if (context.responding && speed !== undefined && speed !== config.audio.output.speed) {
    return errors.notAllowed(
      'session.audio.output.speed',
      'The speed can only be changed between turns, not while a response is in progress.',
    );
  }
  if (atPath(update, 'prompt.id') === missingPrompt) {
    return errors.badValue('session.prompt.id', `there is no prompt '${missingPrompt}'.`);
  }
  return null;
}

function merge(base: JsonObject, update: JsonObject, path: string, model: string): JsonObject {
  const changed = Object.entries(update).map(([key, value]): [string, Json] => {
    const at = path === '' ? key : `${path}.${key}`;
    if (!isJsonObject(value)) return [key, value];
    if (mergedPaths.includes(at)) return [key, merge(asObject(base[key]) ?? {}, value, at, model)];
    return [key, fillers(at)?.(value, model) ?? value];
  });
  return { ...base, ...Object.fromEntries(changed) };
}

/** Nothing for instructions brings back those of the service. */
const withInstructions = (session: JsonObject): JsonObject =>
  session['instructions'] === '' ? { ...session, instructions: defaultInstructions } : session;

/** An update for the other kind of session. */
function wrongKind(update: JsonObject, { transcribes }: UpdateContext): ProtocolError | null {
  const type = update['type'];
  if (type !== 'realtime' && type !== 'transcription') return null;
  if (transcribes === (type === 'transcription')) return null;
  const [asked, has] = transcribes ? ['realtime', 'transcription'] : ['transcription', 'realtime'];
  return errors.notAllowed(
    'session.type',
    `Passing a ${asked} session update event to a ${has} session is not allowed.`,
  );
}

/**
 * The configuration after `update` (the `session` of a session.update), or what is wrong with it.
 * An update that is refused changes nothing.
 */
export function applyUpdate(
  config: SessionConfig,
  update: JsonObject,
  context: UpdateContext,
): { ok: true; config: SessionConfig } | { ok: false; error: ProtocolError } {
  const other = wrongKind(update, context);
  if (other !== null) return { ok: false, error: other };
  const forAnswers = context.preview ? checkPreviewSession : checkSession;
  const check = context.transcribes ? checkTranscriptionSession : forAnswers;
  const error = check(update, 'session') ?? checkCircumstances(config, update, context);
  if (error !== null) return { ok: false, error };
  const { type: _type, model: _model, ...rest } = update;
  const before = config as unknown as JsonObject;
  const merged = withInstructions(merge(before, rest, '', context.model));
  const unfit = checkTranscription(merged, context.transcribes);
  if (unfit !== null) return { ok: false, error: unfit };
  // The checks above hold the update to the shape of SessionConfig.
  return { ok: true, config: deviate(before, merged, context.switches) as unknown as SessionConfig };
}
