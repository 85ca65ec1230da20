import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { floatToPcm16 } from '../../../shared/audio/samples.ts';
import { Resampler } from '../../../shared/audio/resampler.ts';
import { parseWav } from '../../../shared/audio/files/wav-file.ts';
import { readMono } from '../../../shared/audio/sound-file.ts';
import { wavHeader } from '../../../shared/audio/wav.ts';
import { assetsFolder, temporaryFolder } from './places.ts';

/** What the fake microphone hears: a sample question by its name, or so many milliseconds of silence. */
export type Heard = string | number;

/** The rate Chromium's fake capture device plays without a click; at 48 kHz it stutters. */
const fakeDeviceHz = 44_100;
/** Room noise: real microphones never deliver only zeros, and a bench that hears only zeros says so. */
const noise = 1e-4;

/** Made once for every length: nearly every test ends with a minute of it. */
const silences = new Map<number, Float32Array>();

function silence(ms: number): Float32Array {
  const made = silences.get(ms) ?? new Float32Array(Math.round((ms * fakeDeviceHz) / 1000));
  if (!silences.has(ms)) made.forEach((_, i) => (made[i] = noise * Math.sin(i * 12.9898) ** 3));
  silences.set(ms, made);
  return made;
}

async function question(name: string): Promise<Float32Array> {
  const read = parseWav(await readFile(join(assetsFolder, 'speech', 'questions', `${name}.wav`)), name);
  if (!read.ok) throw new Error(read.error.message);
  const samples = readMono(read.wav, 0, read.wav.samples);
  const resampler = new Resampler(read.wav.rateHz, fakeDeviceHz);
  const output = new Float32Array(resampler.maxOutput(samples.length));
  return output.subarray(0, resampler.process(samples, output)).map((sample, i) => sample + noise * Math.sin(i));
}

/**
 * Silence before the first word. The file begins with the microphone, which opens before the session. A machine too busy
 * to open it in this time hears the question when the file comes round.
 */
export const openingMs = 4000;

/** A WAV file for the fake microphone, which plays it over and over from the moment the microphone is opened. Returns its path. */
export async function microphoneFile(parts: readonly Heard[]): Promise<string> {
  const samples = await Promise.all(
    parts.map((part) => (typeof part === 'number' ? Promise.resolve(silence(part)) : question(part))),
  );
  const pcm = samples.map((part) => {
    const words = new Int16Array(part.length);
    floatToPcm16(part, words);
    return Buffer.from(words.buffer);
  });
  const data = Buffer.concat(pcm);
  const path = join(await temporaryFolder(), 'microphone.wav');
  await writeFile(path, Buffer.concat([wavHeader(fakeDeviceHz, data.length), data]));
  return path;
}

/** The switches that put a file in the place of a sound card. */
export const fakeMicrophone = (file: string | null): string[] => [
  '--use-fake-device-for-media-stream',
  ...(file === null ? [] : [`--use-file-for-fake-audio-capture=${file}`]),
];
