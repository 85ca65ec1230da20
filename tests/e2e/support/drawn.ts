import { expect, type Locator, type Page } from '@playwright/test';

/** What is drawn over a part of the page, as the page shows it: another thread paints it. */
const pixelsOf = (part: Locator): Promise<string> =>
  part.locator('canvas').evaluate((canvas) => {
    if (!(canvas instanceof HTMLCanvasElement)) throw new Error('This is no canvas.');
    const copy = document.createElement('canvas');
    [copy.width, copy.height] = [canvas.clientWidth * devicePixelRatio, canvas.clientHeight * devicePixelRatio];
    copy.getContext('2d')?.drawImage(canvas, 0, 0);
    return copy.toDataURL();
  });

/** What runs with a session. */
const running = (page: Page): readonly Locator[] => [
  page.getByRole('timer', { name: 'Session time' }),
  page.getByRole('region', { name: 'Time axis' }).getByRole('img'),
];

/** The clock and the time axis go on. */
export async function expectRunning(page: Page): Promise<void> {
  for (const part of running(page)) {
    const before = await pixelsOf(part);
    await expect.poll(() => pixelsOf(part)).not.toBe(before);
  }
}

/** They show something, and come to a stand. */
export async function expectStill(page: Page): Promise<void> {
  for (const part of running(page)) {
    const isStill = async (): Promise<boolean> => {
      const before = await pixelsOf(part);
      await page.waitForTimeout(1200);
      return (await pixelsOf(part)) === before;
    };
    await expect.poll(isStill).toBe(true);
  }
}
