import { startSimulator } from '../../../electron/simulator/server.ts';
import type { Locator, Page } from '@playwright/test';
import { startSession, stopSession } from '../support/audio-page.ts';
import { homeWith } from '../support/prepare.ts';
import { expect, test } from '../support/test.ts';
import { assetsFolder } from '../support/places.ts';
import { eventsOf, linesOf, onlySession } from '../support/record.ts';

const ignored = 'audio.input.turn_detection.silence_duration_ms';
const altered = 'max_output_tokens:500';

const row = (page: Page, id: string): Locator => page.locator(`[data-option="${id}"]`);
const stands = (page: Page, id: string, standing: string): Promise<void> =>
  expect(row(page, id)).toHaveAttribute('data-standing', standing);

async function type(page: Page, label: string, value: string): Promise<void> {
  const field = page.getByRole('textbox', { name: label, exact: true });
  await field.fill(value);
  await field.press('Enter');
}

test('options are toggled while the session runs, and each says what the service made of it', async ({ open }) => {
  const simulator = await startSimulator({ assetsFolder, seed: 1 });
  const query = new URLSearchParams({
    model: 'gpt-realtime-mini',
    // Slow, so that the answer is still running when its options are changed on a machine that has other work.
    speed: '0.5',
    ignore_option: ignored,
    alter_option: altered,
  });
  const home = await homeWith({
    endpoint: { kind: 'custom', url: `${simulator.url}?${query.toString()}`, auth: 'none' },
    options: { 'vad.create': false },
  });
  const { page } = await open({ home });
  await startSession(page);
  await stands(page, 'vad.create', 'accepted');

  // Accepted, ignored, altered.
  await type(page, 'Threshold', '0.7');
  await stands(page, 'vad.threshold', 'accepted');
  await type(page, 'Silence', '700');
  await stands(page, 'vad.silence', 'ignored');
  await expect(row(page, 'vad.silence')).toContainText(/Asked for 700 ms at 0:\d\d\.\d\. The service kept 500 ms\./);
  await type(page, 'Max output', '600');
  await stands(page, 'max_output_tokens', 'altered');
  await expect(row(page, 'max_output_tokens')).toContainText('The service made it 500 tok.');

  // Refused, with the error beside the field; and JSON that is none never leaves the window.
  await row(page, 'json').getByRole('button').click();
  const raw = row(page, 'json').getByRole('textbox');
  await raw.fill('{"colour": blue}');
  await expect(row(page, 'json')).toContainText('line 1, column 12: expected a value');
  await raw.fill('{"colour": "blue"}');
  await raw.press('Control+Enter');
  await stands(page, 'json', 'refused');
  await expect(row(page, 'json')).toContainText("Unknown parameter: 'session.colour'.");

  // One key switches the kind of VAD, and there and back again it is what it was.
  await page.locator('section[aria-label="Options"]').focus();
  await page.keyboard.press('v');
  await stands(page, 'vad.type', 'accepted');
  await expect(row(page, 'vad.eagerness')).toBeVisible();
  await expect(row(page, 'vad.silence')).toHaveCount(0);
  await page.keyboard.press('v');
  await expect(row(page, 'vad.type').getByRole('combobox')).toContainText('none');
  await stands(page, 'vad.type', 'accepted');

  // While an answer runs the speed waits for its end; once it was heard the voice is locked.
  await page.keyboard.press('t');
  const message = page.getByRole('group', { name: 'Typed message' }).getByRole('textbox');
  await message.fill('And what does the new address cost me?');
  await message.press('Enter');
  await stands(page, 'voice', 'locked');
  await type(page, 'Speed', '1.2');
  await stands(page, 'speed', 'pending');
  await expect(row(page, 'speed')).toContainText('Changes only between turns. Waits for R1.');
  await stands(page, 'speed', 'accepted');

  // Back: first what was not granted goes out of the form, then accepted changes one by one.
  await page.locator('section[aria-label="Options"]').focus();
  await page.keyboard.press('Control+z');
  await stands(page, 'json', 'default');
  await stands(page, 'max_output_tokens', 'accepted');
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('textbox', { name: 'Speed', exact: true })).toHaveValue('1.0');
  await stands(page, 'speed', 'default');
  await stopSession(page);

  const lines = await linesOf(await onlySession(home));
  expect(eventsOf(lines, 'bench.options.waiting')).toMatchObject([{ values: { speed: 1.2 } }]);
  const asked = eventsOf(lines, 'bench.options').map((event) => event['changed']);
  expect(asked).toEqual([
    ['vad.create'],
    ['vad.threshold'],
    ['vad.silence'],
    ['max_output_tokens'],
    ['json'],
    ['vad.type'],
    ['vad.type'],
    ['speed'],
    ['speed'],
  ]);
  await simulator.close();
});
