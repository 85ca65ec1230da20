import { wireRateHz } from '../../../shared/audio/frames.ts';
import { createDecoder as makeDecoder, createEncoder as makeEncoder } from '../../../shared/audio/wire-format.ts';

/** Everything is held at the rate of the wire inside the simulator. */
export const rateHz = wireRateHz;
const samplesPerMs = rateHz / 1000;

export const msOf = (samples: number): number => samples / samplesPerMs;
export const samplesOf = (ms: number): number => Math.round(ms * samplesPerMs);
/** Whole milliseconds, as events carry them. */
export const wholeMs = (samples: number): number => Math.round(msOf(samples));

const alphabet = /^[A-Za-z0-9+/]*={0,2}$/;

/** The bytes of a base64 text; null when it is none. Node's own decoder skips what it does not understand. */
export const bytesFromBase64 = (text: string): Buffer | null =>
  text.length % 4 === 0 && alphabet.test(text) ? Buffer.from(text, 'base64') : null;

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

export interface NoiseReduction {
  readonly type: 'near_field' | 'far_field';
  readonly strength?: number;
}

const blockSamples = samplesOf(20);
/** What lies below counts as noise: a room is louder than a headset. */
const noiseBelowDb = { near_field: -50, far_field: -42 } as const;
/** What strength 1 takes out of noise. */
const reductionDb = 24;

function levelDb(block: Int16Array): number {
  let energy = 0;
  for (const sample of block) energy += sample * sample;
  return energy === 0 ? -Infinity : 10 * Math.log10(energy / block.length / (32_768 * 32_768));
}

/** Turns down what is too quiet to be speech, block by block of 20 ms. A gate and no more: it says that the option is on. */
export function reduceNoise(pcm24k: Int16Array, { type, strength = 1 }: NoiseReduction): Int16Array {
  const gain = 10 ** ((-reductionDb * strength) / 20);
  const cleaned = Int16Array.from(pcm24k);
  for (let from = 0; from < cleaned.length; from += blockSamples) {
    const block = cleaned.subarray(from, from + blockSamples);
    if (levelDb(block) >= noiseBelowDb[type]) continue;
    for (let i = 0; i < block.length; i += 1) block[i] = Math.round((block[i] as number) * gain);
  }
  return cleaned;
}

/** The same words at another speed: played faster or slower, so the pitch follows. */
export function changeSpeed(pcm24k: Int16Array, speed: number): Int16Array {
  if (speed === 1) return pcm24k;
  const changed = new Int16Array(Math.floor(pcm24k.length / speed));
  for (let i = 0; i < changed.length; i += 1) {
    const at = i * speed;
    const before = Math.floor(at);
    const one = pcm24k[before] ?? 0;
    const other = pcm24k[before + 1] ?? one;
    changed[i] = Math.round(one + (other - one) * (at - before));
  }
  return changed;
}
