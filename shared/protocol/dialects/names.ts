import { lookup } from '../../lookup.ts';

/** Names of server events that differ: preview to GA. Every other name is the same in both. */
export const gaServerNames = lookup<string>({
  'response.text.delta': 'response.output_text.delta',
  'response.text.done': 'response.output_text.done',
  'response.audio.delta': 'response.output_audio.delta',
  'response.audio.done': 'response.output_audio.done',
  'response.audio_transcript.delta': 'response.output_audio_transcript.delta',
  'response.audio_transcript.done': 'response.output_audio_transcript.done',
  'conversation.item.created': 'conversation.item.added',
  'transcription_session.created': 'session.created',
  'transcription_session.updated': 'session.updated',
});

/** Names of client events that differ: preview to GA. */
export const gaClientNames = lookup<string>({
  'transcription_session.update': 'session.update',
});

/** The GA name of an event as it stood on the wire of either dialect; names they share come back unchanged. */
export const gaName = (type: string): string => gaServerNames(type) ?? gaClientNames(type) ?? type;
