import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { makeRecord } from '../../integration/support/made-record.ts';
import { startSession, stopSession } from '../support/audio-page.ts';
import { seriousFaultsInBothThemes } from '../support/axe.ts';
import { temporaryFolder } from '../support/places.ts';
import { homeWith } from '../support/prepare.ts';
import { tooWide } from '../support/reconcile-page.ts';
import { expect, test } from '../support/test.ts';

const sessionId = '2026-11-23T15-20-00Z-contoso-voice-000001';

async function homeWithRecord(): Promise<string> {
  const home = await temporaryFolder();
  await makeRecord(join(home, 'sessions'), sessionId, { lengthMs: 20_000, everyMs: 6000, answerMs: 4000, deltaMs: 50 });
  return home;
}

async function openRecord(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sessions' }).click();
  await page.getByRole('grid', { name: 'Sessions' }).locator('tbody tr').first().focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Player' })).toBeVisible();
}

test('a reopened session says that it is a record: what it is called can be written, beside the log, and its options cannot be set', async ({
  open,
}) => {
  const home = await homeWithRecord();
  const { page } = await open({ home });
  await openRecord(page);
  await expect(page.getByText('Saved record', { exact: true })).toBeVisible();
  await expect(page.getByRole('timer', { name: 'Session time' })).toHaveCount(0);
  const options = page.getByRole('region', { name: 'Options, as recorded' });
  await expect(options.getByText('Threshold')).toBeVisible();
  await expect(options.getByRole('combobox')).toHaveCount(0);
  await expect(options.getByRole('switch')).toHaveCount(0);

  const log = join(home, 'sessions', sessionId, 'events.jsonl');
  const before = await readFile(log);
  await page.keyboard.press('F2');
  const name = page.getByRole('textbox', { name: 'Name of this session' });
  await expect(name).toBeFocused();
  await name.fill('Order desk, two parcels');
  await page.keyboard.press('Enter');
  const renamed = page.getByRole('button', { name: 'Order desk, two parcels, rename' });
  await expect(renamed).toBeFocused();
  await page.getByRole('button', { name: 'Add a tag' }).click();
  await page.getByRole('textbox', { name: 'Another tag' }).fill('near field');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('list', { name: 'Tags' })).toContainText('near field');
  const about: unknown = JSON.parse(await readFile(join(home, 'sessions', sessionId, 'about.json'), 'utf8'));
  expect(about).toMatchObject({ name: 'Order desk, two parcels', tags: ['near field'] });
  expect((await readFile(log)).equals(before)).toBe(true);

  // Escape leaves the name as it was.
  await page.keyboard.press('F2');
  await name.fill('Another');
  await page.keyboard.press('Escape');
  await expect(renamed).toBeVisible();
});

test('an answer that is stepped to is selected everywhere: in the conversation, the table of turns and the events', async ({
  open,
}) => {
  const { page } = await open({ home: await homeWithRecord() });
  await openRecord(page);
  await page.getByRole('slider', { name: 'Position' }).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('slider', { name: 'Position' })).toHaveAttribute('aria-valuetext', /R2/);
  const current = (region: string) => page.getByRole('region', { name: region }).locator('[aria-current="true"]');
  await expect(current('Conversation')).toContainText('R2');
  await expect(current('Event inspector')).toContainText('response.done');
  await expect(current('Event inspector')).toBeInViewport();
  await expect(page.getByRole('table', { name: 'Usage by turn' }).getByRole('row', { selected: true })).toContainText(
    'R2',
  );
});

test('whoever goes to another page by a key begins in it', async ({ open }) => {
  const { page } = await open({ home: await homeWithRecord() });
  await openRecord(page);
  for (const [key, name] of [
    ['2', 'Sessions'],
    ['1', 'Live'],
  ] as const) {
    await page.keyboard.press(key);
    await expect(page.getByRole('button', { name, exact: true })).toHaveAttribute('aria-current', 'page');
    await expect.poll(() => page.evaluate(() => document.activeElement?.closest('main') !== null)).toBe(true);
  }
});

test('what a record was asked for is taken into the form, and what would be dialled is named before anything starts', async ({
  open,
}) => {
  const { page } = await open({ home: await homeWithRecord() });
  await openRecord(page);
  // The form would dial the simulator, and the record is of another deployment.
  await expect(page.getByRole('button', { name: 'Start again' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Use these options' }).click();
  const sheet = page.getByRole('dialog', { name: 'Use these options' });
  await expect(sheet).toContainText('gpt-realtime-2.1-mini, simulator');
  await expect(sheet).toContainText('Not the one of this record, which is gpt-realtime-mini-1215, contoso-voice');
  await expect(sheet).toContainText('No charge');
  await sheet.getByRole('button', { name: 'Fill the form' }).click();
  await expect(page.getByRole('radiogroup', { name: 'Deployment' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Options', exact: true })).toBeVisible();
});

test('zoomed to twice its size a session is one column: Stop, money and player stay in sight and nothing scrolls sideways', async ({
  open,
}) => {
  const { page } = await open({ home: await homeWith({}), hears: [60_000], size: { width: 1280, height: 800 } });
  await startSession(page);
  await page.setViewportSize({ width: 640, height: 400 });
  const tabs = page.getByRole('tablist', { name: 'Parts of the session' });
  const stop = page.getByRole('button', { name: /^Stop safely/ });
  for (const tab of ['Conversation', 'Time axis', 'Cost', 'Options', 'Events']) {
    await tabs.getByRole('tab', { name: tab }).click();
    await expect(tabs.getByRole('tab', { name: tab })).toHaveAttribute('aria-selected', 'true');
    expect.soft(await tooWide(page), tab).toEqual([]);
    await expect(stop).toBeInViewport({ ratio: 1 });
    await expect(page.getByText('Expected', { exact: true }).first()).toBeInViewport({ ratio: 1 });
  }
  await page.keyboard.press('ArrowRight');
  await expect(tabs.getByRole('tab', { name: 'Conversation' })).toBeFocused();
  await stopSession(page);
  const player = page.getByRole('region', { name: 'Player' });
  await expect(player.getByRole('button', { name: 'Play', exact: true })).toBeInViewport({ ratio: 1 });
  expect.soft(await tooWide(page), 'a record').toEqual([]);
  expect(await seriousFaultsInBothThemes(page)).toEqual([]);
});
