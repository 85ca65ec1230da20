import { test as base, expect, type TestInfo } from '@playwright/test';
import { microphoneFile, type Heard } from './microphone.ts';
import type { BenchWish, HostName, OpenBench } from './bench.ts';
import { openBench } from './open-bench.ts';

export { expect };

export type Open = (wish?: Omit<BenchWish, 'host' | 'microphone'> & { hears?: readonly Heard[] }) => Promise<OpenBench>;

/** What a failed test leaves to look at: the window's words, its picture, and what the host printed. */
async function leaveTraces(bench: OpenBench, info: TestInfo): Promise<void> {
  const timeout = 2000;
  const words = await bench.page.locator('body').ariaSnapshot({ timeout }).catch(String);
  const picture = await bench.page.screenshot({ timeout }).catch(() => null);
  await info.attach('window', { body: words, contentType: 'text/plain' });
  await info.attach('host', { body: bench.printed(), contentType: 'text/plain' });
  if (picture !== null) await info.attach('picture', { body: picture, contentType: 'image/png' });
}

/** `open` starts the bench in the host of the project that runs; whatever a test leaves open is closed, and a page that complained fails it. */
export const test = base.extend<{ hostName: HostName; open: Open }>({
  // eslint-disable-next-line no-empty-pattern
  hostName: async ({}, use, info) => use(info.project.name === 'electron' ? 'electron' : 'chromium'),
  open: async ({ hostName }, use, info) => {
    const opened: OpenBench[] = [];
    await use(async ({ hears, ...wish } = {}) => {
      const microphone = await microphoneFile(hears ?? [60_000]);
      const bench = await openBench({ ...wish, host: hostName, microphone });
      opened.push(bench);
      return bench;
    });
    for (const bench of opened) {
      if (info.status !== info.expectedStatus) await leaveTraces(bench, info);
      await bench.close();
    }
    expect(opened.flatMap(({ problems }) => problems)).toEqual([]);
  },
});
