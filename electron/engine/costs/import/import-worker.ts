import { parentPort, workerData } from 'node:worker_threads';
import { listPriceOf } from '../../../../shared/billing/day-usage.ts';
import { importBill } from './import-bill.ts';
import type { ImportWorkerNews, ImportWorkerOrder } from './importer.ts';

/** A bar moves no oftener than this. */
const tellEveryMs = 100;

const { source, books, answers } = workerData as ImportWorkerOrder;
const tell = (news: ImportWorkerNews): void => parentPort?.postMessage(news);
const abort = new AbortController();
parentPort?.once('message', () => abort.abort());

let toldMs = Number.NEGATIVE_INFINITY;
const result = await importBill(source, {
  now: () => new Date(),
  listPrice: listPriceOf(books),
  answers,
  signal: abort.signal,
  onProgress: (progress) => {
    const nowMs = performance.now();
    if (nowMs - toldMs < tellEveryMs && progress.bytes < progress.ofBytes) return;
    toldMs = nowMs;
    tell({ type: 'progress', progress });
  },
});
tell({ type: 'ended', result });
parentPort?.close();
