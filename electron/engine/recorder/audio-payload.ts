import { asString, atPath, type JsonObject } from '../../../shared/json.ts';
import type { SessionView } from '../../../shared/session/view.ts';
import type { AudioStream } from './audio-files.ts';

/** Where an event carries a stretch of one of the two streams: one entry an event type, preview names included. */
const carriers: Readonly<Record<string, { key: string; stream: AudioStream } | undefined>> = {
  'input_audio_buffer.append': { key: 'audio', stream: 'input' },
  'response.output_audio.delta': { key: 'delta', stream: 'output' },
  'response.audio.delta': { key: 'delta', stream: 'output' },
};

/** A stretch of PCM16 at 24 kHz carried by an event. */
export interface AudioPayload {
  readonly key: string;
  readonly stream: AudioStream;
  readonly base64: string;
  readonly pcm: Buffer;
}

/** The files hold PCM16 at 24 kHz only; audio in another format stays in its frame. */
function isPcm(view: SessionView, stream: AudioStream): boolean {
  const type = asString(atPath(view.effective ?? {}, `audio.${stream}.format.type`));
  return type === undefined || type === 'audio/pcm';
}

/**
 * The audio an event carries, decoded; null when it carries none, not as PCM16, or as base64 that its own
 * decoding would not give back letter by letter.
 */
export function audioPayload(event: JsonObject, view: SessionView): AudioPayload | null {
  const carrier = carriers[asString(event['type']) ?? ''];
  if (carrier === undefined || !isPcm(view, carrier.stream)) return null;
  const base64 = asString(event[carrier.key]);
  if (base64 === undefined || base64 === '') return null;
  const pcm = Buffer.from(base64, 'base64');
  if (pcm.length % 2 !== 0 || pcm.toString('base64') !== base64) return null;
  return { ...carrier, base64, pcm };
}
