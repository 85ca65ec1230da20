import type { WireFormat } from '../../../shared/audio/wire-format.ts';
import { asString, type JsonObject } from '../../../shared/json.ts';
import { inputFormatOf, outputFormatOf } from '../../../shared/session/output-format.ts';
import type { SessionView } from '../../../shared/session/view.ts';
import type { AudioStream } from './audio-files.ts';
import { lookup } from '../../../shared/lookup.ts';

/** Where an event carries a stretch of one of the two streams: one entry an event type, preview names included. */
const carriers = lookup<{ key: string; stream: AudioStream }>({
  'input_audio_buffer.append': { key: 'audio', stream: 'input' },
  'response.output_audio.delta': { key: 'delta', stream: 'output' },
  'response.audio.delta': { key: 'delta', stream: 'output' },
});

/** A stretch of audio carried by an event, as the wire has it. */
export interface AudioPayload {
  readonly key: string;
  readonly stream: AudioStream;
  readonly format: WireFormat;
  readonly base64: string;
  readonly bytes: Buffer;
}

/**
 * The audio an event carries, as bytes; null when it carries none, not in whole samples, or as base64 that its own
 * decoding would not give back letter by letter.
 */
export function audioPayload(event: JsonObject, view: SessionView): AudioPayload | null {
  const carrier = carriers(asString(event['type']) ?? '');
  if (carrier === undefined) return null;
  const base64 = asString(event[carrier.key]);
  if (base64 === undefined || base64 === '') return null;
  const format =
    carrier.stream === 'input' ? inputFormatOf(view) : outputFormatOf(view, asString(event['response_id']) ?? '');
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length % format.bytesPerSample !== 0 || bytes.toString('base64') !== base64) return null;
  return { ...carrier, format, base64, bytes };
}
