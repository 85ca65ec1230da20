import { basename } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import type { ImportOrder } from './import-in-worker.ts';
import { importLimits, importSession } from './import-session.ts';

const { path, library, app } = workerData as ImportOrder;
// A page knows a file by its name: where it lay meanwhile says nothing to anybody.
parentPort?.postMessage(await importSession(path, library, app, importLimits, basename(path)));
parentPort?.close();
