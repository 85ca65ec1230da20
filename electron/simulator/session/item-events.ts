import { asArray, asNumber, asString, isJsonObject, type JsonObject } from '../../../shared/kit/json.ts';
import { takesImages } from '../../../shared/protocol/client-event-limits.ts';
import {
  type FunctionItem,
  type Item,
  type MessageItem,
  type Part,
  spokenPart,
  wireItem,
} from '../model/conversation.ts';
import { bytesFromBase64, createDecoder, samplesOf, wholeMs } from '../wire/audio.ts';
import { anything, type Check, choice, type Fields, list, nullable, required, tagged, text } from '../wire/checks.ts';
import { errors, type ProtocolError } from '../wire/errors.ts';
import type { Session } from './session-state.ts';

const status = choice('completed', 'incomplete', 'in_progress');
const head: Fields = { id: nullable(text), object: choice('realtime.item'), status };

const parts = {
  user: {
    input_text: { text: required(text) },
    input_image: { image_url: required(text), detail: choice('auto', 'low', 'high') },
    input_audio: { audio: required(text), transcript: nullable(text), format: anything },
  },
  system: { input_text: { text: required(text) } },
  assistant: { output_text: { text: required(text) } },
} as const satisfies Readonly<Record<'user' | 'system' | 'assistant', Readonly<Record<string, Fields>>>>;

const content = (role: keyof typeof parts): Check => list(tagged('type', parts[role]), { min: 1 });

const message: Check = tagged('role', {
  user: { ...head, type: text, content: required(content('user')) },
  system: { ...head, type: text, content: required(content('system')) },
  assistant: { ...head, type: text, content: required(content('assistant')), phase: text },
});

const others: Check = tagged('type', {
  message: {},
  function_call: { ...head, name: required(text), arguments: required(text), call_id: text },
  function_call_output: { ...head, call_id: required(text), output: required(text) },
});

/** An item that a client puts into the conversation. */
export const itemCheck: Check = (value, path) => {
  const isMessage = typeof value === 'object' && value !== null && 'type' in value && value.type === 'message';
  return isMessage ? message(value, path) : others(value, path);
};

/** An entry of a response's own input: an item, or a reference to one of the conversation. */
export const inputEntryCheck: Check = (value, path) => {
  const isReference = typeof value === 'object' && value !== null && 'type' in value && value.type === 'item_reference';
  return isReference ? tagged('type', { item_reference: { id: required(text) } })(value, path) : itemCheck(value, path);
};

export type ReadItem =
  | { readonly ok: true; readonly item: MessageItem | FunctionItem }
  | { readonly ok: false; readonly error: ProtocolError };

const invalidAudio = errors.badValue(
  'item.content.audio',
  'expected base64-encoded audio in the input format of the session.',
);

const invalidImage = errors.badValue('item.content.image_url', 'expected a data URL of a PNG or JPEG image in base64.');
const noImages = (model: string): ProtocolError =>
  errors.badValue('item.content.type', `the model ${model} takes no 'input_image'.`);

function readImage(session: Session, value: JsonObject): Part | ProtocolError {
  if (takesImages(session.model) === false) return noImages(session.model);
  const dataUrl = asString(value['image_url']) ?? '';
  const base64 = /^data:image\/(?:png|jpeg);base64,(.+)$/s.exec(dataUrl)?.[1];
  return base64 === undefined || bytesFromBase64(base64) === null ? invalidImage : { type: 'input_image', dataUrl };
}

function readPart(session: Session, value: JsonObject): Part | ProtocolError {
  if (value['type'] === 'input_image') return readImage(session, value);
  if (value['type'] !== 'input_audio') {
    return {
      type: value['type'] === 'output_text' ? 'output_text' : 'input_text',
      text: asString(value['text']) ?? '',
    };
  }
  const bytes = bytesFromBase64(asString(value['audio']) ?? '');
  if (bytes === null) return invalidAudio;
  const decode = createDecoder(session.config.audio.input.format);
  return { type: 'input_audio', pcm24k: decode(bytes), transcript: asString(value['transcript']) ?? null };
}

/** Makes an item of what a client sent; its shape has been checked. An id is given where none came. */
export function readItem(session: Session, value: JsonObject): ReadItem {
  const id = asString(value['id']) ?? session.ids.named('item');
  const type = asString(value['type']);
  if (type === 'function_call' || type === 'function_call_output') {
    const { id: _id, type: _type, object: _object, status: _status, ...members } = value;
    return { ok: true, item: { type, id, status: 'completed', members } };
  }
  const parts: Part[] = [];
  for (const entry of asArray(value['content'])) {
    const part = isJsonObject(entry) ? readPart(session, entry) : invalidAudio;
    if ('code' in part) return { ok: false, error: part };
    parts.push(part);
  }
  const role = asString(value['role']) as MessageItem['role'];
  const phase = asString(value['phase']);
  const item: MessageItem = { type: 'message', id, role, status: 'completed', parts };
  return { ok: true, item: phase === undefined ? item : { ...item, phase } };
}

const idOf = (event: JsonObject): string => asString(event['item_id']) ?? '';

/** Says that an item has joined the conversation and is whole. */
export function announceItem(session: Session, item: Item, previousId: string | null): void {
  const event = { previous_item_id: previousId, item: wireItem(item) };
  session.send('conversation.item.added', event);
  session.send('conversation.item.done', event);
}

const callIdOf = ({ members }: FunctionItem): string | undefined => asString(members['call_id']);

/** A result belongs to a call of the conversation, and a call has one. */
function misplacedResult({ conversation }: Session, item: Item): ProtocolError | null {
  if (item.type !== 'function_call_output') return null;
  const callId = callIdOf(item) ?? '';
  const of = (type: FunctionItem['type']): boolean =>
    conversation.items.some((other) => other.type === type && callIdOf(other) === callId);
  if (!of('function_call')) return errors.toolCallNotFound(callId);
  return of('function_call_output') ? errors.toolCallAnswered(callId) : null;
}

/** `conversation.item.create` */
export function createItem(session: Session, event: JsonObject, eventId: string | null): void {
  const read = readItem(session, event['item'] as JsonObject);
  if (!read.ok) return session.refuse(read.error, eventId);
  if (session.conversation.find(read.item.id) !== undefined) {
    const taken = errors.badValue('item.id', `the conversation has an item '${read.item.id}' already.`);
    return session.refuse(taken, eventId);
  }
  const misplaced = misplacedResult(session, read.item);
  if (misplaced !== null) return session.refuse(misplaced, eventId);
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
