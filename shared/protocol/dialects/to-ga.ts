import { asObject, asString, type Json, type JsonObject } from '../../json.ts';
import type { Lookup } from '../../lookup.ts';
import type { Dialect } from './dialect.ts';
import { gaItem, withItems } from './items.ts';
import { nested, responseMembers, sessionMembers } from './members.ts';
import { gaClientNames, gaServerNames } from './names.ts';

function gaSession(session: JsonObject, type: 'realtime' | 'transcription'): JsonObject {
  return { ...nested(session, sessionMembers), type: session['type'] ?? type };
}

function gaResponse(response: JsonObject): JsonObject {
  return withItems(withItems(nested(response, responseMembers), 'output', gaItem), 'input', gaItem);
}

/** The same for both directions: the members of an event that hold a session, a response or an item. */
function gaMembers(event: JsonObject, wireType: string): JsonObject {
  const session = asObject(event['session']);
  const response = asObject(event['response']);
  const transcription = wireType.startsWith('transcription_session.');
  return {
    ...event,
    ...(session === undefined ? {} : { session: gaSession(session, transcription ? 'transcription' : 'realtime') }),
    ...(response === undefined ? {} : { response: gaResponse(response) }),
    ...(event['item'] === undefined ? {} : { item: gaItem(event['item']) }),
  };
}

function inGa(event: Json, names: Lookup<string>): Json {
  const object = asObject(event);
  const type = asString(object?.['type']);
  if (object === undefined || type === undefined) return event;
  return { ...gaMembers(object, type), type: names(type) ?? type };
}

/** A server event as the GA protocol would have sent it. Pure and total: what it does not know passes through. */
export const serverEventInGa = (dialect: Dialect, event: Json): Json =>
  dialect === 'ga' ? event : inGa(event, gaServerNames);

/** A client event as the GA protocol would have sent it, for whoever reads a record. */
export const clientEventInGa = (dialect: Dialect, event: Json): Json =>
  dialect === 'ga' ? event : inGa(event, gaClientNames);

/** An entry of a record with its event in the GA dialect. What the bench says about itself has none. */
export function entryInGa<Entry extends { readonly from: 'client' | 'server' | 'bench'; readonly event: Json }>(
  dialect: Dialect,
  entry: Entry,
): Entry {
  if (dialect === 'ga' || entry.from === 'bench') return entry;
  const translate = entry.from === 'server' ? serverEventInGa : clientEventInGa;
  return { ...entry, event: translate(dialect, entry.event) };
}
