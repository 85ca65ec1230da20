import { bytesPerMs, wireRateHz } from './frames.ts';
import { isJsonObject, type Json } from '../kit/json.ts';
import { Resampler } from './resampler.ts';
import { aLaw, floatToPcm16, type Law, muLaw, pcm16FromBytes, pcm16ToFloat } from './samples.ts';
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

const telephoneFormat = { rateHz: 8000, bytesPerSample: 1, bytesPerMs: 8 };

export const wireFormats: Readonly<Record<WireFormatName, WireFormat>> = {
  'audio/pcm': { name: 'audio/pcm', rateHz: wireRateHz, bytesPerSample: 2, bytesPerMs, wavTag: 1, suffix: '' },
  'audio/pcmu': { name: 'audio/pcmu', ...telephoneFormat, wavTag: 7, suffix: '-pcmu' },
  'audio/pcma': { name: 'audio/pcma', ...telephoneFormat, wavTag: 6, suffix: '-pcma' },
};

const isFormatName = (name: Json | undefined): name is WireFormatName =>
  wireFormatNames.some((known) => known === name);

/** The format of a session's format object, or of its type alone; PCM where none is named or it is not known. */
export function wireFormatOf(format: Json | undefined): WireFormat {
  const name = isJsonObject(format) ? format['type'] : format;
  return wireFormats[isFormatName(name) ? name : 'audio/pcm'];
}

/** Length of the header of a WAV file in this format: one that is not PCM has a longer one. */
export const wireHeaderBytes = ({ wavTag }: WireFormat): number => (wavTag === 1 ? wavHeaderBytes : 58);

/** The header of a mono WAV file that holds `dataBytes` in this format. */
export function wireHeader(format: WireFormat, dataBytes: number): Uint8Array {
  if (format.wavTag === 1) return wavHeader(format.rateHz, dataBytes);
  const header = new Uint8Array(wireHeaderBytes(format));
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

const telephoneRateHz = 8000;

/** Turns the bytes of a stream into 24 kHz samples; keeps state from piece to piece. */
export interface WireDecoder {
  push(bytes: Uint8Array): Int16Array;
  /** What the filter still holds, at the end of the stream; it then begins anew. */
  flush(): Int16Array;
}

/** Turns 24 kHz samples into the bytes of a stream; keeps state from piece to piece. */
export interface WireEncoder {
  push(pcm24k: Int16Array): Uint8Array;
  flush(): Uint8Array;
}

/** Converts between two rates without delay, to the exact length. */
class Aligned {
  readonly #resampler: Resampler;
  readonly #ratio: number;
  #due = 0;
  #given = 0;

  constructor(fromHz: number, toHz: number) {
    this.#resampler = new Resampler(fromHz, toHz, { aligned: true });
    this.#ratio = toHz / fromHz;
  }

  push(pcm: Int16Array): Int16Array {
    const samples = new Float32Array(pcm.length);
    pcm16ToFloat(pcm, samples);
    this.#due += pcm.length * this.#ratio;
    const out = new Float32Array(this.#resampler.maxOutput(samples.length));
    return this.#give(out, this.#resampler.process(samples, out));
  }

  flush(): Int16Array {
    const left = Math.max(0, Math.round(this.#due) - this.#given);
    const out = new Float32Array(this.#resampler.maxHeld());
    const tail = this.#give(out, Math.min(left, this.#resampler.flush(out)));
    this.#due = 0;
    this.#given = 0;
    return tail;
  }

  #give(samples: Float32Array, count: number): Int16Array {
    const result = new Int16Array(count);
    floatToPcm16(samples, result, count);
    this.#given += count;
    return result;
  }
}

const pcmBytes = (pcm: Int16Array): Uint8Array => new Uint8Array(pcm.buffer, pcm.byteOffset, pcm.byteLength);

function lawDecoder(law: Law): WireDecoder {
  const up = new Aligned(telephoneRateHz, wireRateHz);
  return { push: (bytes) => up.push(Int16Array.from(bytes, law.decode)), flush: () => up.flush() };
}

function lawEncoder(law: Law): WireEncoder {
  const down = new Aligned(wireRateHz, telephoneRateHz);
  return {
    push: (pcm24k) => Uint8Array.from(down.push(pcm24k), law.encode),
    flush: () => Uint8Array.from(down.flush(), law.encode),
  };
}

export function createDecoder(format: WireFormatName): WireDecoder {
  switch (format) {
    case 'audio/pcm':
      return { push: pcm16FromBytes, flush: () => new Int16Array(0) };
    case 'audio/pcmu':
      return lawDecoder(muLaw);
    case 'audio/pcma':
      return lawDecoder(aLaw);
  }
}

export function createEncoder(format: WireFormatName): WireEncoder {
  switch (format) {
    case 'audio/pcm':
      return { push: pcmBytes, flush: () => new Uint8Array(0) };
    case 'audio/pcmu':
      return lawEncoder(muLaw);
    case 'audio/pcma':
      return lawEncoder(aLaw);
  }
}
