import { isJsonObject, type Json, type JsonObject } from '../../shared/kit/json.ts';
import type { ServerEventType } from '../../shared/protocol/events.ts';
import { shape } from './shapes.ts';
import type { Ids } from './ids.ts';

/*
 * The same events in the words of the preview protocol, written out apart from the application's own tables, which
 * are what is tried.
 */

const previewNames: Readonly<Partial<Record<ServerEventType, string>>> = {
  'response.output_text.delta': 'response.text.delta',
  'response.output_text.done': 'response.text.done',
  'response.output_audio.delta': 'response.audio.delta',
  'response.output_audio.done': 'response.audio.done',
  'response.output_audio_transcript.delta': 'response.audio_transcript.delta',
  'response.output_audio_transcript.done': 'response.audio_transcript.done',
  'conversation.item.added': 'conversation.item.created',
};

const session: JsonObject = {
  id: 'sess_1',
  object: 'realtime.session',
  model: 'gpt-4o-mini-realtime-preview-2024-12-17',
  expires_at: 4_102_444_800,
  modalities: ['text', 'audio'],
  instructions: 'Answer in one sentence.',
  voice: 'alloy',
  input_audio_format: 'pcm16',
  output_audio_format: 'pcm16',
  input_audio_transcription: { model: 'whisper-1', language: null, prompt: null },
  turn_detection: {
    type: 'server_vad',
    threshold: 0.5,
    prefix_padding_ms: 300,
    silence_duration_ms: 200,
    create_response: true,
    interrupt_response: true,
  },
  tools: [{ type: 'function', name: 'weather', description: 'The weather.', parameters: { type: 'object' } }],
  tool_choice: 'auto',
  temperature: 0.8,
  max_response_output_tokens: 'inf',
  client_secret: null,
  input_audio_noise_reduction: null,
};

const contentNames = new Map([
  ['output_audio', 'audio'],
  ['output_text', 'text'],
]);

const item = (of: JsonObject): JsonObject =>
  Array.isArray(of['content'])
    ? { ...of, content: of['content'].map((part: Json) => (isJsonObject(part) ? contentOf(part) : part)) }
    : of;

const contentOf = (part: JsonObject): JsonObject => ({
  ...part,
  type: (typeof part['type'] === 'string' ? contentNames.get(part['type']) : undefined) ?? part['type'] ?? null,
});

function responseOf({ output_modalities: _modalities, audio: _audio, output, ...rest }: JsonObject): JsonObject {
  const items = Array.isArray(output) ? output.map((one: Json) => (isJsonObject(one) ? item(one) : one)) : [];
  return { ...rest, output: items, modalities: ['text', 'audio'], voice: 'alloy', output_audio_format: 'pcm16' };
}

/** A GA event in the shape of the preview. */
export function inPreview(event: JsonObject): JsonObject {
  const { type, session: _session, response, item: one, ...rest } = event;
  return {
    type: previewNames[type as ServerEventType] ?? type ?? null,
    ...rest,
    ...(event['session'] === undefined ? {} : { session }),
    ...(isJsonObject(response) ? { response: responseOf(response) } : {}),
    ...(isJsonObject(one) ? { item: item(one) } : {}),
  };
}

/** A whole event of the preview protocol. */
export const previewShape = (type: ServerEventType, ids: Ids): JsonObject => inPreview(shape(type, ids));
