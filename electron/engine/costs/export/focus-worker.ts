import { parentPort, workerData } from 'node:worker_threads';
import { writeToMemory } from './focus-in-worker.ts';
import type { FocusOrder } from './write-sessions.ts';

parentPort?.postMessage(await writeToMemory(workerData as FocusOrder));
parentPort?.close();
