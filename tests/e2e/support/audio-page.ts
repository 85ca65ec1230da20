import type { Locator, Page } from '@playwright/test';

const button = (page: Page, name: RegExp): Locator => page.getByRole('button', { name });

export const startButton = (page: Page): Locator => button(page, /^Start(\s|$)/);

/** Starts a session with what the bench is set to, and waits until it is open. */
export async function startSession(page: Page): Promise<void> {
  await startButton(page).click();
  await button(page, /^Stop safely/).waitFor();
}

/** Stops the session, and waits until its record is closed. */
export async function stopSession(page: Page): Promise<void> {
  await button(page, /^Stop safely/).click();
  await button(page, /^Start again/).waitFor();
}

/** Keeps the page's main thread busy for `busyMs` of every second. Returns what ends that. */
export async function keepBusy(page: Page, busyMs: number): Promise<() => Promise<void>> {
  const timer = await page.evaluate(
    (ms) =>
      window.setInterval(() => {
        const until = performance.now() + ms;
        while (performance.now() < until) continue;
      }, 1000),
    busyMs,
  );
  return () => page.evaluate((id) => clearInterval(id), timer);
}

export const seconds = (count: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, count * 1000));
