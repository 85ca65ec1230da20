import type { Page } from '@playwright/test';
import { seriousFaultsInBothThemes } from '../support/axe.ts';
import { expect, test } from '../support/test.ts';

/** How far the window could be scrolled sideways, in px. */
const sideways = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

const sizes = [
  { width: 1920, height: 1080 },
  { width: 1024, height: 700 },
  // 1280 x 900 at twice its size.
  { width: 640, height: 450 },
] as const;

test('a finding has no serious fault and no sideways scroll, from a wide window to one zoomed to twice its size', async ({
  open,
}) => {
  const { page } = await open();
  await page.getByRole('navigation', { name: 'Pages' }).waitFor();
  await page.keyboard.press('3');
  await page.getByRole('button', { name: 'Load the example' }).click();
  const heading = page.getByRole('heading', { level: 1 });
  await expect(heading).toContainText('the model ran at least once more');
  for (const size of sizes) {
    await page.setViewportSize(size);
    expect(await seriousFaultsInBothThemes(page), `${size.width}`).toEqual([]);
    expect(await sideways(page), `${size.width}`).toBeLessThanOrEqual(0);
  }

  // In one column what is to be done next and the sentence stay in sight, and the evidence takes the place of the other parts.
  await expect(page.getByRole('button', { name: 'Write the plan', exact: true })).toBeInViewport({ ratio: 1 });
  await page.getByRole('tab', { name: 'Evidence', exact: true }).click();
  const meters = page.getByLabel('Meters of the bill, one a line');
  await expect(meters).toBeVisible();
  await expect(heading).toBeInViewport();
  expect(await sideways(page)).toBeLessThanOrEqual(0);
  await meters.press('Escape');
  await expect(meters).toBeHidden();

  // What is excluded is a list that the keyboard scrolls.
  await page.setViewportSize({ width: 1280, height: 800 });
  const excluded = page.getByRole('group', { name: 'What is excluded' });
  await excluded.focus();
  await page.keyboard.press('PageDown');
  await expect.poll(() => excluded.evaluate(({ scrollTop }) => scrollTop)).toBeGreaterThan(0);
});

test('a bill that chance makes as easily is told as open, one that is the report as that, and one without a story with the rest undrawn', async ({
  open,
}) => {
  const { page } = await open({ size: { width: 1280, height: 800 } });
  await page.getByRole('navigation', { name: 'Pages' }).waitFor();
  await page.keyboard.press('3');
  const reported = page.getByLabel('Reported usage, as it was printed');
  const bill = page.getByLabel('Meters of the bill, one a line');
  const heading = page.getByRole('heading', { level: 1 });
  const usage = (input: { audio: number; text: number }, output: { audio: number; text: number }): string =>
    JSON.stringify({
      input_tokens: input.audio + input.text,
      output_tokens: output.audio + output.text,
      input_token_details: { audio_tokens: input.audio, text_tokens: input.text },
      output_token_details: { audio_tokens: output.audio, text_tokens: output.text },
    });
  const table = (audioIn: number, textIn: number, audioOut: number, textOut: number): string =>
    `gpt rt aud mn in gl 1215\t${audioIn}\ngpt rt aud mn out gl 1215\t${audioOut}\ngpt rt txt mn in gl 1215\t${textIn}\ngpt rt txt mn Out gl 1215\t${textOut}`;

  await reported.fill(usage({ audio: 5, text: 20 }, { audio: 60, text: 30 }));
  await bill.fill(table(10, 40, 100, 60));
  await expect(heading).toContainText('the numbers do not say why');
  await expect(page.getByText('as A has it; solid reported, outlined read or said again')).toBeVisible();
  await expect(page.getByRole('table', { name: 'Where the money went' })).toContainText('beyond the report');
  expect(await seriousFaultsInBothThemes(page), 'undecided').toEqual([]);

  await bill.fill(table(5, 20, 60, 30));
  await expect(heading).toHaveText('The bill is what was reported.');
  await expect(page.getByText('tokens; solid was reported', { exact: true })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Next run' })).toBeHidden();
  expect(await seriousFaultsInBothThemes(page), 'as reported').toEqual([]);

  await bill.fill(table(777, 403, 60, 30));
  await expect(heading).toContainText('No story');
  await expect(page.getByText('not explained', { exact: true }).first()).toBeVisible();
  await expect(page.getByRole('region', { name: 'Next run' })).toContainText('No story fits');
  expect(await seriousFaultsInBothThemes(page), 'no story').toEqual([]);

  await bill.fill('');
  await expect(heading).toHaveText('No bill yet.');
});
