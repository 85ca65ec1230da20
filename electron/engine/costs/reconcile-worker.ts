import { parentPort, workerData } from 'node:worker_threads';
import type { LookWorkerNews } from './cases.ts';
import { look, type LookOrder } from './search-case.ts';

/** A count moves no oftener than this. */
const newsEveryMs = 100;

const say = (news: LookWorkerNews): void => parentPort?.postMessage(news);

let lastNewsMs = Number.NEGATIVE_INFINITY;
const looked = await look(
  workerData as LookOrder,
  () => performance.now(),
  (news) => {
    const nowMs = performance.now();
    if (nowMs - lastNewsMs < newsEveryMs) return;
    lastNewsMs = nowMs;
    say({ type: 'progress', news });
  },
);
say({ type: 'ended', ...looked });
parentPort?.close();
