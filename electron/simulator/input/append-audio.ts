import { samplesOf } from '../audio/time.ts';
import { reduceNoise } from '../audio/reduce-noise.ts';
import { createDecoder } from '../audio/format.ts';
import type { SessionConfig } from '../config/session-config.ts';
import type { Session } from '../session.ts';
import { turnRules } from '../vad/turn-rules.ts';
import { bytesFromBase64 } from '../wire/base64.ts';
import { errors } from '../wire/errors.ts';
import { onTurnMark } from './turns.ts';

const maxAppendBytes = 15 * 1024 * 1024;
/** Without speech this much audio is kept beside the prefix padding: what a detector may still reach back to. */
const sparePrefixMs = 500;

/** `input_audio_buffer.append`: no answer but what the VAD finds in the audio. */
export function appendAudio(session: Session, base64: string, eventId: string | null): void {
  const { format, turn_detection: detection } = session.config.audio.input;
  const bytes = bytesFromBase64(base64);
  if (bytes === null) return session.refuse(errors.badValue('audio', 'expected base64-encoded audio bytes.'), eventId);
  if (bytes.length > maxAppendBytes) {
    const sentence = `${bytes.length} bytes of audio in one event; the most is ${maxAppendBytes} (15 MiB).`;
    return session.refuse(errors.badValue('audio', sentence), eventId);
  }
  if (format.type === 'audio/pcm' && bytes.length % 2 !== 0) {
    return session.refuse(errors.badValue('audio', 'PCM16 has two bytes a sample, and an odd number came.'), eventId);
  }
  const heard = session.decoder(bytes);
  const { noise_reduction: noise } = session.config.audio.input;
  const pcm24k = noise === null ? heard : reduceNoise(heard, noise);
  session.buffer.append(pcm24k);
  if (detection === null) return;
  session.detector.push(pcm24k, turnRules(detection), (mark) => onTurnMark(session, mark));
  dropSilence(session);
}

/** Under VAD, silence older than any turn could reach back to is forgotten. */
function dropSilence(session: Session): void {
  const { turn_detection: detection } = session.config.audio.input;
  if (detection === null || session.turn !== null) return;
  const keep = session.buffer.end - samplesOf(turnRules(detection).prefixMs + sparePrefixMs);
  session.buffer.dropBefore(Math.min(keep, session.idleFrom ?? keep));
}

/** Follows a change of the input's configuration: another format, or turn detection switched. */
export function inputConfigured(session: Session, before: SessionConfig): void {
  const was = before.audio.input;
  const is = session.config.audio.input;
  if (was.format.type !== is.format.type) session.decoder = createDecoder(is.format);
  if ((was.turn_detection === null) === (is.turn_detection === null)) return;
  if (is.turn_detection === null) session.buffer.dropBefore(session.turn?.from ?? session.buffer.end);
  session.startListening();
}
