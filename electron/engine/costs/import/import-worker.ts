import { parentPort, workerData } from 'node:worker_threads';
import { listPriceOf } from '../../../../shared/billing/day-usage.ts';
import { importBill } from './import-bill.ts';
import type { ImportOrder, ImportWorkerNews, ImportWorkerOrder } from './importer.ts';
import { billSources } from './sources.ts';

/** A bar moves no oftener than this. */
const newsEveryMs = 100;

const order = workerData as ImportWorkerOrder;
const say = (news: ImportWorkerNews): void => parentPort?.postMessage(news);

async function importOne({ source, books, answers }: ImportOrder): Promise<ImportWorkerNews> {
  let lastNewsMs = Number.NEGATIVE_INFINITY;
  const result = await importBill(source, {
    now: () => new Date(),
    listPrice: listPriceOf(books),
    answers,
    onProgress: (progress) => {
      const nowMs = performance.now();
      if (nowMs - lastNewsMs < newsEveryMs && progress.bytes < progress.ofBytes) return;
      lastNewsMs = nowMs;
      say({ type: 'progress', progress });
    },
  });
  return { type: 'ended', result };
}

say('paths' in order ? { type: 'sorted', result: await billSources(order.paths, order.root) } : await importOne(order));
parentPort?.close();
