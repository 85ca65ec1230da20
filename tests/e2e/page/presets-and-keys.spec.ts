import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { startSimulator } from '../../../electron/simulator/server.ts';
import { startSession, stopSession } from '../support/audio-page.ts';
import { assetsFolder } from '../support/places.ts';
import { homeWith } from '../support/prepare.ts';
import { eventsOf, linesOf, onlySession } from '../support/record.ts';
import { expect, test } from '../support/test.ts';

const row = (page: Page, id: string): Locator => page.locator(`[data-option="${id}"]`);
const stands = (page: Page, id: string, standing: string): Promise<void> =>
  expect(row(page, id)).toHaveAttribute('data-standing', standing);
const shows = (page: Page, id: string, text: string): Promise<void> =>
  expect(row(page, id).getByRole('combobox')).toContainText(text);

async function choosePreset(page: Page, name: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Preset' }).click();
  await page.getByRole('option', { name, exact: true }).click();
}

test('a set of options is saved, applied and deleted, one key each turns options, and a refused one goes back', async ({
  open,
}) => {
  const simulator = await startSimulator({ assetsFolder, seed: 1 });
  const home = await homeWith({
    endpoint: { kind: 'custom', url: `${simulator.url}?model=gpt-realtime-mini&speed=2`, auth: 'none' },
    options: { 'vad.silence': 700, 'transcription.model': 'whisper-1' },
  });
  const presetsOnDisk = (): Promise<string> => readFile(join(home, 'presets.json'), 'utf8').catch(() => '');
  const { page } = await open({ home });
  await startSession(page);
  await stands(page, 'transcription.model', 'accepted');

  // What is asked now gets a name.
  await choosePreset(page, 'Save and manage');
  const dialog = page.getByRole('dialog', { name: 'Presets of options' });
  await dialog.getByRole('textbox', { name: 'Name of the new preset' }).fill('Kitchen');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByRole('textbox', { name: 'Name of Kitchen' })).toBeVisible();
  expect(await presetsOnDisk()).toContain('"Kitchen"');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('combobox', { name: 'Preset' })).toHaveAttribute('title', 'Kitchen');

  // One key each, on or off, or to the next.
  await page.locator('section[aria-label="Options"]').focus();
  await page.keyboard.press('Shift+T');
  await shows(page, 'transcription.model', 'off');
  await stands(page, 'transcription.model', 'default');
  await page.keyboard.press('Shift+I');
  await stands(page, 'vad.interrupt', 'accepted');
  await expect(row(page, 'vad.interrupt').getByRole('switch')).not.toBeChecked();
  await page.keyboard.press('Shift+N');
  await shows(page, 'noise.type', 'near');
  await page.keyboard.press('Shift+N');
  await shows(page, 'noise.type', 'far');
  await stands(page, 'noise.type', 'accepted');
  await page.keyboard.press('v');
  await shows(page, 'vad.type', 'semantic');
  await stands(page, 'vad.type', 'accepted');

  // The named set brings back everything at once.
  await choosePreset(page, 'Kitchen');
  await shows(page, 'transcription.model', 'whisper-1');
  await stands(page, 'vad.silence', 'accepted');
  await expect(page.getByRole('textbox', { name: 'Silence', exact: true })).toHaveValue('700');
  await expect(row(page, 'vad.interrupt').getByRole('switch')).toBeChecked();

  // What the service refused goes back to what it last accepted.
  await row(page, 'json').getByRole('button').click();
  const raw = row(page, 'json').getByRole('textbox');
  await raw.fill('{"colour": "blue"}');
  await raw.press('Control+Enter');
  await stands(page, 'json', 'refused');
  await page.locator('section[aria-label="Options"]').focus();
  await page.keyboard.press('Control+z');
  await stands(page, 'json', 'default');
  await expect(page.getByRole('combobox', { name: 'Preset' })).toHaveAttribute('title', 'Kitchen');

  await choosePreset(page, 'Save and manage');
  await dialog.getByRole('button', { name: 'Delete Kitchen' }).click();
  await expect(dialog.getByText('None saved yet.')).toBeVisible();
  expect(await presetsOnDisk()).not.toContain('Kitchen');
  await page.keyboard.press('Escape');
  await stopSession(page);

  const asked = eventsOf(await linesOf(await onlySession(home)), 'bench.options').map((event) => event['changed']);
  expect(asked.slice(1, 6)).toEqual([
    ['transcription.model'],
    ['vad.interrupt'],
    ['noise.type'],
    ['noise.type'],
    ['vad.type'],
  ]);
  await simulator.close();
});
