/** Names of server events that differ: preview to GA. Every other name is the same in both. */
export const gaServerNames: Readonly<Record<string, string>> = {
  'response.text.delta': 'response.output_text.delta',
  'response.text.done': 'response.output_text.done',
  'response.audio.delta': 'response.output_audio.delta',
  'response.audio.done': 'response.output_audio.done',
  'response.audio_transcript.delta': 'response.output_audio_transcript.delta',
  'response.audio_transcript.done': 'response.output_audio_transcript.done',
  'conversation.item.created': 'conversation.item.added',
  'transcription_session.created': 'session.created',
  'transcription_session.updated': 'session.updated',
};

/** Names of client events that differ: preview to GA. */
export const gaClientNames: Readonly<Record<string, string>> = {
  'transcription_session.update': 'session.update',
};

/** The GA name of an event as it stood on the wire of either dialect; names they share come back unchanged. */
export const gaName = (type: string): string =>
  (Object.hasOwn(gaServerNames, type) ? gaServerNames[type] : undefined) ??
  (Object.hasOwn(gaClientNames, type) ? gaClientNames[type] : undefined) ??
  type;
