import { Worker } from 'node:worker_threads';
import { benchError, refuse, type Result } from '../../../../shared/errors.ts';
import type { ImportAnswer, ImportProgress } from './import-bill.ts';
import type { ImportNews, ImportOrder } from './worker-messages.ts';

export interface WorkerOptions {
  /** The built entry of the worker: `out/node/import-worker.js`. */
  readonly script: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ImportProgress) => void;
}

const died = (why: string): Result<never> =>
  refuse(
    benchError('engine', `The import stopped: ${why}.`, { nextStep: 'Import the file again; nothing of it was kept.' }),
  );

/** Imports one export in a thread of its own: the loop that calls carries live audio and never waits for a file. */
export function importInWorker(
  order: ImportOrder,
  { script, signal, onProgress }: WorkerOptions,
): Promise<Result<{ answer: ImportAnswer }>> {
  return new Promise((resolve) => {
    const worker = new Worker(script, { workerData: order });
    const cancel = (): void => worker.postMessage('cancel');
    const end = (result: Result<{ answer: ImportAnswer }>): void => {
      signal?.removeEventListener('abort', cancel);
      resolve(result);
    };
    worker.on('message', (news: ImportNews) => {
      if (news.type === 'progress') onProgress?.(news.progress);
      else end(news.result);
    });
    worker.on('error', (error) => end(died(error.message)));
    worker.on('exit', (code) => end(died(`its thread ended with code ${code}`)));
    if (signal?.aborted === true) cancel();
    else signal?.addEventListener('abort', cancel, { once: true });
  });
}
