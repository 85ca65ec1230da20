import { isDeeperThan, isJsonObject, mostLevels, type JsonObject } from '../json.ts';
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
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { kind: 'malformed', text, problem: 'The frame is not JSON.' };
  }
  const problem = isDeeperThan(value, mostLevels)
    ? `The frame is nested deeper than ${mostLevels} levels.`
    : 'The frame is JSON without an event type.';
  return readServerValue(value) ?? { kind: 'malformed', text, problem };
}

/** As `readServerEvent`, for a value already parsed; null when it is no event. */
export function readServerValue(value: unknown): Exclude<ServerFrame, { kind: 'malformed' }> | null {
  if (!isJsonObject(value) || isDeeperThan(value, mostLevels)) return null;
  const type = value['type'];
  if (typeof type !== 'string' || type === '') return null;
  return isServerEventType(type) ? { kind: 'known', type, event: value } : { kind: 'generic', type, event: value };
}
