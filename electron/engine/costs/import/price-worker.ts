import { parentPort, workerData } from 'node:worker_threads';
import type { PriceWorkerOrder } from './price-import.ts';
import { readPriceSheets } from './read-price-sheets.ts';

const { paths, facts } = workerData as PriceWorkerOrder;
parentPort?.postMessage(await readPriceSheets(paths, facts));
parentPort?.close();
