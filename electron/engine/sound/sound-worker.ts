import { parentPort, workerData } from 'node:worker_threads';
import { readSoundFile, type SoundOrder } from './read-sound-file.ts';

const read = await readSoundFile(workerData as SoundOrder);
// A copy of its own length, so that it can be handed over without another.
const handed = read.ok ? { ...read, sound: { ...read.sound, data: Uint8Array.from(read.sound.data) } } : read;
parentPort?.postMessage(handed, handed.ok ? [handed.sound.data.buffer] : []);
