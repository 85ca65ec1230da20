/**
 * Every server event of the GA protocol, with what it is about. A new event is one entry here
 * (and, where it changes the view, one in `session/reduce`).
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

export const isServerEventType = (type: string): type is ServerEventType => Object.hasOwn(serverEvents, type);

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
