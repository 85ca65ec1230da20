import { isJsonObject, parseJson, type Json, type JsonObject } from '../../../shared/json.ts';
import { errors, type ProtocolError } from '../wire/errors.ts';
import type { Shape } from '../wire/shape.ts';
import { fromPreview, itemFromPreview, previewItem, previewParam, previewResponse, previewSession } from './session.ts';

const renamed: readonly (readonly [part: string, to: string])[] = [
  ['response.output_text.', 'response.text.'],
  ['response.output_audio_transcript.', 'response.audio_transcript.'],
  ['response.output_audio.', 'response.audio.'],
];

function previewName(type: string): string {
  if (type === 'conversation.item.added') return 'conversation.item.created';
  const found = renamed.find(([part]) => type.startsWith(part));
  return found === undefined ? type : type.replace(found[0], found[1]);
}

const change = (event: JsonObject, key: string, by: (value: JsonObject) => Json): JsonObject => {
  const value = event[key];
  return isJsonObject(value) ? { ...event, [key]: by(value) } : event;
};

/** How the preview names and shapes what the simulator says. */
export const previewShape: Shape = (type, event) => {
  if (type === 'conversation.item.done') return null;
  let shaped = change(event, 'session', previewSession);
  shaped = change(shaped, 'response', previewResponse);
  shaped = change(shaped, 'item', previewItem);
  shaped = change(shaped, 'error', (error) =>
    // A name that is not known is one of the preview already.
    error['code'] === 'unknown_parameter' ? error : { ...error, param: previewParam(error['param'] as string | null) },
  );
  return { type: previewName(type), event: shaped };
};

/** What a client of the preview sent, as the rest of the simulator takes it. A frame that is no event passes unchanged. */
export function readPreviewFrame(
  text: string,
): { ok: true; text: string } | { ok: false; error: ProtocolError; eventId: string | null } {
  const event = parseJson(text);
  if (!isJsonObject(event)) return { ok: true, text };
  const eventId = typeof event['event_id'] === 'string' ? event['event_id'] : null;
  if (event['type'] === 'transcription_session.update') {
    const sentence = 'Passing a transcription session update event to a realtime session is not allowed.';
    return { ok: false, eventId, error: errors.notAllowed('session', sentence) };
  }
  let read: JsonObject = event;
  for (const [type, key] of [
    ['session.update', 'session'],
    ['response.create', 'response'],
  ] as const) {
    const flat = read[key];
    if (read['type'] !== type || !isJsonObject(flat)) continue;
    const nested = fromPreview(flat, key);
    if (!nested.ok) return { ok: false, eventId, error: nested.error };
    read = { ...read, [key]: key === 'session' ? { type: 'realtime', ...nested.value } : nested.value };
  }
  if (read['type'] === 'conversation.item.create') read = { ...read, item: itemFromPreview(read['item'] ?? null) };
  return { ok: true, text: JSON.stringify(read) };
}
