import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { channelAdvice, channelFacts } from '../../../shared/audio/channel-facts.ts';
import { afterId3, soundKindOf, soundKinds } from '../../../shared/audio/files/kinds.ts';
import { readSound } from '../../../shared/audio/files/readers.ts';
import { readChannel, readMono, type SoundFile } from '../../../shared/audio/sound-file.ts';
import { wavBytes } from './wav-bytes.ts';

const folder = fileURLToPath(new URL('../../fixtures/sound', import.meta.url));
const bytesOf = (name: string): Uint8Array => new Uint8Array(readFileSync(join(folder, name)));

function sound(bytes: Uint8Array, name = 'file'): SoundFile {
  const answer = readSound(bytes, name);
  if (!answer.ok) throw new Error(answer.error.message);
  if (answer.read.what !== 'sound') throw new Error(`${name} needs a decoder.`);
  return answer.read.sound;
}

function refusal(bytes: Uint8Array, name = 'question.wav'): string {
  const answer = readSound(bytes, name);
  if (answer.ok) throw new Error('The file was read.');
  expect(answer.error.reason).toBe('invalid-audio-file');
  expect(answer.error.nextStep).toBeTruthy();
  return answer.error.message;
}

const short = sound(bytesOf('short.wav'));

describe('a file of sound', () => {
  it.each([
    ['short-rifx.wav', 'PCM 16-bit'],
    ['short-rf64.wav', 'PCM 16-bit'],
    ['short.w64', 'PCM 16-bit'],
    ['short.aiff', 'PCM 16-bit'],
    ['short-sowt.aifc', 'PCM 16-bit'],
    ['short-fl32.aifc', 'float 32-bit'],
    ['short.au', 'PCM 16-bit'],
    ['short-le.caf', 'PCM 16-bit'],
    ['short-float.caf', 'float 32-bit'],
  ])('%s holds the samples that it was made from', (name, format) => {
    const read = sound(bytesOf(name));
    expect(read).toMatchObject({ format, rateHz: 24_000, channels: 1, samples: 2208 });
    expect(readMono(read, 0, 2208)).toEqual(readMono(short, 0, 2208));
  });

  it('of mu-law in AIFF-C comes near them', () => {
    const read = sound(bytesOf('short-ulaw.aifc'));
    const exact = readMono(short, 0, 2208);
    const off = readMono(read, 0, 2208).map((sample, i) => {
      const right = exact[i] as number;
      return Math.abs(sample - right) - Math.abs(right) / 32;
    });
    expect(Math.max(...off)).toBeLessThan(0.001);
  });

  it('is told by its content, whatever it is called', () => {
    expect(sound(bytesOf('short.aiff'), 'renamed.wav').samples).toBe(2208);
    const what = (name: string): string => refusal(bytesOf(name), 'renamed.wav');
    expect(what('short.m4a')).toBe('renamed.wav is an MP4 or M4A file, which only the window can decode.');
    expect(what('short.webm')).toBe('renamed.wav is a WebM or Matroska file, which only the window can decode.');
    expect(what('short.aac')).toBe('renamed.wav is raw AAC, which only the window can decode.');
    expect(what('voice-vorbis.ogg')).toBe('renamed.wav is an Ogg file with Vorbis, which only the window can decode.');
    expect(what('short.amr')).toBe('renamed.wav is an AMR file, which the bench does not decode.');
    expect(soundKindOf(bytesOf('voice.mp3'))?.id).toBe('mpeg');
    expect(soundKindOf(bytesOf('voice.opus'))?.id).toBe('ogg-opus');
  });

  it('is none of MPEG for two letters alone, and is found behind a tag', () => {
    expect(soundKindOf(Uint8Array.of(0xff, 0xfb, 0x90, 0x00, 1, 2, 3, 4))).toBeNull();
    const mp3 = bytesOf('voice.mp3');
    const tag = Uint8Array.from([0x49, 0x44, 0x33, 4, 0, 0, 0, 0, 1, 2, ...new Uint8Array(130)]);
    expect(afterId3(tag)).toBe(140);
    expect(soundKindOf(Uint8Array.from([...tag, ...mp3]))?.id).toBe('mpeg');
  });

  it('whose sound has no bytes holds none, though a title follows', () => {
    expect(refusal(bytesOf('data0-then-list.wav'), 'untitled.wav')).toBe('untitled.wav holds no sound.');
  });

  it('of a recorder that was killed is read to its end, and so is one of a pipe', () => {
    for (const statedSize of [0, 0xffff_ffff])
      expect(sound(wavBytes({ statedSize, data: new Uint8Array(96).fill(7) })).samples).toBe(48);
  });

  const int = (bits: number, values: readonly number[], bytes: number): Uint8Array =>
    Uint8Array.from(
      values.flatMap((value) =>
        Array.from(
          { length: bytes },
          (_, i) => Math.floor((value < 0 ? value + 2 ** (8 * bytes) : value) / 256 ** i) % 256,
        ),
      ),
    ).subarray(0, values.length * bytes * (bits > 0 ? 1 : 0));

  it.each([
    ['24 bits at the upper end of 4 bytes', 24, 4, [0x400000 * 256, -0x800000 * 256]],
    ['24 bits at the lower end of 4 bytes', 24, 4, [0x400001, -0x800000]],
    ['12 bits at the upper end of 2 bytes', 12, 2, [0x400 * 16, -0x800 * 16]],
    ['12 bits at the lower end of 2 bytes', 12, 2, [0x401, -0x800]],
    ['20 bits at the lower end of 3 bytes', 20, 3, [0x40001, -0x80000]],
  ])('has %s', (_, bits, blockAlign, values) => {
    const read = sound(wavBytes({ bits, blockAlign, data: int(bits, values, blockAlign) }));
    expect(read).toMatchObject({ format: `PCM ${bits}-bit`, samples: 2 });
    const [half, least] = readMono(read, 0, 2);
    expect(half).toBeCloseTo(0.5, 3 - (bits === 12 ? 1 : 0));
    expect(least).toBe(-1);
  });

  it('of floats that are no numbers is refused with the second of the first', () => {
    const values = new Float32Array(48_000).fill(0.25);
    values[2 * 12_000 + 1] = Number.NaN;
    values[47_000] = Number.POSITIVE_INFINITY;
    const floats = (): Uint8Array => new Uint8Array(values.buffer);
    expect(refusal(wavBytes({ tag: 3, bits: 32, channels: 2, data: floats() }))).toBe(
      'question.wav holds values that are no numbers, the first at 0.500 s.',
    );
    values[2 * 12_000 + 1] = 0;
    expect(refusal(wavBytes({ tag: 3, bits: 32, channels: 2, data: floats() }))).toContain('the first at 0.979 s');
  });

  it('is read at an odd rate', () => {
    expect(sound(wavBytes({ rateHz: 47_999 })).rateHz).toBe(47_999);
  });

  it('without loss is the source, bit for bit', () => {
    const voice = sound(bytesOf('voice.wav'));
    for (const [name, format] of [
      ['voice.flac', 'FLAC 16-bit'],
      ['voice-flac.oga', 'FLAC 16-bit'],
    ] as const) {
      const read = sound(bytesOf(name));
      expect(read).toMatchObject({ format, rateHz: 24_000, channels: 1, samples: voice.samples });
      expect(Buffer.from(read.data).equals(voice.data)).toBe(true);
    }
  });

  it('without loss that is cut off is read as far as it goes, and one that is damaged is refused with the second', () => {
    const whole = bytesOf('voice.flac');
    const read = sound(whole.subarray(0, 20_000));
    expect(read.format).toBe('FLAC 16-bit, cut off');
    expect(readMono(read, 0, read.samples)).toEqual(readMono(sound(whole), 0, read.samples));
    const damaged = Uint8Array.from(whole);
    damaged[20_000] = (damaged[20_000] ?? 0) ^ 4;
    expect(refusal(damaged, 'voice.flac')).toMatch(/^voice\.flac is damaged at 0\.\d{3} s\.$/);
  });

  it('gives each channel alone, and both are what the encoder took the digest of', () => {
    const bytes = bytesOf('stereo-24-bit.flac');
    const read = sound(bytes);
    expect(read).toMatchObject({ channels: 2, encoding: 'pcm32', samples: 4410 });
    const upper = read.data.filter((_, at) => at % 4 !== 0);
    const digest = createHash('md5').update(upper).digest('hex');
    expect(digest).toBe(Buffer.from(bytes.subarray(26, 42)).toString('hex'));
    expect(readChannel(read, 0, 0, 100)).not.toEqual(readChannel(read, 1, 0, 100));
  });
});

describe('the channels of a file', () => {
  const stereo = (left: (n: number) => number, right: (n: number) => number): SoundFile => {
    const values = Int16Array.from({ length: 2 * 48_000 }, (_, i) => (i % 2 === 0 ? left : right)(Math.floor(i / 2)));
    return sound(wavBytes({ channels: 2, data: new Uint8Array(values.buffer) }));
  };
  const tone = (n: number): number => 10_000 * Math.sin(n / 10);

  it('are warned of where they cancel each other, or only one sounds', () => {
    const cancelling = channelFacts(stereo(tone, (n) => -tone(n)));
    expect(cancelling.cancel).toBe(true);
    expect(channelAdvice(cancelling)).toMatch(/^The two channels cancel each other/);
    const oneSided = channelFacts(stereo(tone, () => 0));
    expect(oneSided.peaksDbfs[0]).toBeCloseTo(20 * Math.log10(10_000 / 32_768), 1);
    expect(channelAdvice(oneSided)).toBe('Only the left channel sounds, so averaged it is 6 dB quieter: choose it.');
    expect(channelAdvice(channelFacts(stereo(tone, (n) => tone(n + 50))))).toBeNull();
    expect(channelAdvice(channelFacts(sound(wavBytes())))).toBeNull();
  });
});

describe('whatever follows the first bytes of a kind', () => {
  const names = [
    'short.wav short-rifx.wav short-rf64.wav short.w64 short.aiff short-sowt.aifc short.au short-le.caf',
    'voice.flac voice-flac.oga voice.opus voice.mp3 short.m4a short.aac',
  ].flatMap((line) => line.split(' '));

  it('is read or refused, never thrown at and never waited for', () => {
    const files = names.map((name) => bytesOf(name));
    fc.assert(
      fc.property(
        fc.nat(files.length - 1),
        fc.nat(120),
        fc.uint8Array({ maxLength: 300 }),
        fc.nat(3000),
        (which, keep, noise, skip) => {
          const file = files[which] as Uint8Array;
          const made = Uint8Array.from([
            ...file.subarray(0, keep),
            ...noise,
            ...file.subarray(keep + noise.length, skip),
          ]);
          const answer = readSound(made, 'x');
          if (!answer.ok) expect(answer.error.message).toMatch(/^x .*\.$/);
          else if (answer.read.what === 'sound') {
            const { samples, channels, data, rateHz } = answer.read.sound;
            expect(samples * channels).toBeGreaterThan(0);
            expect(data.byteLength).toBeGreaterThanOrEqual(samples * channels);
            expect(rateHz).toBeGreaterThanOrEqual(3000);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('has a name of its own: no two kinds are called alike', () => {
    expect(new Set(soundKinds.map(({ called }) => called)).size).toBe(soundKinds.length);
  });
});
