import type { Json, JsonObject } from '../../shared/kit/json.ts';
import type { ServerEventType } from '../../shared/protocol/events.ts';
import type { Ids } from './ids.ts';

/*
 * Every server event with all its members, as the published protocol has them. Written out by hand: what the
 * application reads of an event must not decide what it is sent.
 */

/** 40 ms of a quiet ramp as PCM16 at 24 kHz: long enough to be cut out of the record. */
const speech = Buffer.from(Uint8Array.from({ length: 1920 }, (_, at) => (at % 2 === 0 ? (at * 37) % 256 : 0))).toString(
  'base64',
);

const instructions = 'Answer in one sentence.';

const tool: JsonObject = {
  type: 'function',
  name: 'weather',
  description: 'The weather at a place.',
  parameters: { type: 'object', properties: { place: { type: 'string' } }, required: ['place'] },
};

export const gaSession: JsonObject = {
  type: 'realtime',
  object: 'realtime.session',
  id: 'sess_1',
  model: 'gpt-realtime-mini-2025-12-15',
  output_modalities: ['audio'],
  instructions,
  tools: [tool],
  tool_choice: 'auto',
  max_output_tokens: 'inf',
  tracing: null,
  prompt: null,
  expires_at: 4_102_444_800,
  audio: {
    input: {
      format: { type: 'audio/pcm', rate: 24_000 },
      transcription: { model: 'gpt-4o-transcribe', language: 'en', prompt: null },
      noise_reduction: { type: 'near_field' },
      turn_detection: {
        type: 'server_vad',
        threshold: 0.5,
        prefix_padding_ms: 300,
        silence_duration_ms: 200,
        idle_timeout_ms: null,
        create_response: true,
        interrupt_response: true,
      },
    },
    output: { format: { type: 'audio/pcm', rate: 24_000 }, voice: 'alloy', speed: 1 },
  },
  truncation: 'auto',
  include: ['item.input_audio_transcription.logprobs'],
};

export const usage: JsonObject = {
  total_tokens: 766,
  input_tokens: 229,
  output_tokens: 537,
  input_token_details: {
    text_tokens: 119,
    audio_tokens: 110,
    image_tokens: 0,
    cached_tokens: 128,
    cached_tokens_details: { text_tokens: 64, audio_tokens: 64, image_tokens: 0 },
  },
  output_token_details: { text_tokens: 117, audio_tokens: 420, reasoning_tokens: 0 },
};

const transcriptionUsage: JsonObject = {
  type: 'tokens',
  total_tokens: 31,
  input_tokens: 20,
  output_tokens: 11,
  input_token_details: { text_tokens: 3, audio_tokens: 17 },
};

const userItem = ({ item }: Ids): JsonObject => ({
  id: item,
  object: 'realtime.item',
  type: 'message',
  status: 'completed',
  role: 'user',
  content: [{ type: 'input_audio', transcript: null }],
});

const answerItem = ({ item }: Ids, status = 'in_progress'): JsonObject => ({
  id: item,
  object: 'realtime.item',
  type: 'message',
  status,
  role: 'assistant',
  phase: 'final_answer',
  content: status === 'in_progress' ? [] : [{ type: 'output_audio', transcript: 'It will rain.' }],
});

export const callItem = ({ item, call }: Ids, status = 'completed'): JsonObject => ({
  id: item,
  object: 'realtime.item',
  type: 'function_call',
  status,
  call_id: call,
  name: 'weather',
  arguments: status === 'completed' ? '{"place":"Kiel"}' : '',
});

export const response = ({ response: id }: Ids, status: string, more: JsonObject = {}): JsonObject => ({
  object: 'realtime.response',
  id,
  status,
  status_details: null,
  output: [],
  conversation_id: 'conv_1',
  output_modalities: ['audio'],
  max_output_tokens: 'inf',
  audio: { output: { format: { type: 'audio/pcm', rate: 24_000 }, voice: 'alloy' } },
  metadata: null,
  usage: null,
  ...more,
});

const piece = ({ response: response_id, item: item_id }: Ids, more: JsonObject): JsonObject => ({
  response_id,
  item_id,
  output_index: 0,
  content_index: 0,
  ...more,
});

const ofItem = ({ item: item_id }: Ids, more: JsonObject = {}): JsonObject => ({ item_id, ...more });
const placed = (ids: Ids, item: Json): JsonObject => ({ previous_item_id: ids.previous, item });

/** An event without `type` and `event_id`, which `shape` adds. */
type Shape = (ids: Ids) => JsonObject;

const shapes: Readonly<Record<ServerEventType, Shape>> = {
  error: ({ event }) => ({
    error: {
      type: 'invalid_request_error',
      code: 'invalid_value',
      message: 'That is not a voice.',
      param: 'session.audio.output.voice',
      event_id: event,
    },
  }),
  'session.created': () => ({ session: gaSession }),
  'session.updated': () => ({ session: gaSession }),
  'conversation.created': () => ({ conversation: { id: 'conv_1', object: 'realtime.conversation' } }),
  'rate_limits.updated': () => ({
    rate_limits: [
      { name: 'requests', limit: 1000, remaining: 999, reset_seconds: 0.06 },
      { name: 'tokens', limit: 50_000, remaining: 49_950, reset_seconds: 0.06 },
    ],
  }),
  'input_audio_buffer.committed': (ids) => ofItem(ids, { previous_item_id: ids.previous }),
  'input_audio_buffer.cleared': () => ({}),
  'input_audio_buffer.speech_started': (ids) => ofItem(ids, { audio_start_ms: 320 }),
  'input_audio_buffer.speech_stopped': (ids) => ofItem(ids, { audio_end_ms: 1480 }),
  'input_audio_buffer.timeout_triggered': (ids) => ofItem(ids, { audio_start_ms: 13_216, audio_end_ms: 19_232 }),
  'input_audio_buffer.dtmf_event_received': () => ({ event: '9', received_at: 1_763_605_109 }),
  'conversation.item.added': (ids) => placed(ids, userItem(ids)),
  'conversation.item.done': (ids) => placed(ids, answerItem(ids, 'completed')),
  'conversation.item.created': (ids) => placed(ids, userItem(ids)),
  'conversation.item.retrieved': (ids) => ({ item: userItem(ids) }),
  'conversation.item.truncated': (ids) => ofItem(ids, { content_index: 0, audio_end_ms: 40 }),
  'conversation.item.deleted': (ids) => ofItem(ids),
  'conversation.item.input_audio_transcription.delta': (ids) =>
    ofItem(ids, { content_index: 0, delta: 'Will it ', logprobs: [{ token: 'Will', logprob: -0.1, bytes: [87] }] }),
  'conversation.item.input_audio_transcription.segment': (ids) =>
    ofItem(ids, { content_index: 0, text: 'Will it rain?', id: 'seg_1', speaker: 'A', start: 0, end: 1.5 }),
  'conversation.item.input_audio_transcription.completed': (ids) =>
    ofItem(ids, { content_index: 0, transcript: 'Will it rain?', logprobs: null, usage: transcriptionUsage }),
  'conversation.item.input_audio_transcription.failed': (ids) =>
    ofItem(ids, {
      content_index: 0,
      error: { type: 'transcription_error', code: 'audio_unintelligible', message: 'No words.', param: null },
    }),
  'response.created': (ids) => ({ response: response(ids, 'in_progress') }),
  'response.done': (ids) => ({
    response: response(ids, 'completed', { output: [answerItem(ids, 'completed')], usage }),
  }),
  'response.output_item.added': (ids) => ({ response_id: ids.response, output_index: 0, item: answerItem(ids) }),
  'response.output_item.done': (ids) => ({
    response_id: ids.response,
    output_index: 0,
    item: answerItem(ids, 'completed'),
  }),
  'response.content_part.added': (ids) => piece(ids, { part: { type: 'audio', transcript: '' } }),
  'response.content_part.done': (ids) => piece(ids, { part: { type: 'audio', transcript: 'It will rain.' } }),
  'response.output_text.delta': (ids) => piece(ids, { delta: 'It will ', obfuscation: 'x7' }),
  'response.output_text.done': (ids) => piece(ids, { text: 'It will rain.' }),
  'response.output_audio.delta': (ids) => piece(ids, { delta: speech }),
  'response.output_audio.done': (ids) => piece(ids, {}),
  'response.output_audio_transcript.delta': (ids) => piece(ids, { delta: 'It will ', obfuscation: 'x7' }),
  'response.output_audio_transcript.done': (ids) => piece(ids, { transcript: 'It will rain.' }),
  'response.function_call_arguments.delta': (ids) => piece(ids, { call_id: ids.call, delta: '{"place"' }),
  'response.function_call_arguments.done': (ids) =>
    piece(ids, { call_id: ids.call, name: 'weather', arguments: '{"place":"Kiel"}' }),
  'response.mcp_call_arguments.delta': (ids) => piece(ids, { delta: '{"q":', obfuscation: 'x7' }),
  'response.mcp_call_arguments.done': (ids) => piece(ids, { arguments: '{"q":1}' }),
  'response.mcp_call.in_progress': (ids) => ofItem(ids, { output_index: 0 }),
  'response.mcp_call.completed': (ids) => ofItem(ids, { output_index: 0 }),
  'response.mcp_call.failed': (ids) => ofItem(ids, { output_index: 0 }),
  'mcp_list_tools.in_progress': (ids) => ofItem(ids),
  'mcp_list_tools.completed': (ids) => ofItem(ids),
  'mcp_list_tools.failed': (ids) => ofItem(ids),
  'output_audio_buffer.started': ({ response: response_id }) => ({ response_id }),
  'output_audio_buffer.stopped': ({ response: response_id }) => ({ response_id }),
  'output_audio_buffer.cleared': ({ response: response_id }) => ({ response_id }),
};

export const shapeNames = Object.keys(shapes) as [ServerEventType, ...ServerEventType[]];

/** A whole event of the GA protocol. */
export const shape = (type: ServerEventType, ids: Ids): JsonObject => ({
  type,
  event_id: `event_${ids.event}`,
  ...shapes[type](ids),
});
