import { asString, type JsonObject } from '../../kit/json.ts';
import type { SessionView } from '../view.ts';

/** So many events back a repetition is looked for: a service that sends again does so soon. */
const mostRemembered = 32;

/** FNV-1a over UTF-16 units: tells texts apart, keeps no secret. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/**
 * By what a repetition of this event would be known: its id and all it says. An id alone says nothing, for some gateways give every
 * event the same one. Null: it has none, or is a piece of a stream, of which two may be alike.
 */
function markOf(type: string, event: JsonObject): string | null {
  const id = asString(event['event_id']) ?? '';
  if (id === '' || type.endsWith('.delta')) return null;
  const text = JSON.stringify(event);
  return `${id} ${text.length} ${hashOf(text)}`;
}

/** The view that remembers this event; null: it was sent before, word for word under the same id. */
export function remembered(view: SessionView, type: string, event: JsonObject): SessionView | null {
  const mark = markOf(type, event);
  if (mark === null) return view;
  const { recentEvents } = view;
  if (recentEvents.includes(mark)) return null;
  return { ...view, recentEvents: [...recentEvents.slice(1 - mostRemembered), mark] };
}
