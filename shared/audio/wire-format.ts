import { isJsonObject, type Json } from '../json.ts';
import { wavHeader, wavHeaderBytes } from './wav.ts';

/** The formats of audio on the wire, by the `type` of their object in the session. */
export const wireFormatNames = ['audio/pcm', 'audio/pcmu', 'audio/pcma'] as const;
export type WireFormatName = (typeof wireFormatNames)[number];

export interface WireFormat {
  readonly name: WireFormatName;
  readonly rateHz: number;
  readonly bytesPerSample: number;
  readonly bytesPerMs: number;
  /** Format tag of a WAV file that holds it. */
  readonly wavTag: number;
  /** Stands in the name of a file that holds it; empty for PCM. */
  readonly suffix: string;
}

const telephone = { rateHz: 8000, bytesPerSample: 1, bytesPerMs: 8 };

export const wireFormats: Readonly<Record<WireFormatName, WireFormat>> = {
  'audio/pcm': { name: 'audio/pcm', rateHz: 24_000, bytesPerSample: 2, bytesPerMs: 48, wavTag: 1, suffix: '' },
  'audio/pcmu': { name: 'audio/pcmu', ...telephone, wavTag: 7, suffix: '-pcmu' },
  'audio/pcma': { name: 'audio/pcma', ...telephone, wavTag: 6, suffix: '-pcma' },
};

const isName = (name: Json | undefined): name is WireFormatName => wireFormatNames.some((known) => known === name);

/** The format of a session's format object, or of its type alone; PCM where none is named or it is not known. */
export function wireFormatOf(format: Json | undefined): WireFormat {
  const name = isJsonObject(format) ? format['type'] : format;
  return wireFormats[isName(name) ? name : 'audio/pcm'];
}

/** Length of the header of a WAV file in this format: one that is not PCM has a longer one. */
export const headerBytesOf = ({ wavTag }: WireFormat): number => (wavTag === 1 ? wavHeaderBytes : 58);

/** The header of a mono WAV file that holds `dataBytes` in this format. */
export function headerOf(format: WireFormat, dataBytes: number): Uint8Array {
  if (format.wavTag === 1) return wavHeader(format.rateHz, dataBytes);
  const header = new Uint8Array(headerBytesOf(format));
  const view = new DataView(header.buffer);
  const put = (at: number, text: string): void => {
    for (let i = 0; i < text.length; i += 1) header[at + i] = text.charCodeAt(i);
  };
  const size = Math.min(dataBytes, 0xffff_ffff - 50);
  put(0, 'RIFF');
  view.setUint32(4, 50 + size, true);
  put(8, 'WAVEfmt ');
  view.setUint32(16, 18, true);
  view.setUint16(20, format.wavTag, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, format.rateHz, true);
  view.setUint32(28, format.rateHz * format.bytesPerSample, true);
  view.setUint16(32, format.bytesPerSample, true);
  view.setUint16(34, 8 * format.bytesPerSample, true);
  put(38, 'fact');
  view.setUint32(42, 4, true);
  view.setUint32(46, size / format.bytesPerSample, true);
  put(50, 'data');
  view.setUint32(54, size, true);
  return header;
}
