import { type Browser, test as base, expect, type TestInfo } from '@playwright/test';
import { microphoneFile, type Heard } from './microphone.ts';
import type { BenchWish, HostName, OpenBench } from './bench.ts';
import { openBench } from './open-bench.ts';
import { launchBrowser } from './open-in-browser.ts';

export { expect };

export type Open = (
  wish?: Omit<BenchWish, 'host' | 'microphone' | 'browser'> & { hears?: readonly Heard[] },
) => Promise<OpenBench>;

/** What a failed test leaves to look at: the window's words, its picture, and what the host printed. */
async function leaveTraces(bench: OpenBench, info: TestInfo): Promise<void> {
  const timeout = 2000;
  const words = await bench.page.locator('body').ariaSnapshot({ timeout }).catch(String);
  const picture = await bench.page.screenshot({ timeout }).catch(() => null);
  await info.attach('window', { body: words, contentType: 'text/plain' });
  await info.attach('host', { body: bench.printed(), contentType: 'text/plain' });
  if (picture !== null) await info.attach('picture', { body: picture, contentType: 'image/png' });
}

/** What a microphone hears where a test does not say. */
const quiet: readonly Heard[] = [60_000];

interface Fixtures {
  readonly hostName: HostName;
  readonly open: Open;
}

interface WorkerFixtures {
  /** One browser for all tests of a worker whose microphone hears nothing: its start costs as much as many a test. */
  readonly quietBrowser: () => Promise<Browser>;
}

/** `open` starts the bench in the host of the project that runs; whatever a test leaves open is closed, and a page that complained fails it. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  // eslint-disable-next-line no-empty-pattern
  hostName: async ({}, use, info) => use(info.project.name === 'electron' ? 'electron' : 'chromium'),
  quietBrowser: [
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      let browser: Browser | null = null;
      await use(async () => {
        if (browser?.isConnected() !== true) browser = await launchBrowser(await microphoneFile(quiet));
        return browser;
      });
      await (browser as Browser | null)?.close();
    },
    { scope: 'worker' },
  ],
  open: async ({ hostName, quietBrowser }, use, info) => {
    const opened: OpenBench[] = [];
    await use(async ({ hears, ...wish } = {}) => {
      const hearing =
        hears === undefined && hostName === 'chromium'
          ? { browser: await quietBrowser() }
          : { microphone: await microphoneFile(hears ?? quiet) };
      const bench = await openBench({ ...wish, ...hearing, host: hostName });
      opened.push(bench);
      return bench;
    });
    for (const bench of opened) {
      if (info.status !== info.expectedStatus) await leaveTraces(bench, info);
    }
    for (const bench of opened) await bench.close();
    expect(opened.flatMap(({ problems }) => problems)).toEqual([]);
  },
});
