import { asNumber, asString, type JsonObject } from '../../../shared/json.ts';
import { samplesOf, wholeMs } from '../audio/time.ts';
import type { Session } from '../session.ts';
import { errors } from '../wire/errors.ts';
import { spokenPart, wireItem, type Item } from './item.ts';
import { readItem } from './read-item.ts';

const idOf = (event: JsonObject): string => asString(event['item_id']) ?? '';

/** Says that an item has joined the conversation and is whole. */
export function announceItem(session: Session, item: Item, previousId: string | null): void {
  const event = { previous_item_id: previousId, item: wireItem(item) };
  session.send('conversation.item.added', event);
  session.send('conversation.item.done', event);
}

/** `conversation.item.create` */
export function createItem(session: Session, event: JsonObject, eventId: string | null): void {
  const read = readItem(session, event['item'] as JsonObject);
  if (!read.ok) return session.refuse(read.error, eventId);
  if (session.conversation.find(read.item.id) !== undefined) {
    const taken = errors.badValue('item.id', `the conversation has an item '${read.item.id}' already.`);
    return session.refuse(taken, eventId);
  }
  const after = asString(event['previous_item_id']) ?? null;
  const previous = session.conversation.add(read.item, after);
  if (previous === undefined) return session.refuse(errors.previousItemNotFound(after ?? ''), eventId);
  announceItem(session, read.item, previous);
}

/** `conversation.item.retrieve`: the only way to see an item's audio. */
export function retrieveItem(session: Session, event: JsonObject, eventId: string | null): void {
  const item = session.conversation.find(idOf(event));
  if (item === undefined) return session.refuse(errors.itemNotFound('retriev', idOf(event)), eventId);
  session.send('conversation.item.retrieved', { item: wireItem(item, true) });
}

/** `conversation.item.delete` */
export function deleteItem(session: Session, event: JsonObject, eventId: string | null): void {
  if (!session.conversation.remove(idOf(event))) {
    return session.refuse(errors.itemNotFound('delet', idOf(event)), eventId);
  }
  session.send('conversation.item.deleted', { item_id: idOf(event) });
}

/** `conversation.item.truncate`: keeps what was heard of an answer and deletes its transcript, which nobody can cut. */
export function truncateItem(session: Session, event: JsonObject, eventId: string | null): void {
  const item = session.conversation.find(idOf(event));
  if (item === undefined) return session.refuse(errors.itemNotFound('truncat', idOf(event)), eventId);
  const part = spokenPart(item);
  if (item.type !== 'message' || part?.type !== 'output_audio' || part.pcm24k.length === 0) {
    return session.refuse(errors.notTruncatable(), eventId);
  }
  const audioEndMs = asNumber(event['audio_end_ms']) ?? 0;
  const haveMs = wholeMs(part.pcm24k.length);
  if (audioEndMs > haveMs) return session.refuse(errors.audioShorter(haveMs, audioEndMs), eventId);
  part.pcm24k = part.pcm24k.slice(0, samplesOf(audioEndMs));
  part.transcript = '';
  item.truncated = true;
  session.send('conversation.item.truncated', { item_id: item.id, content_index: 0, audio_end_ms: audioEndMs });
}
