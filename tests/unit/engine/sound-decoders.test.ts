import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { soundIn } from '../../../electron/engine/sound/read-sound-file.ts';
import { readChannel, readMono, type SoundFile } from '../../../shared/audio/sound-file.ts';

const folder = fileURLToPath(new URL('../../fixtures/sound', import.meta.url));
const bytesOf = (name: string): Uint8Array => new Uint8Array(readFileSync(join(folder, name)));

async function sound(name: string, bytes = bytesOf(name)): Promise<SoundFile> {
  const answer = await soundIn(bytes, name);
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.sound;
}

async function refusal(bytes: Uint8Array): Promise<string> {
  const answer = await soundIn(bytes, 'x');
  if (answer.ok) throw new Error('The file was read.');
  return answer.error.message;
}

/** Signal to noise of `got` against `source`, dB, with `got` moved by so many samples. */
function snrDb(source: Float32Array, got: Float32Array, lag = 0): number {
  let signal = 0;
  let noise = 0;
  for (let n = 200; n < source.length - 200; n += 1) {
    const right = source[n] as number;
    signal += right * right;
    noise += (right - (got[n + lag] ?? 0)) ** 2;
  }
  return 10 * Math.log10(signal / noise);
}

/** The move by which it comes nearest: 0 for a file that is decoded to the sample. */
function bestLag(source: Float32Array, got: Float32Array): number {
  const lags = Array.from({ length: 81 }, (_, i) => i - 40);
  return lags.reduce((best, lag) => (snrDb(source, got, lag) > snrDb(source, got, best) ? lag : best), 0);
}

/** Every second sample: what was made from 24 kHz holds nothing above half of that. */
const halved = (samples: Float32Array): Float32Array =>
  Float32Array.from({ length: Math.ceil(samples.length / 2) }, (_, n) => samples[2 * n] as number);

const voice = await sound('voice.wav');
const source = readMono(voice, 0, voice.samples);

describe('a decoder', () => {
  it('of MP3 gives the voice that was encoded, from its first sample to its last', async () => {
    const read = await sound('voice.mp3');
    expect(read).toMatchObject({ format: 'MP3', rateHz: 24_000, channels: 1, samples: voice.samples });
    const got = readMono(read, 0, read.samples);
    expect(bestLag(source, got)).toBe(0);
    expect(snrDb(source, got)).toBeGreaterThan(15);
  });

  it('of MP3 keeps left and right apart at a bit rate that varies', async () => {
    const read = await sound('stereo-vbr.mp3');
    expect(read).toMatchObject({ rateHz: 48_000, channels: 2, samples: 2 * voice.samples });
    const left = halved(readChannel(read, 0, 0, read.samples));
    const right = halved(readChannel(read, 1, 0, read.samples)).toReversed();
    for (const got of [left, right]) expect(snrDb(source, got)).toBeGreaterThan(8);
    expect(bestLag(source, left)).toBe(0);
  });

  it('of Opus leaves out what only lets it settle, and what is behind the end', async () => {
    const read = await sound('voice.opus');
    expect(read).toMatchObject({ format: 'Opus', rateHz: 48_000, channels: 1, samples: 2 * voice.samples });
    // Another decoder's first 0.3 s, in 16 bits.
    const other = await sound('voice-opus-decoded.wav');
    const expected = readMono(other, 0, other.samples);
    const got = readMono(read, 0, other.samples);
    const off = expected.map((sample, n) => Math.abs(sample - (got[n] as number)));
    expect(Math.max(...off)).toBeLessThanOrEqual(1 / 32_768);
  });

  it('of Opus keeps left and right apart', async () => {
    const read = await sound('stereo.opus');
    expect(read).toMatchObject({ channels: 2, samples: 2 * voice.samples });
    const left = halved(readChannel(read, 0, 0, read.samples));
    expect(bestLag(source, left)).toBe(0);
    expect(snrDb(source, left)).toBeGreaterThan(8);
  });

  it('is asked for by content alone, and Vorbis and AAC are the window’s', async () => {
    expect((await sound('renamed.wav', bytesOf('voice.mp3'))).format).toBe('MP3');
    expect(await refusal(bytesOf('voice-vorbis.ogg'))).toBe(
      'x is an Ogg file with Vorbis, which only the window can decode.',
    );
    expect(await refusal(bytesOf('short.m4a'))).toBe('x is an MP4 or M4A file, which only the window can decode.');
  });

  it('takes what is whole of a file that is cut off', async () => {
    for (const name of ['voice.mp3', 'voice.opus']) {
      const { samples, rateHz } = await sound(name, bytesOf(name).subarray(0, 6000));
      expect(samples / rateHz).toBeGreaterThan(0.5);
      expect(samples / rateHz).toBeLessThan(1.2);
    }
  });

  it('answers whatever it is fed', async () => {
    const files = ['voice.mp3', 'voice.opus', 'voice.flac', 'stereo-vbr.mp3', 'stereo.opus'].map(bytesOf);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(files.length - 1),
        fc.array(fc.tuple(fc.nat(6000), fc.nat(255)), { maxLength: 20 }),
        fc.integer({ min: 50, max: 7000 }),
        async (which, changes, length) => {
          const made = Uint8Array.from((files[which] as Uint8Array).subarray(0, length));
          for (const [at, byte] of changes) if (at < made.length) made[at] = byte;
          const answer = await soundIn(made, 'x');
          if (!answer.ok) expect(answer.error).toMatchObject({ reason: 'invalid-audio-file' });
        },
      ),
      { numRuns: 25 },
    );
  });
});
