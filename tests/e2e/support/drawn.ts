import { expect, type Locator, type Page } from '@playwright/test';

/** What is drawn over a part of the page, as the page shows it: another thread paints it. */
const pixelsOf = (part: Locator): Promise<string> =>
  part.evaluate((element) => {
    const canvas = (element.closest('[data-drawn-together]') ?? element).querySelector(':scope > canvas');
    if (!(canvas instanceof HTMLCanvasElement)) throw new Error('Nothing is drawn here.');
    const [whole, own] = [canvas.getBoundingClientRect(), element.getBoundingClientRect()];
    const copy = document.createElement('canvas');
    [copy.width, copy.height] = [own.width * devicePixelRatio, own.height * devicePixelRatio];
    const [left, top] = [own.left - whole.left, own.top - whole.top].map((px) => px * devicePixelRatio);
    copy.getContext('2d')?.drawImage(canvas, -(left ?? 0), -(top ?? 0));
    return copy.toDataURL();
  });

const clockOf = (page: Page): Locator => page.getByRole('timer', { name: 'Session time' });
const axisOf = (page: Page): Locator => page.getByRole('img', { name: /^Lanes of microphone/ });

/** The clock and the time axis go on. */
export async function expectRunning(page: Page): Promise<void> {
  for (const part of [clockOf(page), axisOf(page)]) {
    const before = await pixelsOf(part);
    await expect.poll(() => pixelsOf(part)).not.toBe(before);
  }
}

/** What is shown where nothing is drawn. */
const blankOf = (part: Locator): Promise<string> =>
  part.evaluate((element) => {
    const own = element.getBoundingClientRect();
    const blank = document.createElement('canvas');
    [blank.width, blank.height] = [own.width * devicePixelRatio, own.height * devicePixelRatio];
    return blank.toDataURL();
  });

/** A session that is over has no clock that could run, and its time axis shows something and comes to a stand. */
export async function expectStill(page: Page): Promise<void> {
  await expect(clockOf(page)).toHaveCount(0);
  const axis = axisOf(page);
  expect(await pixelsOf(axis)).not.toBe(await blankOf(axis));
  const isStill = async (): Promise<boolean> => {
    const before = await pixelsOf(axis);
    await page.waitForTimeout(1200);
    return (await pixelsOf(axis)) === before;
  };
  await expect.poll(isStill).toBe(true);
}
