import { parentPort, workerData } from 'node:worker_threads';
import { readToPlay, type SoundOrder } from './read-sound-file.ts';

const read = await readToPlay(workerData as SoundOrder);
parentPort?.postMessage(read, read.ok ? [read.heard.pcm24k.buffer as ArrayBuffer] : []);
