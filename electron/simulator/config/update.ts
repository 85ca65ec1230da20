import { asObject, asString, atPath, isJsonObject, type Json, type JsonObject } from '../../../shared/json.ts';
import { object } from '../wire/checks.ts';
import { errors, type ProtocolError } from '../wire/errors.ts';
import { fillers, mergedPaths } from './defaults.ts';
import { isReasoningModel, sessionFields } from './session-schema.ts';
import type { SessionConfig } from './session-config.ts';

/** What an update is held against beside its own shape. */
export interface UpdateContext {
  readonly model: string;
  /** The session has produced audio: its voice is settled. */
  readonly hasSpoken: boolean;
}

const checkSession = object(sessionFields);
const same = (a: Json | undefined, b: Json | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What is wrong with an update that its shape cannot tell. */
function checkCircumstances(config: SessionConfig, update: JsonObject, context: UpdateContext): ProtocolError | null {
  const model = asString(update['model']);
  if (model !== undefined && model !== context.model) {
    return errors.notAllowed('session.model', `The model of a session cannot change; it is '${context.model}'.`);
  }
  for (const name of ['reasoning', 'parallel_tool_calls']) {
    if (update[name] !== undefined && !isReasoningModel(context.model)) {
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
  return null;
}

function merge(base: JsonObject, update: JsonObject, path: string): JsonObject {
  const changed = Object.entries(update).map(([key, value]): [string, Json] => {
    const at = path === '' ? key : `${path}.${key}`;
    if (!isJsonObject(value)) return [key, value];
    if (mergedPaths.includes(at)) return [key, merge(asObject(base[key]) ?? {}, value, at)];
    return [key, fillers[at]?.(value) ?? value];
  });
  return { ...base, ...Object.fromEntries(changed) };
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
  if (update['type'] === 'transcription') {
    const error = errors.notAllowed(
      'session.type',
      'Passing a transcription session update event to a realtime session is not allowed.',
    );
    return { ok: false, error };
  }
  const error = checkSession(update, 'session') ?? checkCircumstances(config, update, context);
  if (error !== null) return { ok: false, error };
  const { type: _type, model: _model, ...rest } = update;
  // The checks above hold the update to the shape of SessionConfig.
  const merged = merge(config as unknown as JsonObject, rest, '') as unknown as SessionConfig;
  return { ok: true, config: merged };
}
