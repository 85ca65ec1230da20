import { isDeeperThan, isJsonObject, type JsonObject, mostLevels, readJson } from '../kit/json.ts';

/**
 * Every server event of the GA protocol, with what it is about. A new event is one entry here; one that changes the view has
 * its entry in `session/fold/handlers.ts`, and the fold knows it by that alone.
 */
export const serverEvents = {
  error: 'session',
  'session.created': 'session',
  'session.updated': 'session',
  'conversation.created': 'session',
  'rate_limits.updated': 'session',
  'input_audio_buffer.committed': 'input',
  'input_audio_buffer.cleared': 'input',
  'input_audio_buffer.speech_started': 'input',
  'input_audio_buffer.speech_stopped': 'input',
  'input_audio_buffer.timeout_triggered': 'input',
  'input_audio_buffer.dtmf_event_received': 'input',
  'conversation.item.added': 'item',
  'conversation.item.done': 'item',
  'conversation.item.created': 'item',
  'conversation.item.retrieved': 'item',
  'conversation.item.truncated': 'item',
  'conversation.item.deleted': 'item',
  'conversation.item.input_audio_transcription.delta': 'transcription',
  'conversation.item.input_audio_transcription.segment': 'transcription',
  'conversation.item.input_audio_transcription.completed': 'transcription',
  'conversation.item.input_audio_transcription.failed': 'transcription',
  'response.created': 'response',
  'response.done': 'response',
  'response.output_item.added': 'response',
  'response.output_item.done': 'response',
  'response.content_part.added': 'response',
  'response.content_part.done': 'response',
  'response.output_text.delta': 'response',
  'response.output_text.done': 'response',
  'response.output_audio.delta': 'response',
  'response.output_audio.done': 'response',
  'response.output_audio_transcript.delta': 'response',
  'response.output_audio_transcript.done': 'response',
  'response.function_call_arguments.delta': 'response',
  'response.function_call_arguments.done': 'response',
  'response.mcp_call_arguments.delta': 'response',
  'response.mcp_call_arguments.done': 'response',
  'response.mcp_call.in_progress': 'response',
  'response.mcp_call.completed': 'response',
  'response.mcp_call.failed': 'response',
  'mcp_list_tools.in_progress': 'session',
  'mcp_list_tools.completed': 'session',
  'mcp_list_tools.failed': 'session',
  'output_audio_buffer.started': 'input',
  'output_audio_buffer.stopped': 'input',
  'output_audio_buffer.cleared': 'input',
} as const;

export type ServerEventType = keyof typeof serverEvents;

const isServerEventType = (type: string): type is ServerEventType => Object.hasOwn(serverEvents, type);

/** Every client event the bench may send. */
export const clientEvents = [
  'session.update',
  'input_audio_buffer.append',
  'input_audio_buffer.commit',
  'input_audio_buffer.clear',
  'conversation.item.create',
  'conversation.item.retrieve',
  'conversation.item.truncate',
  'conversation.item.delete',
  'response.create',
  'response.cancel',
  'output_audio_buffer.clear',
] as const;
export type ClientEventType = (typeof clientEvents)[number];

/**
 * A frame from the service, read tolerantly:
 * - `known`: an event of the protocol this version knows,
 * - `generic`: an object with a `type` it does not know; passed on as data,
 * - `malformed`: not JSON, not an object, without a type, or nested beyond all measure; kept as text with what is wrong with it.
 */
export type ServerFrame =
  | { readonly kind: 'known'; readonly type: ServerEventType; readonly event: JsonObject }
  | { readonly kind: 'generic'; readonly type: string; readonly event: JsonObject }
  | { readonly kind: 'malformed'; readonly text: string; readonly problem: string };

/** Reads one text frame. Never throws and drops nothing. */
export function readServerEvent(text: string): ServerFrame {
  // A byte order mark belongs to a file; in a frame it is one letter too many, and the frame is kept as the text it is.
  const read = readJson(text);
  if (!read.ok) return { kind: 'malformed', text, problem: `The frame ${read.problem}.` };
  if (text.startsWith('\uFEFF'))
    return { kind: 'malformed', text, problem: 'The frame begins with a byte order mark.' };
  return (
    readServerValue(read.value) ?? { kind: 'malformed', text, problem: 'The frame is JSON without an event type.' }
  );
}

/** As `readServerEvent`, for a value already parsed; null when it is no event. */
export function readServerValue(value: unknown): Exclude<ServerFrame, { kind: 'malformed' }> | null {
  if (!isJsonObject(value) || isDeeperThan(value, mostLevels)) return null;
  const type = value['type'];
  if (typeof type !== 'string' || type === '') return null;
  return isServerEventType(type) ? { kind: 'known', type, event: value } : { kind: 'generic', type, event: value };
}
