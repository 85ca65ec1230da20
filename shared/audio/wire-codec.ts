import { aLaw, muLaw, type Law } from './g711.ts';
import { floatToPcm16, pcm16FromBytes, pcm16ToFloat } from './pcm16.ts';
import { Resampler } from './resampler.ts';
import type { WireFormatName } from './wire-format.ts';

const wireRateHz = 24_000;
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

/** Converts between two rates without delay: what the filter puts before the first sample is left out. */
class Aligned {
  readonly #resampler: Resampler;
  readonly #ratio: number;
  readonly #delaySamples: number;
  #skip: number;
  #due = 0;
  #given = 0;

  constructor(fromHz: number, toHz: number) {
    this.#resampler = new Resampler(fromHz, toHz);
    this.#ratio = toHz / fromHz;
    this.#delaySamples = Math.round((this.#resampler.delayMs * toHz) / 1000);
    this.#skip = this.#delaySamples;
  }

  push(pcm: Int16Array): Int16Array {
    const samples = new Float32Array(pcm.length);
    pcm16ToFloat(pcm, samples);
    this.#due += pcm.length * this.#ratio;
    return this.#convert(samples);
  }

  flush(): Int16Array {
    const left = Math.max(0, Math.round(this.#due) - this.#given);
    const tail = this.#convert(new Float32Array(Math.ceil(this.#delaySamples / this.#ratio) + 1)).subarray(0, left);
    this.#resampler.reset();
    this.#skip = this.#delaySamples;
    this.#due = 0;
    this.#given = 0;
    return tail;
  }

  #convert(samples: Float32Array): Int16Array {
    const out = new Float32Array(this.#resampler.maxOutput(samples.length));
    const written = this.#resampler.process(samples, out);
    const skipped = Math.min(this.#skip, written);
    this.#skip -= skipped;
    const result = new Int16Array(written - skipped);
    floatToPcm16(out.subarray(skipped, written), result, result.length);
    this.#given += result.length;
    return result;
  }
}

const bytesOf = (pcm: Int16Array): Uint8Array => new Uint8Array(pcm.buffer, pcm.byteOffset, pcm.byteLength);

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
      return { push: bytesOf, flush: () => new Uint8Array(0) };
    case 'audio/pcmu':
      return lawEncoder(muLaw);
    case 'audio/pcma':
      return lawEncoder(aLaw);
  }
}
