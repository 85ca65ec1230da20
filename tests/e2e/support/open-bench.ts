import { rm } from 'node:fs/promises';
import type { BenchWish, OpenBench } from './bench.ts';
import { openInBrowser } from './open-in-browser.ts';
import { openInElectron } from './open-in-electron.ts';
import { temporaryFolder } from './places.ts';

export async function openBench(wish: BenchWish): Promise<OpenBench> {
  const home = wish.home ?? (await temporaryFolder());
  const problems: string[] = [];
  const open = wish.host === 'electron' ? openInElectron : openInBrowser;
  const opened = await open({ ...wish, home }, problems);
  return {
    ...opened,
    host: wish.host,
    home,
    problems,
    async close() {
      await opened.close();
      if (wish.home === undefined) await rm(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
