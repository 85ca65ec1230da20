import { readFile } from 'node:fs/promises';
import { floatToPcm16 } from '../../../shared/audio/pcm16.ts';
import { parseWav, readMono } from '../../../shared/audio/wav.ts';

/** A WAV file as mono PCM16 at the file's own rate. Rejects with a sentence when it is none. */
export async function readSpeech(path: string): Promise<{ pcm: Int16Array; rateHz: number }> {
  const parsed = parseWav(await readFile(path), path);
  if (!parsed.ok) throw new Error(parsed.error.message);
  const { wav } = parsed;
  const samples = readMono(wav, 0, wav.samples);
  const pcm = new Int16Array(samples.length);
  floatToPcm16(samples, pcm);
  return { pcm, rateHz: wav.rateHz };
}
