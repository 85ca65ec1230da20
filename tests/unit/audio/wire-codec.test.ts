import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createDecoder,
  createEncoder,
  wireFormatNames,
  wireFormatOf,
  wireFormats,
  wireHeader,
  wireHeaderBytes,
} from '../../../shared/audio/wire-format.ts';
import { parseWav } from '../../../shared/audio/files/wav-file.ts';
import { readMono } from '../../../shared/audio/sound-file.ts';

const g711 = ['audio/pcmu', 'audio/pcma'] as const;
const tone = (samples: number, hz = 997, level = 0.5): Int16Array =>
  Int16Array.from({ length: samples }, (_, i) =>
    Math.round(32_767 * level * Math.sin((2 * Math.PI * hz * i) / 24_000)),
  );

function joined(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

/** In pieces of these lengths, and to the end. */
function encode(name: (typeof wireFormatNames)[number], pcm: Int16Array, piece: number): Uint8Array {
  const encoder = createEncoder(name);
  const parts: Uint8Array[] = [];
  for (let at = 0; at < pcm.length; at += piece) parts.push(encoder.push(pcm.slice(at, at + piece)));
  return joined([...parts, encoder.flush()]);
}

function decode(name: (typeof wireFormatNames)[number], bytes: Uint8Array, piece: number): Int16Array {
  const decoder = createDecoder(name);
  const out: number[] = [];
  for (let at = 0; at < bytes.length; at += piece) out.push(...decoder.push(bytes.slice(at, at + piece)));
  return Int16Array.from([...out, ...decoder.flush()]);
}

/** Signal to error in dB, the edges left out, where a filter rings. */
function signalToError(want: Int16Array, have: Int16Array): number {
  let signal = 0;
  let error = 0;
  for (let i = 480; i < want.length - 480; i += 1) {
    signal += (want[i] as number) ** 2;
    error += ((want[i] as number) - (have[i] as number)) ** 2;
  }
  return 10 * Math.log10(signal / error);
}

describe('audio in the formats of the wire', () => {
  it.each(g711)('%s gives a tone of 997 Hz back with the noise of its 8 bits and no delay', (name) => {
    const pcm = tone(24_000);
    const back = decode(name, encode(name, pcm, 480), 160);
    expect(back.length).toBe(pcm.length);
    // Theory for a sine at this level: about 38 dB.
    expect(signalToError(pcm, back)).toBeGreaterThan(36);
  });

  it.each(g711)('%s has a byte for every third sample, however the audio is cut', (name) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1500 }), fc.integer({ min: 1, max: 40 }), (piece, frames) => {
        const pcm = tone(frames * 480);
        const bytes = encode(name, pcm, piece);
        expect(bytes.length).toBe(frames * 160);
        expect(bytes).toEqual(encode(name, pcm, pcm.length));
      }),
      { numRuns: 20 },
    );
  });

  it('lets nothing above 4 kHz fold down', () => {
    const bytes = encode('audio/pcmu', tone(24_000, 6000), 480);
    const heard = decode('audio/pcmu', bytes, 160);
    expect(Math.max(...heard.subarray(480, -480).map(Math.abs))).toBeLessThan(40);
  });

  it('passes PCM through untouched', () => {
    const pcm = tone(960);
    expect(decode('audio/pcm', encode('audio/pcm', pcm, 480), 960)).toEqual(pcm);
  });
});

describe('a file in a format of the wire', () => {
  it.each(wireFormatNames)('%s is a WAV that the bench reads', (name) => {
    const format = wireFormats[name];
    const data = encode(name, tone(2400), 480);
    const header = wireHeader(format, data.length);
    expect(header.length).toBe(wireHeaderBytes(format));
    const parsed = parseWav(joined([header, data]), 'input.wav');
    if (!parsed.ok) throw new Error(parsed.error.message);
    expect(parsed.wav).toMatchObject({ rateHz: format.rateHz, channels: 1, durationMs: 100 });
    expect(Math.max(...readMono(parsed.wav, 0, parsed.wav.samples))).toBeGreaterThan(0.45);
  });

  it('is PCM where the session names no format, or one of the future', () => {
    expect(
      [wireFormatOf(undefined), wireFormatOf({ type: 'audio/opus' }), wireFormatOf('audio/pcma')].map(
        ({ name }) => name,
      ),
    ).toEqual(['audio/pcm', 'audio/pcm', 'audio/pcma']);
  });
});
