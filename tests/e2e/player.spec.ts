import { join } from 'node:path';
import { inputSample, makeRecord, type MadeRecord, outputSample } from '../integration/support/made-record.ts';
import { atWireRate, likenessOfMost, startOf } from './support/compare.ts';
import { splice } from './support/gaps.ts';
import { heardOnceMore, listenIn, listening } from './support/loudspeaker.ts';
import { temporaryFolder } from './support/places.ts';
import { expect, test } from './support/test.ts';
import type { Page } from '@playwright/test';

const sessionId = '2026-11-23T15-20-00Z-contoso-voice-000001';

/** A data folder with one record, in which the second answer is interrupted. */
async function homeWithRecord(): Promise<{ home: string; record: MadeRecord }> {
  const home = await temporaryFolder();
  const plan = { lengthMs: 20_000, everyMs: 6000, answerMs: 4000, deltaMs: 50, interrupted: 1 };
  return { home, record: await makeRecord(join(home, 'sessions'), sessionId, plan) };
}

async function openRecord(page: Page): Promise<void> {
  page.setDefaultTimeout(15_000);
  await page.getByRole('button', { name: 'Sessions' }).click();
  const grid = page.getByRole('grid', { name: 'Sessions' });
  await grid.locator('tbody tr').first().focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Player' })).toBeVisible();
}

const samplesOf = (sample: (i: number) => number, from: number, ms: number): Int16Array =>
  Int16Array.from({ length: ms * 24 }, (_, i) => sample(from + i));

test('a record is heard as it was: the person’s voice, then an answer alone', async ({ open }) => {
  const { home, record } = await homeWithRecord();
  const { page } = await open({ home });
  await listenIn(page);
  await openRecord(page);
  const player = page.getByRole('region', { name: 'Player' });
  await player.getByRole('button', { name: 'You' }).click();
  // The output is opened by the first play, and the ear comes to it a moment later: what is held against the file is played after that.
  await player.getByRole('button', { name: 'Play', exact: true }).click();
  await listening(page);
  await player.getByRole('button', { name: 'Pause' }).click();
  await player.getByRole('slider', { name: 'Position' }).focus();
  for (let steps = 0; steps < 5; steps += 1) await page.keyboard.press('Shift+ArrowLeft');
  await expect(player.getByRole('slider')).toHaveAttribute('aria-valuenow', '0');
  const soundMs = 3000;
  const heard = atWireRate(splice(await heardOnceMore(page, soundMs, () => page.keyboard.press('Space'))).sound);
  await player.getByRole('button', { name: 'Pause' }).click();
  const said = samplesOf(inputSample, 0, soundMs);
  expect(likenessOfMost(heard, said, startOf(heard, said), soundMs - 300)).toBeGreaterThan(0.99);

  // The next answer, from its beginning: the cursor stands there once it is stepped to.
  await player.getByRole('button', { name: 'Answer', exact: true }).click();
  await player.getByRole('slider', { name: 'Position' }).focus();
  await page.keyboard.press('ArrowDown');
  await expect(player.getByRole('slider')).toHaveAttribute('aria-valuetext', /R2/);
  const second = record.answers[1];
  const answer = atWireRate(splice(await heardOnceMore(page, 1100, () => page.keyboard.press('Space'))).sound);
  const spoken = samplesOf(outputSample, second?.firstSample ?? 0, 1000);
  expect(likenessOfMost(answer, spoken, startOf(answer, spoken), 900)).toBeGreaterThan(0.99);
});

test('a record on its axis: cursor, second cursor and what lies between, the stretch in view, the table', async ({
  open,
}) => {
  const { home, record } = await homeWithRecord();
  const { page } = await open({ home });
  await openRecord(page);
  const player = page.getByRole('region', { name: 'Player' });
  const position = player.getByRole('slider', { name: 'Position' });
  const axis = page.getByRole('region', { name: 'Time axis' });
  const lanes = axis.getByRole('img', { name: /^Lanes of microphone/ });
  const box = await lanes.boundingBox();
  if (box === null) throw new Error('The axis has no place.');
  // All of the session is in view, and a press in a lane puts the cursor there.
  await lanes.click({ position: { x: box.width / 2, y: box.height - 40 } });
  await expect(position).toHaveAttribute('aria-valuetext', /^0:10\.[0-3]/);
  await page.keyboard.press('F6');
  await position.focus();
  await page.keyboard.press('a');
  await page.keyboard.press('Shift+ArrowRight');
  await expect(position).toHaveAttribute('aria-valuetext', /^0:15\.[0-3]/);
  // The third answer was reported between the two: 120 text in, 80 audio in, 30 text out, 70 audio out, by the list.
  const between = page.getByRole('status', { name: 'Cost between the cursors' });
  await expect(between).toContainText('5.00 s cost');
  await page.keyboard.press('ArrowRight');
  await expect(between).toContainText('6.00 s cost$0.0023440');
  await expect(axis.getByText('0:00 to 0:20')).toBeVisible();
  // The wheel zooms at the pointer.
  await page.mouse.move(box.x + box.width / 2, box.y + 60);
  for (let turns = 0; turns < 4; turns += 1) await page.mouse.wheel(0, -200);
  await expect(axis.getByText('0:00 to 0:20')).toBeHidden();
  await page.keyboard.press('ArrowLeft');
  await expect(player.getByRole('button', { name: 'Follow' })).toHaveAttribute('aria-pressed', 'false');
  await axis.getByRole('button', { name: 'Time axis as a table' }).click();
  const table = page.getByRole('dialog', { name: 'Time axis as a table' });
  await expect(table.getByRole('row', { name: /^R2 was heard.*interrupted, 2\.00 s unheard/ })).toBeVisible();
  await expect(table.getByRole('row', { name: /was heard/ })).toHaveCount(record.answers.length);
});
