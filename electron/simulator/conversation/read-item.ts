import { asArray, asString, isJsonObject, type JsonObject } from '../../../shared/json.ts';
import { takesImages } from '../../../shared/protocol/client-events/image.ts';
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
  return { ok: true, item: { type: 'message', id, role, status: 'completed', parts } };
}
