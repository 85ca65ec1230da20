import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { wavHeader } from '../../../shared/audio/wav.ts';
import { temporaryFolder } from './bench.ts';

/** PCM16 mono of a 440 Hz tone, different in every sample from silence. */
export function tone(durationMs: number, rateHz = 24_000): Buffer {
  const samples = Math.round((durationMs * rateHz) / 1000);
  const pcm = Buffer.alloc(samples * 2);
  for (let i = 0; i < samples; i += 1) {
    pcm.writeInt16LE(Math.round(8000 * Math.sin((2 * Math.PI * 440 * i) / rateHz)), i * 2);
  }
  return pcm;
}

export const wavOf = (pcm: Buffer, rateHz = 24_000): Buffer => Buffer.concat([wavHeader(rateHz, pcm.byteLength), pcm]);

/** Path of a WAV file with a tone. */
export async function toneFile(durationMs: number, rateHz = 24_000): Promise<string> {
  const path = join(await temporaryFolder(), 'question.wav');
  await writeFile(path, wavOf(tone(durationMs, rateHz), rateHz));
  return path;
}
