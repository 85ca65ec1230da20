import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { resampleFile } from '../../../electron/cli/commands/resample.ts';
import { parseWav } from '../../../shared/audio/files/wav-file.ts';
import { readChannel } from '../../../shared/audio/sound-file.ts';
import { wavBytes } from '../../unit/audio/wav-bytes.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'voxtally-resample-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Two channels of 48 kHz PCM16: a 1 kHz sine left, its inverse right. */
function stereo(ms: number): Uint8Array {
  const samples = Int16Array.from({ length: ms * 48 * 2 }, (_, i) => {
    const sine = Math.round(16_000 * Math.sin((2 * Math.PI * 1000 * Math.floor(i / 2)) / 48_000));
    return i % 2 === 0 ? sine : -sine;
  });
  return wavBytes({ channels: 2, rateHz: 48_000, data: new Uint8Array(samples.buffer) });
}

describe('converting a file', () => {
  it('keeps channels, length and position in time', async () => {
    const input = join(folder, 'in.wav');
    const output = join(folder, 'out.wav');
    await writeFile(input, stereo(3000));
    expect(await resampleFile(input, output, 24_000)).toEqual({
      ok: true,
      inputRateHz: 48_000,
      outputRateHz: 24_000,
      channels: 2,
      seconds: 3,
      clipped: 0,
      offPpm: 0,
    });
    const answer = parseWav(await readFile(output), 'out.wav');
    if (!answer.ok) throw new Error(answer.error.message);
    expect(answer.wav).toMatchObject({ rateHz: 24_000, channels: 2, samples: 72_000 });
    const left = readChannel(answer.wav, 0, 24_000, 24_240);
    const right = readChannel(answer.wav, 1, 24_000, 24_240);
    left.forEach((sample, n) => {
      const ideal = (16_000 / 32_768) * Math.sin((2 * Math.PI * 1000 * (24_000 + n)) / 24_000);
      // The delay is taken out to the nearest sample: half of one is 0.13 rad of this tone.
      expect(Math.abs(sample - ideal)).toBeLessThan(0.07);
      expect(right[n]).toBeCloseTo(-sample, 4);
    });
  });

  it('refuses to write over its input, an unreadable or broken file and a rate that cannot be', async () => {
    const input = join(folder, 'in.wav');
    await writeFile(input, stereo(20));
    const message = async (...args: Parameters<typeof resampleFile>): Promise<string> => {
      const answer = await resampleFile(...args);
      return answer.ok ? 'converted' : answer.error.message;
    };
    expect(await message(input, join(folder, '.', 'in.wav'), 24_000)).toBe('Input and output are the same file.');
    expect(await message(join(folder, 'none.wav'), join(folder, 'out.wav'), 24_000)).toContain('cannot be read');
    expect(await message(input, join(folder, 'out.wav'), 12)).toContain('whole number from 3,000');
    expect(await message(input, join(folder, 'no', 'such', 'out.wav'), 24_000)).toContain('cannot be written');
    await writeFile(input, 'not sound');
    expect(await message(input, join(folder, 'out.wav'), 24_000)).toBe(
      'in.wav is not a sound file of a kind the bench knows.',
    );
    expect(await readdir(folder)).toEqual(['in.wav']);
  });
});
