import { parentPort, workerData } from 'node:worker_threads';
import { look, type LookOrder } from './search-case.ts';

parentPort?.postMessage(await look(workerData as LookOrder, () => performance.now()));
parentPort?.close();
