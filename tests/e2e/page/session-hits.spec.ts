import { join } from 'node:path';
import { makeRecord } from '../../integration/support/made-record.ts';
import { temporaryFolder } from '../support/places.ts';
import { expect, test } from '../support/test.ts';

const plan = { lengthMs: 20_000, everyMs: 6000, answerMs: 4000, deltaMs: 50 };

test('a hit is stepped to, heard from the list, and opens its record where it was heard', async ({ open }) => {
  const home = await temporaryFolder();
  const folder = join(home, 'sessions');
  await makeRecord(folder, '2026-11-23T15-20-00Z-older-000001', { ...plan, says: ['A lamp.', 'No word of it.'] });
  const record = await makeRecord(folder, '2026-11-23T15-20-00Z-younger-000002', {
    ...plan,
    says: ['Nothing here.', 'The lamp is lit.', 'Which lamp?'],
  });
  const { page } = await open({ home });
  await page.getByRole('navigation', { name: 'Pages' }).waitFor();
  await page.keyboard.press('2');
  const rows = page.getByRole('grid', { name: 'Sessions' }).locator('tbody tr[data-index]');
  await expect(rows).toHaveCount(2);
  await page.keyboard.press('/');
  await page.keyboard.type('lamp');
  const here = page.getByRole('region', { name: 'Found here' });
  await expect(rows.first()).toContainText('1 more');
  await expect(here).toContainText('2 places');
  // In the field letters are text.
  await page.keyboard.type(']p');
  await expect(page.getByRole('searchbox')).toHaveValue('lamp]p');
  for (const _ of ']p') await page.keyboard.press('Backspace');
  await expect(here).toContainText('2 places');

  await page.keyboard.press('ArrowDown');
  await expect(rows.first()).toBeFocused();
  const chosen = here.locator('li[aria-current=true]');
  await expect(chosen).toContainText('The lamp is lit.');
  await page.keyboard.press(']');
  await expect(chosen).toContainText('Which lamp?');
  // Behind the last of a session come those of the next, and back.
  await page.keyboard.press(']');
  await expect(rows.nth(1)).toBeFocused();
  await expect(chosen).toContainText('A lamp.');
  await page.keyboard.press('[');
  await expect(rows.first()).toBeFocused();
  await expect(chosen).toContainText('Which lamp?');

  await page.keyboard.press('p');
  await expect(chosen.getByRole('button', { name: 'Stop' })).toBeVisible();
  await page.keyboard.press('p');
  await expect(chosen.getByRole('button', { name: 'Stop' })).toBeHidden();

  await page.keyboard.press('Enter');
  const position = page.getByRole('region', { name: 'Player' }).getByRole('slider', { name: 'Position' });
  const third = record.answers[2]?.startMs ?? NaN;
  await expect(position).toHaveAttribute('aria-valuenow', String(Math.round(third / 1000)));
  await expect(position).toHaveAttribute('aria-valuetext', /R3$/);
  await expect(
    page.getByRole('log', { name: 'Turns' }).getByRole('listitem').filter({ hasText: 'Which lamp?' }),
  ).toBeInViewport();

  // From the list again, by a press on a place itself.
  await page.keyboard.press('2');
  await expect(rows).toHaveCount(2);
  await page.keyboard.press('/');
  await page.keyboard.type('lamp');
  await here.getByRole('button', { name: /The lamp is lit/ }).click();
  const second = record.answers[1]?.startMs ?? NaN;
  await expect(position).toHaveAttribute('aria-valuenow', String(Math.round(second / 1000)));
});
