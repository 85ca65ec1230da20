import { writeFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeRecord, outputSample } from '../../integration/support/made-record.ts';
import { seriousFaultsInBothThemes } from '../support/axe.ts';
import { atWireRate, likenessOfMost, startOf } from '../support/compare.ts';
import { splice } from '../support/gaps.ts';
import { heardOnceMore, listenIn, listening } from '../support/loudspeaker.ts';
import { temporaryFolder } from '../support/places.ts';
import { expect, test } from '../support/test.ts';
import type { Page } from '@playwright/test';

const plan = { lengthMs: 14_000, everyMs: 6000, answerMs: 4000, deltaMs: 50, turnMs: 1000 };

/** A data folder with records that differ in nothing but their names and tags. */
async function homeWith(tags: readonly (readonly string[])[]) {
  const home = await temporaryFolder();
  const records = [];
  for (const [at, own] of tags.entries()) {
    const record = await makeRecord(join(home, 'sessions'), `2026-11-23T15-20-0${at}Z-contoso-voice-00000${at}`, plan);
    await writeFile(
      join(record.folder, 'about.json'),
      JSON.stringify({ name: `Take ${at + 1}`, note: null, tags: own }),
    );
    records.push(record);
  }
  return { home, records };
}

async function compareAll(page: Page): Promise<void> {
  page.setDefaultTimeout(15_000);
  await page.getByRole('button', { name: 'Sessions' }).click();
  const rows = page.getByRole('grid', { name: 'Sessions' }).locator('tbody');
  await rows.getByRole('checkbox').first().waitFor();
  for (const box of await rows.getByRole('checkbox').all()) await box.click();
  await page.keyboard.press('c');
}

test('one turn of compared sessions is seen side by side and heard, the answer alone', async ({ open }) => {
  const { home, records } = await homeWith([[], []]);
  const { page } = await open({ home });
  await listenIn(page);
  await compareAll(page);
  const turn = page.getByRole('region', { name: 'The same turn in each session' });
  await expect(turn.getByText('Turn 1 in each')).toBeVisible();
  // A second of the person, 60 ms to the first sound, four seconds of the answer.
  await expect(turn.getByText('0:05.0')).toHaveCount(2);
  await expect(turn.getByText('One axis of 6 s')).toBeVisible();
  await expect(turn.getByRole('img', { name: /^Both voices of session 2, 5\.0\d s, waited/ })).toBeVisible();
  await turn.getByRole('button', { name: 'Answer', exact: true }).click();
  // The output is opened by the first play, and the ear comes to it a moment later: what is held against the file is played after that.
  await turn.getByRole('button', { name: 'Play this turn of session 1' }).click();
  await listening(page);
  await turn.getByRole('button', { name: 'Stop session 1' }).click();
  await page.keyboard.press('Escape');
  await compareAgain(page);
  await expect(turn.getByText('Turn 1 in each')).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(turn.getByText('Turn 2 in each')).toBeVisible();
  const heard = atWireRate(splice(await heardOnceMore(page, 2000, () => page.keyboard.press('Shift+Digit2'))).sound);
  await expect(turn.getByRole('button', { name: 'Stop session 2' })).toBeVisible();
  await page.keyboard.press('Shift+Digit2');
  await expect(turn.getByRole('button', { name: 'Play this turn of session 2' })).toBeVisible();
  const first = records[1]?.answers[1]?.firstSample ?? 0;
  const said = Int16Array.from({ length: 2000 * 24 }, (_, i) => outputSample(first + i));
  expect(likenessOfMost(heard, said, startOf(heard, said), 1700)).toBeGreaterThan(0.99);
});

/** Back in the list the marks are as they were. */
async function compareAgain(page: Page): Promise<void> {
  await expect(page.getByText('2 selected')).toBeVisible();
  await page.keyboard.press('c');
  await expect(page.getByRole('region', { name: 'Compare two sessions' })).toBeFocused();
}

test('groups by tag are compared by their medians, and handed on as a table', async ({ open }) => {
  const { home } = await homeWith([['slow'], ['quick'], ['slow'], ['slow'], ['quick'], []]);
  const { page } = await open({ home });
  await compareAll(page);
  const groups = page.getByRole('region', { name: 'Compare two groups' });
  await expect(page.getByText('5 sessions. 1 session has none of the tags and is left out.')).toBeVisible();
  const heads = groups.getByRole('columnheader');
  await expect(heads.filter({ hasText: 'slow' })).toContainText('3 sessions');
  await expect(heads.filter({ hasText: 'quick' })).toContainText('2 sessions');
  await expect(groups.getByRole('row', { name: /^Responses created/ }).getByRole('cell')).toHaveText(['2', '0', '2']);
  await expect(groups.getByText('Medians of 3 and 2 sessions')).toBeVisible();
  expect(await seriousFaultsInBothThemes(page)).toEqual([]);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('comparison-of-2-groups.csv');
  const text = await readFile(await file.path(), 'utf8');
  // Per answer 120 text in at $0.60, 80 audio in at $10, 30 text out at $2.40, 70 audio out at $20 a million; two of them.
  expect(text).toContain('Usage,Reported,USD,0.004688,0.004688,0\r\n');
});

test('in a window of 640 pixels a comparison is one column, and what plays a turn stays in view', async ({ open }) => {
  const { home } = await homeWith([['slow'], ['quick']]);
  const { page } = await open({ home });
  await page.setViewportSize({ width: 640, height: 480 });
  await compareAll(page);
  const comparison = page.getByRole('region', { name: 'Compare two sessions' });
  await expect(comparison.getByRole('button', { name: 'Play one after the other' })).toBeInViewport({ ratio: 1 });
  const widths = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  expect(widths[0]).toBeLessThanOrEqual(widths[1] ?? 0);
  await page.getByRole('button', { name: 'Compare by tag' }).click();
  await expect(page.getByRole('region', { name: 'Compare two groups' })).toBeVisible();
});
