import type { Page } from '@playwright/test';
import { conversation } from './support/hour.ts';
import { hostsHere } from './support/hosts.ts';
import { inSession } from './support/session.ts';
import { atMost, figure, unmeasured, type BenchTable } from './table.ts';

const minutes = Number(process.env['VOXTALLY_BENCH_MINUTES'] ?? 60);
const settledMinute = 5;

interface Sizes {
  readonly heapMb: number;
  /** Memory of typed arrays, which stands outside the heap. */
  readonly arraysMb: number;
  readonly nodes: number;
}

/** What the page holds once everything it lets go of is collected. */
async function sizesOf(page: Page): Promise<Sizes> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize, backingStorageSize } = await devtools.send('Runtime.getHeapUsage');
  const { nodes } = await devtools.send('Memory.getDOMCounters');
  await devtools.detach();
  return { heapMb: usedSize / 1e6, arraysMb: backingStorageSize / 1e6, nodes };
}

/** What an hour of conversation leaves in the window, its entries sent as fast as the window takes them. */
export async function benchMemory(root: string): Promise<BenchTable> {
  const title = 'Memory of the window';
  const chromium = hostsHere(root).find(({ host }) => host === 'chromium');
  if (chromium === undefined || chromium.missing !== null) {
    return { title, note: '', rows: [unmeasured('heap of the page', chromium?.missing ?? 'no browser is here')] };
  }
  const sizes: Sizes[] = [];
  const { lines } = await inSession('chromium', ({ bench: { page }, remote }) =>
    conversation(remote, minutes, async () => {
      sizes.push(await sizesOf(page));
    }),
  );
  const settled = sizes[settledMinute - 1] ?? sizes[0];
  const last = sizes.at(-1);
  if (settled === undefined || last === undefined) return { title, note: '', rows: [] };
  const growth = ((last.heapMb - settled.heapMb) / settled.heapMb) * 100;
  return {
    title,
    note: `A conversation of ${minutes} minutes, ${lines.length.toLocaleString('en')} entries, sent at about a thousand a second to the window in Chromium ${chromium.version}; heap after a collection at the end of every minute of the conversation. Of an entry the window keeps one byte; what may grow is the conversation itself: its turns, its responses and what each used.`,
    rows: [
      figure(`heap after minute ${settledMinute}`, settled.heapMb, 'MB'),
      figure(`heap after minute ${minutes}`, last.heapMb, 'MB'),
      atMost(`growth from minute ${settledMinute} to ${minutes}`, growth, '%', 5),
      figure('growth an hour, in bytes an entry', ((last.heapMb - settled.heapMb) * 1e6) / lines.length, 'bytes'),
      figure(`typed arrays beside it after minute ${settledMinute}`, settled.arraysMb, 'MB'),
      figure(`typed arrays beside it after minute ${minutes}`, last.arraysMb, 'MB'),
      figure(`elements of the page after minute ${settledMinute}`, settled.nodes, ''),
      figure(`elements of the page after minute ${minutes}`, last.nodes, ''),
    ],
  };
}
