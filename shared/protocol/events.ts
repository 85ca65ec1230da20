import { isDeeperThan, isJsonObject, type JsonObject, mostLevels } from '../kit/json.ts';

/** Every server event of the GA protocol. One that changes the view has its entry in `session/fold/handlers.ts`, and the fold knows it by that alone. */
export const serverEvents = [
  'error',
  'session.created',
  'session.updated',
  'conversation.created',
  'rate_limits.updated',
  'input_audio_buffer.committed',
  'input_audio_buffer.cleared',
  'input_audio_buffer.speech_started',
  'input_audio_buffer.speech_stopped',
  'input_audio_buffer.timeout_triggered',
  'input_audio_buffer.dtmf_event_received',
  'conversation.item.added',
  'conversation.item.done',
  'conversation.item.created',
  'conversation.item.retrieved',
  'conversation.item.truncated',
  'conversation.item.deleted',
  'conversation.item.input_audio_transcription.delta',
  'conversation.item.input_audio_transcription.segment',
  'conversation.item.input_audio_transcription.completed',
  'conversation.item.input_audio_transcription.failed',
  'response.created',
  'response.done',
  'response.output_item.added',
  'response.output_item.done',
  'response.content_part.added',
  'response.content_part.done',
  'response.output_text.delta',
  'response.output_text.done',
  'response.output_audio.delta',
  'response.output_audio.done',
  'response.output_audio_transcript.delta',
  'response.output_audio_transcript.done',
  'response.function_call_arguments.delta',
  'response.function_call_arguments.done',
  'response.mcp_call_arguments.delta',
  'response.mcp_call_arguments.done',
  'response.mcp_call.in_progress',
  'response.mcp_call.completed',
  'response.mcp_call.failed',
  'mcp_list_tools.in_progress',
  'mcp_list_tools.completed',
  'mcp_list_tools.failed',
  'output_audio_buffer.started',
  'output_audio_buffer.stopped',
  'output_audio_buffer.cleared',
] as const;
export type ServerEventType = (typeof serverEvents)[number];

const known = new Set<string>(serverEvents);
const isServerEventType = (type: string): type is ServerEventType => known.has(type);

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

/** An event from the service: one of the protocol this version knows, or one with a `type` it does not know, passed on as data. */
export type ServerFrame =
  | { readonly kind: 'known'; readonly type: ServerEventType; readonly event: JsonObject }
  | { readonly kind: 'generic'; readonly type: string; readonly event: JsonObject };

/** Reads a value tolerantly; null when it is no event: no object, without a type, or nested beyond all measure. */
export function readServerValue(value: unknown): ServerFrame | null {
  if (!isJsonObject(value) || isDeeperThan(value, mostLevels)) return null;
  const type = value['type'];
  if (typeof type !== 'string' || type === '') return null;
  return isServerEventType(type) ? { kind: 'known', type, event: value } : { kind: 'generic', type, event: value };
}
