import { test as base, expect } from '@playwright/test';
import { microphoneFile, type Heard } from './microphone.ts';
import type { BenchWish, HostName, OpenBench } from './bench.ts';
import { openBench } from './open-bench.ts';

export { expect };

export type Open = (wish?: Omit<BenchWish, 'host' | 'microphone'> & { hears?: readonly Heard[] }) => Promise<OpenBench>;

/** `open` starts the bench in the host of the project that runs; whatever a test leaves open is closed, and a page that complained fails it. */
export const test = base.extend<{ hostName: HostName; open: Open }>({
  // eslint-disable-next-line no-empty-pattern
  hostName: async ({}, use, info) => use(info.project.name === 'electron' ? 'electron' : 'chromium'),
  open: async ({ hostName }, use) => {
    const opened: OpenBench[] = [];
    await use(async ({ hears, ...wish } = {}) => {
      const microphone = await microphoneFile(hears ?? [60_000]);
      const bench = await openBench({ ...wish, host: hostName, microphone });
      opened.push(bench);
      return bench;
    });
    for (const bench of opened) await bench.close();
    expect(opened.flatMap(({ problems }) => problems)).toEqual([]);
  },
});
