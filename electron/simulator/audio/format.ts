import { createDecoder as makeDecoder, createEncoder as makeEncoder } from '../../../shared/audio/wire-codec.ts';

/** A wire format of audio: PCM16 at 24 kHz or G.711 at 8 kHz. */
export type AudioFormat =
  | { readonly type: 'audio/pcm'; readonly rate: 24000 }
  | { readonly type: 'audio/pcmu' }
  | { readonly type: 'audio/pcma' };

/** Turns the bytes of a stream into 24 kHz samples; keeps state from piece to piece. */
export type AudioDecoder = (bytes: Uint8Array) => Int16Array;
/** Turns 24 kHz samples into the bytes of a stream; keeps state from piece to piece. `end`: these are the last. */
export type AudioEncoder = (pcm24k: Int16Array, end?: boolean) => Uint8Array;

export function createDecoder(format: AudioFormat): AudioDecoder {
  const decoder = makeDecoder(format.type);
  return (bytes) => decoder.push(bytes);
}

export function createEncoder(format: AudioFormat): AudioEncoder {
  const encoder = makeEncoder(format.type);
  return (pcm24k, end = false) => {
    const bytes = encoder.push(pcm24k);
    return end ? Buffer.concat([bytes, encoder.flush()]) : bytes;
  };
}
