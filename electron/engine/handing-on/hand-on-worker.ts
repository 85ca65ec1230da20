import { parentPort, workerData } from 'node:worker_threads';
import { type FileOrder, writeToFile } from './hand-on-in-worker.ts';

parentPort?.postMessage(await writeToFile(workerData as FileOrder));
parentPort?.close();
