import { asObject, asString, type JsonObject } from '../../json.ts';
import type { Dialect } from './dialect.ts';
import { previewItem, withItems } from './items.ts';
import { flat, responseMembers, sessionMembers } from './members.ts';
import { lookup } from '../../lookup.ts';

/** A GA session.update as the preview takes it; that of a transcription session has a name of its own there. */
function sessionUpdate(event: JsonObject): JsonObject {
  const session = asObject(event['session']);
  if (session === undefined) return event;
  const { type, ...rest } = session;
  const name = type === 'transcription' ? 'transcription_session.update' : 'session.update';
  return { ...event, type: name, session: flat(rest, sessionMembers) };
}

function responseCreate(event: JsonObject): JsonObject {
  const response = asObject(event['response']);
  if (response === undefined) return event;
  return { ...event, response: withItems(flat(response, responseMembers), 'input', previewItem) };
}

const itemCreate = (event: JsonObject): JsonObject =>
  event['item'] === undefined ? event : { ...event, item: previewItem(event['item']) };

/** Client events that the preview shapes otherwise. One entry an event. */
const previewEvents = lookup<(event: JsonObject) => JsonObject>({
  'session.update': sessionUpdate,
  'response.create': responseCreate,
  'conversation.item.create': itemCreate,
});

/**
 * A client event, given in the GA dialect, as it goes on the wire. What the other dialect has no name for is sent as it is:
 * the service then says what it thinks of it, and the record shows both.
 */
export function clientEventOnWire(dialect: Dialect, event: JsonObject): JsonObject {
  if (dialect === 'ga') return event;
  return previewEvents(asString(event['type']) ?? '')?.(event) ?? event;
}
