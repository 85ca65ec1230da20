import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { soundForEngine, type WindowDecoder } from '../../../renderer/audio/decode-file.ts';
import { parseWav } from '../../../shared/audio/files/wav-file.ts';
import { readChannel } from '../../../shared/audio/sound-file.ts';

const fixture = async (name: string): Promise<File> =>
  new File([new Uint8Array(await readFile(new URL(`../../fixtures/sound/${name}`, import.meta.url)))], name);

/** A browser that takes every file for these channels; `decoded` counts how often it was asked. */
function browser(channels: readonly Float32Array[], durationMs: number | null = null) {
  const asked = { decoded: 0 };
  const decoder: WindowDecoder = {
    durationMs: () => Promise.resolve(durationMs),
    decode: () => {
      asked.decoded += 1;
      return Promise.resolve({
        numberOfChannels: channels.length,
        sampleRate: 48_000,
        getChannelData: (channel) => channels[channel] as Float32Array<ArrayBuffer>,
      });
    },
  };
  return { decoder, asked };
}

/** Zeros that say how long they are and take no memory. */
const longZeros = (minutes: number): Float32Array =>
  ({ length: minutes * 60 * 48_000, [Symbol.iterator]: () => [][Symbol.iterator]() }) as unknown as Float32Array;

async function wavOf(file: File, channels: readonly Float32Array[]) {
  const answer = await soundForEngine(file, browser(channels).decoder);
  if (!answer.ok) throw new Error(answer.error.message);
  const read = parseWav(new Uint8Array(await answer.sound.arrayBuffer()), file.name);
  if (!read.ok) throw new Error(read.error.message);
  return read.wav;
}

async function refusal(channels: readonly Float32Array[], durationMs: number | null = null) {
  const { decoder, asked } = browser(channels, durationMs);
  const answer = await soundForEngine(await fixture('short.m4a'), decoder);
  return { said: answer.ok ? '' : answer.error.message, ...asked };
}

describe('a file that only a browser decodes', () => {
  it('goes to the engine as PCM16 of all its channels, across the pieces it is made of', async () => {
    const ramp = Float32Array.from({ length: 70_000 }, (_, n) => (((n * 7919) % 65_536) - 32_768) / 32_768);
    const wav = await wavOf(await fixture('short.webm'), [ramp, ramp.toReversed()]);
    expect(wav).toMatchObject({ format: 'PCM 16-bit', rateHz: 48_000, channels: 2, samples: 70_000 });
    for (const at of [0, 65_535, 65_536, 69_999]) {
      expect(readChannel(wav, 0, at, at + 1)[0]).toBe(ramp[at]);
      expect(readChannel(wav, 1, at, at + 1)[0]).toBe(ramp[69_999 - at]);
    }
  });

  it('keeps what lies beyond full scale, so that clipping is counted where it is sent', async () => {
    const wav = await wavOf(await fixture('short.aac'), [Float32Array.of(0.5, -1.5, 0.25)]);
    expect(wav.format).toBe('float 32-bit');
    expect(readChannel(wav, 0, 0, 3)).toEqual(Float32Array.of(0.5, -1.5, 0.25));
  });

  it('is refused by its minutes before it is decoded where it says them, else before it is copied', async () => {
    expect(await refusal([longZeros(1)], 21 * 60_000)).toEqual({
      said: 'short.m4a holds more than 20 minutes of sound, the most that is decoded in the window.',
      decoded: 0,
    });
    expect(await refusal([longZeros(21)])).toMatchObject({
      said: 'short.m4a holds more than 20 minutes of sound, the most that is decoded in the window.',
    });
    expect(await refusal(Array.from({ length: 6 }, () => longZeros(10)))).toMatchObject({
      said: 'short.m4a holds more than 7 minutes of sound, the most that is decoded at 48,000 Hz with 6 channels.',
    });
  });

  it('is refused as damaged when the browser does not know it either', async () => {
    const decoder: WindowDecoder = {
      durationMs: () => Promise.resolve(null),
      decode: () => Promise.reject(new Error('EncodingError')),
    };
    expect(await soundForEngine(await fixture('short.m4a'), decoder)).toMatchObject({
      ok: false,
      error: {
        reason: 'invalid-audio-file',
        message: 'short.m4a could not be decoded: it is damaged, or holds no sound that this window knows.',
      },
    });
  });
});

it('a file that the engine reads goes there as it is', async () => {
  const { decoder, asked } = browser([]);
  const file = await fixture('voice.flac');
  expect(await soundForEngine(file, decoder)).toEqual({ ok: true, sound: file });
  expect(asked.decoded).toBe(0);
});
