import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { OpenBench } from './bench.ts';
import { temporaryFolder } from './places.ts';

/** Does what saves a file, and gives its name and text: a download of the browser, or one of the desktop without its dialog. */
export async function saved(bench: OpenBench, press: () => Promise<void>): Promise<{ name: string; text: string }> {
  const { page, electron } = bench;
  if (electron === null) {
    const [download] = await Promise.all([page.waitForEvent('download'), press()]);
    return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') };
  }
  const folder = await temporaryFolder();
  const done = electron.evaluate(
    ({ session }, into) =>
      new Promise<string>((resolve) => {
        session.defaultSession.once('will-download', (_event, item) => {
          item.setSavePath(`${into}/${item.getFilename()}`);
          item.once('done', () => resolve(item.getFilename()));
        });
      }),
    folder,
  );
  // The listener is in place once the main process has answered something sent after it.
  await electron.evaluate(() => undefined);
  await press();
  const name = await done;
  return { name, text: await readFile(join(folder, name), 'utf8') };
}

/** The cells of the meters table, row by row, as a person reads them. */
export const meterRows = (page: Page): Promise<string[][]> =>
  page
    .getByRole('table', { name: 'Meters', exact: true })
    .locator('tbody tr')
    .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent?.trim() ?? '')));

/** What stood beside the progress of an import when it first showed, however soon it was over. */
export const progressTold = (page: Page): Promise<string> =>
  page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        const watch = new MutationObserver(() => {
          const bar = document.querySelector('[role=progressbar]');
          if (bar === null) return;
          watch.disconnect();
          resolve(bar.parentElement?.textContent ?? '');
        });
        watch.observe(document.body, { subtree: true, childList: true });
      }),
  );

/** What on the page reaches beyond the window to the right, or makes it scroll sideways; what only readers have is left out. */
export const tooWide = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const wide = [...document.querySelectorAll('body *')].filter((element) => {
      const { right, width, height } = element.getBoundingClientRect();
      return width > 1 && height > 1 && right > innerWidth + 0.5 && !element.closest('.part-unseen');
    });
    const scrolls = document.documentElement.scrollWidth > innerWidth ? ['the window scrolls sideways'] : [];
    return [...scrolls, ...wide.map((element) => `${element.tagName} ${element.textContent?.slice(0, 40) ?? ''}`)];
  });
