import { asArray, asString, isJsonObject, type JsonObject } from '../../../shared/json.ts';
import { createDecoder } from '../audio/format.ts';
import type { Session } from '../session.ts';
import { bytesFromBase64 } from '../wire/base64.ts';
import { errors, type ProtocolError } from '../wire/errors.ts';
import type { FunctionItem, MessageItem, Part } from './item.ts';

export type ReadItem =
  | { readonly ok: true; readonly item: MessageItem | FunctionItem }
  | { readonly ok: false; readonly error: ProtocolError };

const invalidAudio = errors.badValue(
  'item.content.audio',
  'expected base64-encoded audio in the input format of the session.',
);

function readPart(session: Session, value: JsonObject): Part | null {
  if (value['type'] !== 'input_audio') {
    return {
      type: value['type'] === 'output_text' ? 'output_text' : 'input_text',
      text: asString(value['text']) ?? '',
    };
  }
  const bytes = bytesFromBase64(asString(value['audio']) ?? '');
  if (bytes === null) return null;
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
    const part = isJsonObject(entry) ? readPart(session, entry) : null;
    if (part === null) return { ok: false, error: invalidAudio };
    parts.push(part);
  }
  const role = asString(value['role']) as MessageItem['role'];
  return { ok: true, item: { type: 'message', id, role, status: 'completed', parts } };
}
