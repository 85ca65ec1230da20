import { asString, atPath, type JsonObject } from '../../../shared/json.ts';
import { errors, type ProtocolError } from '../wire/errors.ts';

/** Members of a transcription that only some models take. */
const takers: readonly (readonly [member: string, takes: (model: string) => boolean])[] = [
  ['languages', (model) => model === 'gpt-transcribe' || model === 'gpt-live-transcribe'],
  ['keywords', (model) => model === 'gpt-transcribe' || model === 'gpt-live-transcribe'],
  ['prompt', (model) => model !== 'gpt-4o-transcribe-diarize' && model !== 'gpt-realtime-whisper'],
  ['delay', (model) => model === 'gpt-realtime-whisper'],
];

/** What is wrong with a transcription that its shape cannot tell. `session` is the session as it would then be. */
export function checkTranscription(session: JsonObject): ProtocolError | null {
  const transcription = atPath(session, 'audio.input.transcription') ?? null;
  const model = asString(atPath(transcription, 'model'));
  if (model === undefined) return null;
  const path = 'session.audio.input.transcription';
  for (const [member, takes] of takers) {
    const value = atPath(transcription, member) ?? null;
    if (value === null || takes(model)) continue;
    return errors.notAllowed(`${path}.${member}`, `'${member}' is not supported with the model '${model}'.`);
  }
  if (model === 'gpt-realtime-whisper' && atPath(session, 'audio.input.turn_detection') !== null) {
    const sentence = `Turn detection must be null with the transcription model '${model}'.`;
    return errors.notAllowed('session.audio.input.turn_detection', sentence);
  }
  return null;
}
