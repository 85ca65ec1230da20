import { parentPort, workerData } from 'node:worker_threads';
import { listPriceOf } from '../../../../shared/billing/day-usage.ts';
import { importBill } from './import-bill.ts';
import type { ImportWorkerNews, ImportWorkerOrder } from './importer.ts';

/** A bar moves no oftener than this. */
const newsEveryMs = 100;

const { source, books, answers } = workerData as ImportWorkerOrder;
const say = (news: ImportWorkerNews): void => parentPort?.postMessage(news);
const abort = new AbortController();
parentPort?.once('message', () => abort.abort());

let lastNewsMs = Number.NEGATIVE_INFINITY;
const result = await importBill(source, {
  now: () => new Date(),
  listPrice: listPriceOf(books),
  answers,
  signal: abort.signal,
  onProgress: (progress) => {
    const nowMs = performance.now();
    if (nowMs - lastNewsMs < newsEveryMs && progress.bytes < progress.ofBytes) return;
    lastNewsMs = nowMs;
    say({ type: 'progress', progress });
  },
});
say({ type: 'ended', result });
parentPort?.close();
