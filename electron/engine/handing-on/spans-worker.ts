import { parentPort, workerData } from 'node:worker_threads';
import { type SpanFilesOrder, writeSpans } from './spans-in-worker.ts';

parentPort?.postMessage(await writeSpans(workerData as SpanFilesOrder));
parentPort?.close();
