import { isJsonObject, type Json } from '../json.ts';

/** Bytes of audio in an event's payload: a reference into an audio file, or base64 left in place. */
export function audioBytes(payload: Json | undefined): number {
  if (typeof payload === 'string') {
    const padding = payload.endsWith('==') ? 2 : payload.endsWith('=') ? 1 : 0;
    return Math.floor((payload.length * 3) / 4) - padding;
  }
  const ref = isJsonObject(payload) ? payload['$audio'] : undefined;
  const length = isJsonObject(ref) ? ref['length'] : undefined;
  return typeof length === 'number' ? length : 0;
}

/** Bytes of a millisecond in a session format object: 48 for PCM16 at 24 kHz, 8 for G.711. */
export function bytesPerMsOf(format: Json | undefined): number {
  const type = isJsonObject(format) ? format['type'] : undefined;
  return type === 'audio/pcmu' || type === 'audio/pcma' ? 8 : 48;
}
