import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { soundIn } from '../../../electron/engine/sound/read-sound-file.ts';
import { SampleCollector } from '../../../shared/audio/files/decoded.ts';

const folder = fileURLToPath(new URL('../../fixtures/sound', import.meta.url));
const bytesOf = (name: string): Uint8Array => new Uint8Array(readFileSync(join(folder, name)));

/** What a file is said to be, or why it is refused. */
async function saidOf(bytes: Uint8Array): Promise<string> {
  const answer = await soundIn(bytes, 'x');
  return answer.ok ? answer.sound.format : answer.error.message;
}

const changed = (bytes: Uint8Array, at: number): Uint8Array => bytes.with(at, (bytes[at] as number) ^ 1);
const without = (bytes: Uint8Array, from: number, to: number): Uint8Array =>
  Uint8Array.from([...bytes.subarray(0, from), ...bytes.subarray(to)]);
const text = (words: string, bytes: number): number[] => [
  ...Buffer.from(words),
  ...new Uint8Array(bytes - words.length).fill(1),
];

/** Where the pages of an Ogg file begin, and its end. */
function pagesOf(bytes: Uint8Array): number[] {
  const pages: number[] = [];
  for (let at = Buffer.from(bytes).indexOf('OggS'); at >= 0; at = Buffer.from(bytes).indexOf('OggS', at + 1))
    pages.push(at);
  return [...pages, bytes.length];
}

/** Where the frames of `voice.flac` begin: all are as long as the first, and say their number. */
function framesOf(bytes: Uint8Array): number[] {
  const first = bytes.findIndex((byte, at) => byte === 0xff && bytes[at + 1] === 0xf8);
  const head = Buffer.from(bytes.subarray(first, first + 4));
  const frames: number[] = [];
  for (let at = first; at >= 0; at = Buffer.from(bytes).indexOf(head, at + 1))
    if (bytes[at + 4] === frames.length) frames.push(at);
  return frames;
}

describe('a FLAC file', () => {
  const whole = bytesOf('voice.flac');
  const [first = 0, second = 0, third = 0] = framesOf(whole);
  /** Its length is not said. */
  const unsaid = whole.slice().fill(0, 22, 26);

  it('with a byte changed or a frame taken out is refused with the second, whether or not its length is said', async () => {
    const at = 'x is damaged at 0.171 s.';
    for (const bytes of [whole, unsaid]) {
      expect(await saidOf(changed(bytes, second))).toBe(at);
      expect(await saidOf(changed(bytes, third - 1))).toBe(at);
      expect(await saidOf(without(bytes, second, third))).toBe(at);
      // The zeros that a Rice code is read from reach the end of the file.
      expect(await saidOf(bytes.slice().fill(0, second + 30, second + 300))).toBe(at);
    }
    expect(await saidOf(changed(whole, first))).toBe('x is damaged at 0.000 s.');
  });

  it('that ends in the middle of a frame is cut off; a tag, or zeros, behind its last one are its end', async () => {
    for (const bytes of [whole, unsaid])
      expect(await saidOf(bytes.subarray(0, third - 5))).toBe('FLAC 16-bit, cut off');
    for (const tag of [text('TAG', 128), text('ID3', 40), text('APETAGEX', 64), Array.from({ length: 900 }, () => 0)])
      expect(await saidOf(Uint8Array.from([...unsaid, ...tag]))).toBe('FLAC 16-bit');
    expect(await saidOf(Uint8Array.from([...unsaid, 1, 2, 3, 4, 5, 6, 7, 8, 9]))).toMatch(/^x is damaged at 1\.2/);
  });
});

describe.each([
  ['stereo.opus', 'Opus', 2],
  ['voice-flac.oga', 'FLAC 16-bit', 4],
])('an Ogg file like %s', (name, format, soundPage) => {
  const whole = bytesOf(name);
  const pages = pagesOf(whole);
  const lacking = (page: number): Uint8Array => without(whole, pages[page] as number, pages[page + 1] as number);

  it('that lacks its first or last sound is cut off, and one that lacks a page between is refused', async () => {
    const last = pages.length - 2;
    expect(await saidOf(lacking(last))).toBe(`${format}, cut off`);
    expect(await saidOf(whole.subarray(0, whole.length - 9))).toBe(`${format}, cut off`);
    expect(await saidOf(lacking(soundPage))).toBe(`${format}, cut off`);
    if (last > soundPage + 1)
      expect(await saidOf(lacking(soundPage + 1))).toBe(
        `x is damaged at byte ${pages[soundPage + 1]}: pages of Ogg are missing before it.`,
      );
  });

  it('with a byte changed is refused, and with a tag behind it is whole', async () => {
    const at = pages[soundPage] as number;
    expect(await saidOf(changed(whole, at + 300))).toBe(
      `x is damaged in the page of Ogg at byte ${at}: its checksum is another.`,
    );
    expect(await saidOf(Uint8Array.from([...whole, ...text('TAG', 128)]))).toBe(format);
    expect(await saidOf(whole)).toBe(format);
  });
});

describe('an MP3 file', () => {
  const whole = bytesOf('voice.mp3');

  it('that lacks its end, in the middle of a frame or behind one, is cut off', async () => {
    const lastFrame = Buffer.from(whole).lastIndexOf(whole.subarray(0, 2));
    expect(await saidOf(whole.subarray(0, 6000))).toBe('MP3, cut off');
    expect(await saidOf(whole.subarray(0, lastFrame))).toBe('MP3, cut off');
  });

  it('whose first or last frame begins otherwise is damaged, and one with a tag behind it is not', async () => {
    const lastFrame = Buffer.from(whole).lastIndexOf(whole.subarray(0, 2));
    expect(await saidOf(changed(whole, 0))).toBe('MP3, damaged in parts');
    expect(await saidOf(changed(whole, lastFrame))).toBe('MP3, damaged in parts');
    expect(await saidOf(Uint8Array.from([...whole, ...text('TAG', 128)]))).toBe('MP3');
  });
});

it.each(['short.wav', 'short-rifx.wav', 'short-rf64.wav', 'short.w64', 'short.aiff', 'short.au', 'short-le.caf'])(
  '%s without its last bytes is cut off',
  async (name) => {
    const whole = bytesOf(name);
    expect(await saidOf(whole)).toBe('PCM 16-bit');
    expect(await saidOf(whole.subarray(0, whole.length - 400))).toBe('PCM 16-bit, cut off');
  },
);

describe('what gathers the samples of a compressed file', () => {
  const made: number[] = [];
  const gather = (expected: number, mostBytes: number) => {
    made.length = 0;
    const make = (length: number): Int16Array => {
      made.push(length);
      return new Int16Array(length);
    };
    return new SampleCollector(make, expected, mostBytes);
  };
  /** Samples that it took before it refused. */
  const taken = (collector: SampleCollector<Int16Array>): number => {
    while (collector.room(10_000) !== null);
    return collector.length;
  };

  it('never holds more bytes than it may, not even while it grows', () => {
    const mostBytes = 1_000_000;
    expect(taken(gather(0, mostBytes))).toBeGreaterThan(250_000);
    for (const [i, length] of made.entries()) expect(2 * (length + (made[i + 1] ?? 0))).toBeLessThanOrEqual(mostBytes);
    // One whose length is known grows never.
    expect(taken(gather(10 ** 12, mostBytes))).toBe(500_000);
  });

  it('hands its samples over where they lie', () => {
    const collector = gather(8, 1000);
    collector.room(4)?.set([1, 2, 3, 4]);
    expect([...collector.bytes(1, 3)]).toEqual([2, 0, 3, 0]);
    expect(collector.bytes(1, 3).buffer).toBe(collector.bytes().buffer);
  });
});
