import { type WireFormat, wireFormatOf, wireFormats } from '../audio/wire-format.ts';
import { atPath, isJsonObject, type Json, type JsonObject } from '../kit/json.ts';
import { responseOf, type SessionView } from './view.ts';

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

/** The format of a stream as the session last said it. Read for every frame, so it takes no dotted path apart. */
export function formatOf(effective: JsonObject | null, stream: 'input' | 'output'): Json | undefined {
  const audio = effective?.['audio'];
  const side = isJsonObject(audio) ? audio[stream] : undefined;
  return isJsonObject(side) ? side['format'] : undefined;
}

/** Bytes of a millisecond in a session format object: 48 for PCM16 at 24 kHz, 8 for G.711. */
export const bytesPerMsOf = (format: Json | undefined): number => wireFormatOf(format).bytesPerMs;

/** Milliseconds of audio in an event's payload, by the file that holds it; PCM where it is left in place. */
export function audioMs(payload: Json | undefined): number {
  const ref = isJsonObject(payload) ? payload['$audio'] : undefined;
  const file = isJsonObject(ref) && typeof ref['file'] === 'string' ? ref['file'] : '';
  const format = Object.values(wireFormats).findLast(({ suffix }) => suffix !== '' && file.includes(suffix));
  return audioBytes(payload) / (format ?? wireFormats['audio/pcm']).bytesPerMs;
}

/** The format a response speaks in: its own, which it keeps when the session's is switched, else the session's. */
export function outputFormatOf(view: SessionView, responseId: string): WireFormat {
  const own = responseOf(view, responseId)?.outputFormat ?? undefined;
  return wireFormatOf(own ?? atPath(view.effective ?? {}, 'audio.output.format'));
}

/** The format in which the voice is sent. */
export const inputFormatOf = (view: SessionView): WireFormat =>
  wireFormatOf(atPath(view.effective ?? {}, 'audio.input.format'));
