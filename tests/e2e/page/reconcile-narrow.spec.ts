import type { Page } from '@playwright/test';
import { exampleMeters, exampleUsage } from '../../../shared/reconcile/case/pasted-texts.ts';
import { seriousFaultsInBothThemes } from '../support/axe.ts';
import { tooWide } from '../support/reconcile-page.ts';
import { expect, test } from '../support/test.ts';

const sentence =
  'Azure billed 2.14 \u00d7 what the API reported: the model ran at least once more than the API told you.';

/** Presses Tab until an element of this name and role has the focus, as a person without a pointer would. */
async function tabTo(page: Page, role: 'button' | 'tab', name: string): Promise<void> {
  const wanted = page.getByRole(role, { name, exact: true });
  for (let presses = 0; presses < 80; presses += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`No Tab came to ${name}.`);
}

async function pasted(page: Page): Promise<void> {
  await page.getByRole('navigation', { name: 'Pages' }).waitFor();
  await page.keyboard.press('3');
  await page.getByLabel('Reported usage, as it was printed').fill(exampleUsage);
  await page.getByLabel('Meters of the bill, one a line').fill(exampleMeters);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(sentence);
}

test('at 1024 the finding has the width it needs, and the evidence lies over it until Escape', async ({ open }) => {
  const { page } = await open({ size: { width: 1024, height: 700 } });
  await pasted(page);
  await page.getByRole('heading', { level: 1 }).click();
  const evidence = page.getByRole('complementary', { name: 'Evidence' });
  await expect(evidence).toBeHidden();
  expect(await tooWide(page)).toEqual([]);
  const heading = await page.getByRole('heading', { level: 1 }).boundingBox();
  expect(heading?.width).toBeGreaterThan(360);
  await tabTo(page, 'button', 'Full report');
  const handle = page.getByRole('button', { name: 'Evidence', exact: true });
  await tabTo(page, 'button', 'Evidence');
  await page.keyboard.press('Enter');
  await expect(evidence).toBeVisible();
  expect(await tooWide(page)).toEqual([]);
  await page.getByLabel('Reported usage, as it was printed').focus();
  await page.keyboard.press('Escape');
  await expect(evidence).toBeHidden();
  await expect(handle).toBeFocused();
});

test('zoomed to twice its size it is one column: sentence and next step stay in sight, tabs hold the rest, nothing scrolls sideways', async ({
  open,
}) => {
  const { page } = await open({ size: { width: 640, height: 400 } });
  await pasted(page);
  const heading = page.getByRole('heading', { level: 1 });
  const plan = page.getByRole('button', { name: 'Write the plan', exact: true });
  const tabs = page.getByRole('tablist', { name: 'Parts of the reconciliation' });
  await tabs.getByRole('tab', { name: 'Finding' }).click();
  await tabTo(page, 'tab', 'Finding');
  const shows: readonly (readonly [string, string])[] = [
    ['Finding', 'Every meter, part by part'],
    ['Stories', 'A further response over the finished conversation, nothing new added'],
    ['Excluded', 'A tool round'],
    ['Next run', 'Where the money went'],
    ['Evidence', 'Reported usage'],
  ];
  for (const [tab, shown] of shows) {
    await expect(tabs.getByRole('tab', { name: tab })).toHaveAttribute('aria-selected', 'true');
    await expect(page.getByText(shown, { exact: true }).filter({ visible: true }).first()).toBeVisible();
    expect.soft(await tooWide(page), tab).toEqual([]);
    expect.soft(await seriousFaultsInBothThemes(page), tab).toEqual([]);
    // Wherever its part has been scrolled to.
    await page.mouse.move(320, 250);
    await page.mouse.wheel(0, 3000);
    await expect(heading).toBeInViewport({ ratio: 1 });
    await expect(tabs).toBeInViewport({ ratio: 1 });
    await expect(plan).toBeInViewport({ ratio: 1 });
    await page.keyboard.press('ArrowRight');
  }
  await expect(tabs.getByRole('tab', { name: 'Finding' })).toBeFocused();
  await tabTo(page, 'button', 'Write the plan');
  await page.keyboard.press('Shift+F6');
  await tabTo(page, 'button', 'Full report');
});
