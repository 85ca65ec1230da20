import { assertNever } from '../../../shared/assert-never.ts';
import { floatToPcm16, pcm16FromBytes, pcm16ToFloat } from '../../../shared/audio/pcm16.ts';
import { Resampler } from '../../../shared/audio/resampler.ts';
import type { AudioFormat } from '../config/session-config.ts';
import { aLaw, muLaw, type Law } from './g711.ts';
import { rateHz } from './time.ts';

/** Turns the bytes of a stream into 24 kHz samples; keeps state from piece to piece. */
export type AudioDecoder = (bytes: Uint8Array) => Int16Array;
/** Turns 24 kHz samples into the bytes of a stream; keeps state from piece to piece. */
export type AudioEncoder = (pcm24k: Int16Array) => Uint8Array;

const telephoneRateHz = 8000;

const bytesOf = (pcm: Int16Array): Uint8Array => new Uint8Array(pcm.buffer, pcm.byteOffset, pcm.byteLength);

/** Bytes of a millisecond of audio in a format. */
export const bytesPerMs = (format: AudioFormat): number => (format.type === 'audio/pcm' ? (2 * rateHz) / 1000 : 8);

function resampling(fromHz: number, toHz: number): (pcm: Int16Array) => Int16Array {
  const resampler = new Resampler(fromHz, toHz);
  return (pcm) => {
    const samples = new Float32Array(pcm.length);
    pcm16ToFloat(pcm, samples);
    const out = new Float32Array(resampler.maxOutput(pcm.length));
    const written = resampler.process(samples, out);
    const result = new Int16Array(written);
    floatToPcm16(out, result, written);
    return result;
  };
}

function decodeLaw(law: Law): AudioDecoder {
  const upsample = resampling(telephoneRateHz, rateHz);
  return (bytes) => upsample(Int16Array.from(bytes, law.decode));
}

function encodeLaw(law: Law): AudioEncoder {
  const downsample = resampling(rateHz, telephoneRateHz);
  return (pcm24k) => Uint8Array.from(downsample(pcm24k), law.encode);
}

export function createDecoder(format: AudioFormat): AudioDecoder {
  switch (format.type) {
    case 'audio/pcm':
      return pcm16FromBytes;
    case 'audio/pcmu':
      return decodeLaw(muLaw);
    case 'audio/pcma':
      return decodeLaw(aLaw);
    default:
      return assertNever(format, 'Audio format');
  }
}

export function createEncoder(format: AudioFormat): AudioEncoder {
  switch (format.type) {
    case 'audio/pcm':
      return bytesOf;
    case 'audio/pcmu':
      return encodeLaw(muLaw);
    case 'audio/pcma':
      return encodeLaw(aLaw);
    default:
      return assertNever(format, 'Audio format');
  }
}
