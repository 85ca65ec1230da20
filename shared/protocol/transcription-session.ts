import { asObject, type JsonObject } from '../json.ts';

/**
 * What a transcription session takes of a session object: its input and what to include. The service refuses an update of type
 * `realtime` there, and members about answers.
 */
export function asTranscriptionSession(session: JsonObject): JsonObject {
  const input = asObject(asObject(session['audio'])?.['input']);
  return {
    type: 'transcription',
    ...(input === undefined ? {} : { audio: { input } }),
    ...(session['include'] === undefined ? {} : { include: session['include'] }),
  };
}
