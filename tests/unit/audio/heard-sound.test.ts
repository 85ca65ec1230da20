import { expect, it } from 'vitest';
import { hearSound, stretchSentence } from '../../../shared/audio/heard-sound.ts';
import type { SoundFile } from '../../../shared/audio/sound-file.ts';

function sound(rateHz: number, channels: number, values: readonly number[]): SoundFile {
  const samples = values.length / channels;
  return {
    name: 'a.wav',
    format: 'PCM 16-bit',
    encoding: 'pcm16',
    littleEndian: true,
    rateHz,
    channels,
    samples,
    durationMs: (samples / rateHz) * 1000,
    data: new Uint8Array(Int16Array.from(values).buffer),
  };
}
const asItIs = { channel: 'mix', gainDb: 0 } as const;

it('a file at the rate of the wire is sent sample for sample, across every block it is read in', () => {
  const values = Array.from({ length: 70_001 }, (_, n) => ((n * 7919) % 65_536) - 32_768);
  const { pcm24k, offPpm } = hearSound(sound(24_000, 1, values), asItIs);
  expect(Buffer.from(pcm24k.buffer, 0, pcm24k.byteLength).equals(Buffer.from(Int16Array.from(values).buffer))).toBe(
    true,
  );
  expect(offPpm).toBe(0);
});

it('the chosen channel is heard with its gain, and what clips is counted in the frame where it lies', () => {
  const frames = Array.from({ length: 3 * 480 }, (_, n) => [100, n === 500 || n === 700 || n === 1439 ? -20_000 : 200]);
  const heard = hearSound(sound(24_000, 2, frames.flat()), { channel: 2, gainDb: 20 * Math.log10(2) });
  expect(heard.pcm24k[0]).toBe(400);
  expect(heard.pcm24k[500]).toBe(-32_768);
  expect([...heard.clips].slice(0, 3)).toEqual([0, 2, 1]);
});

it('at twice the rate of the wire it is half as many samples, the first still the first', () => {
  const tone = (rateHz: number, n: number): number => Math.round(8000 * Math.cos((2 * Math.PI * 500 * n) / rateHz));
  const { pcm24k } = hearSound(
    sound(
      48_000,
      1,
      Array.from({ length: 9600 }, (_, n) => tone(48_000, n)),
    ),
    asItIs,
  );
  expect(Math.abs(pcm24k.length - 4800)).toBeLessThanOrEqual(1);
  for (let n = 500; n < 4000; n += 97) expect(Math.abs((pcm24k[n] ?? 0) - tone(24_000, n))).toBeLessThan(8);
});

it('only a rate without a near ratio is said to be stretched, in parts per million', () => {
  const said = (rateHz: number): string | null => {
    const file = sound(rateHz, 1, [0, 0, 0, 0]);
    return stretchSentence(file, hearSound(file, asItIs));
  };
  for (const rateHz of [8000, 11_025, 44_100, 48_000, 96_000]) expect(said(rateHz)).toBeNull();
  // The nearest ratio of few phases is 2 to 1, and 48,001 / 48,000 is 20.8 millionths above it.
  expect(said(48_001)).toBe('At its odd rate of 48,001 Hz it is sent 21 parts in a million too long.');
});
