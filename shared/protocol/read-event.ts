import { isDeeperThan, isJsonObject, mostLevels, readJson, type JsonObject } from '../json.ts';
import { isServerEventType, type ServerEventType } from './events.ts';

/**
 * A frame from the service, read tolerantly:
 * - `known`: an event of the protocol this version knows,
 * - `generic`: an object with a `type` it does not know; passed on as data,
 * - `malformed`: not JSON, not an object, without a type, or nested beyond all measure; kept as text with what is wrong with it.
 */
export type ServerFrame =
  | { readonly kind: 'known'; readonly type: ServerEventType; readonly event: JsonObject }
  | { readonly kind: 'generic'; readonly type: string; readonly event: JsonObject }
  | { readonly kind: 'malformed'; readonly text: string; readonly problem: string };

/** Reads one text frame. Never throws and drops nothing. */
export function readServerEvent(text: string): ServerFrame {
  // A byte order mark belongs to a file; in a frame it is one letter too many, and the frame is kept as the text it is.
  const read = readJson(text);
  if (!read.ok) return { kind: 'malformed', text, problem: `The frame ${read.problem}.` };
  if (text.startsWith('\uFEFF'))
    return { kind: 'malformed', text, problem: 'The frame begins with a byte order mark.' };
  return (
    readServerValue(read.value) ?? { kind: 'malformed', text, problem: 'The frame is JSON without an event type.' }
  );
}

/** As `readServerEvent`, for a value already parsed; null when it is no event. */
export function readServerValue(value: unknown): Exclude<ServerFrame, { kind: 'malformed' }> | null {
  if (!isJsonObject(value) || isDeeperThan(value, mostLevels)) return null;
  const type = value['type'];
  if (typeof type !== 'string' || type === '') return null;
  return isServerEventType(type) ? { kind: 'known', type, event: value } : { kind: 'generic', type, event: value };
}
