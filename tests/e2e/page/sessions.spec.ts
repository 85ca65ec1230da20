import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { seriousFaultsInBothThemes } from '../support/axe.ts';
import { madeSessions } from '../support/made-sessions.ts';
import { temporaryFolder } from '../support/places.ts';
import { sessionFolders } from '../support/record.ts';
import { expect, test } from '../support/test.ts';

/** Words of the cells of a table that stand on more than one line; a hyphen ends a word. */
const brokenWords = (table: Element): string[] =>
  [...table.querySelectorAll('td')].flatMap((cell) => {
    const text = cell.firstChild;
    if (!(text instanceof Text)) return [];
    return [...text.data.matchAll(/[^\s-]+-?/g)].flatMap(({ 0: word, index }) => {
      const range = new Range();
      range.setStart(text, index);
      range.setEnd(text, index + word.length);
      return range.getClientRects().length === 1 ? [] : [word];
    });
  });

test('saved sessions are found, sorted, selected, compared and deleted by keyboard alone', async ({ open }) => {
  const home = await temporaryFolder();
  await madeSessions(home, [
    {
      profile: 'Kitchen',
      reported: 1,
      silent: 1,
      options: { 'vad.type': 'semantic_vad', 'transcription.model': 'gpt-4o-mini-transcribe' },
    },
    { profile: 'Alley', reported: 3 },
    { profile: 'Order desk', reported: 2 },
  ]);
  const { page } = await open({ home });
  await page.getByRole('navigation', { name: 'Pages' }).waitFor();
  await page.keyboard.press('2');
  const grid = page.getByRole('grid', { name: 'Sessions' });
  const names = async (): Promise<string[]> =>
    (await grid.locator('tbody').getByRole('rowheader').allInnerTexts()).map((text) => text.split('\n')[0] ?? '');
  await expect.poll(names).toEqual(['Order desk', 'Alley', 'Kitchen']);
  await expect(page.getByText('3 of 3')).toBeVisible();
  const kitchen = grid.getByRole('row', { name: /Kitchen/ });
  await expect(kitchen.getByRole('img', { name: '1 never reported,' })).toBeVisible();
  await expect(kitchen.getByText(/^\+ up to \$0\.0/)).toBeVisible();
  await expect(grid.getByRole('row', { name: /All three/ })).toBeVisible();

  const session = grid.getByRole('columnheader', { name: 'session', exact: true });
  await session.getByRole('button').press('Enter');
  await expect(session).toHaveAttribute('aria-sort', 'ascending');
  await expect.poll(names).toEqual(['Alley', 'Kitchen', 'Order desk']);

  await page.keyboard.press('/');
  await page.keyboard.type('semantic vad');
  await expect.poll(names).toEqual(['Kitchen']);
  await expect(page.getByText('1 of 3')).toBeVisible();
  await page.keyboard.type(' nowhere');
  await expect(page.getByText('No session has these words.')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Never reported 1' }).press('Enter');
  await expect.poll(names).toEqual(['Kitchen']);
  await page.getByRole('button', { name: 'All', exact: true }).press('Enter');

  await grid.locator('tr[tabindex="0"]').focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Shift+Space');
  await expect(page.getByText('2 selected')).toBeVisible();
  await page.keyboard.press('c');
  const comparison = page.getByRole('region', { name: 'Compare two sessions' });
  const created = comparison.getByRole('row', { name: /^Responses created/ });
  // Kitchen is older, so it is the first: 2 responses, and 3 of Alley.
  await expect(created.getByRole('cell')).toHaveText(['2', '+1', '3']);
  await expect(comparison.getByRole('cell', { name: 'gpt-4o-mini-transcribe' })).toBeVisible();
  expect(await comparison.getByRole('table', { name: 'Comparison' }).evaluate(brokenWords)).toEqual([]);
  expect(await seriousFaultsInBothThemes(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(comparison).toBeHidden();

  await page.keyboard.press('Escape');
  await expect(page.getByText('None selected')).toBeVisible();
  await page.keyboard.press('Space');
  await page.keyboard.press('Delete');
  await expect.poll(names).toEqual(['Alley', 'Order desk']);
  expect(await sessionFolders(home)).toHaveLength(2);
  await expect(page.getByText('Kitchen is in the trash.')).toBeVisible();
  await page.getByRole('button', { name: 'Undo', exact: true }).press('Enter');
  await expect.poll(names).toEqual(['Alley', 'Kitchen', 'Order desk']);
  expect(await sessionFolders(home)).toHaveLength(3);

  // The name is written where the preview shows it, and found by the next search.
  await grid.locator('tr[tabindex="0"]').focus();
  await page.keyboard.press('End');
  await page.keyboard.press('F2');
  await page.keyboard.type('Blue desk');
  await page.keyboard.press('Enter');
  await expect.poll(names).toEqual(['Alley', 'Blue desk', 'Kitchen']);

  // One that is longer than its column ends in it.
  const long = 'Blue desk, the second of four in the hall behind the kitchen, with the microphone on the wall';
  await grid.locator('tr[tabindex="0"]').focus();
  await page.keyboard.press('F2');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(long);
  await page.keyboard.press('Enter');
  await expect.poll(names).toEqual(['Alley', long, 'Kitchen']);
  const overlaps = await grid.getByRole('row', { name: /Blue desk/ }).evaluate((row) => {
    const [name, next] = [row.querySelector('th > span'), row.querySelector('th + td')];
    if (name === null || next === null) throw new Error('The row has no name, or nothing beside it.');
    return name.getBoundingClientRect().right > next.getBoundingClientRect().left;
  });
  expect(overlaps).toBe(false);

  // The keys go on from the row that is there now.
  await expect(grid.locator('tr[data-index]:focus')).toHaveCount(1);
  await grid.getByRole('checkbox').first().click();
  await expect(page.getByText('1 selected')).toBeVisible();
  await page.keyboard.press('Space');
  await expect(page.getByText('None selected')).toBeVisible();
});

test('what was deleted lies in the trash: brought back one by one, and deleted for good once that is said twice', async ({
  open,
}) => {
  const home = await temporaryFolder();
  await madeSessions(home, [
    { profile: 'Kitchen', reported: 1 },
    { profile: 'Alley', reported: 1 },
    { profile: 'Order desk', reported: 1 },
  ]);
  const { page } = await open({ home });
  await page.getByRole('navigation', { name: 'Pages' }).waitFor();
  await page.keyboard.press('2');
  const rows = page.getByRole('grid', { name: 'Sessions' }).locator('tbody tr[data-index]');
  const trash = page.getByRole('region', { name: 'Trash' });
  await expect(rows).toHaveCount(3);
  await expect(trash).toBeHidden();
  for (const name of ['Select Alley', 'Select Kitchen']) await page.getByRole('checkbox', { name }).click();
  await page.keyboard.press('Delete');
  await expect(rows).toHaveCount(1);
  await trash.getByRole('button', { name: 'Undo the last deletion' }).press('Enter');
  await expect(rows).toHaveCount(3);
  await expect(trash).toBeHidden();

  for (const name of ['Select Alley', 'Select Kitchen']) await page.getByRole('checkbox', { name }).click();
  await page.keyboard.press('Delete');
  await trash.getByRole('button', { name: 'Trash, 2' }).press('Enter');
  expect(await seriousFaultsInBothThemes(page)).toEqual([]);
  await trash.getByRole('button', { name: 'Restore Alley' }).press('Enter');
  await expect(rows).toHaveCount(2);
  const fold = trash.getByRole('button', { name: 'Trash, 1' });
  await expect(fold).toBeFocused();

  const empty = trash.getByRole('button', { name: 'Empty the trash' });
  const forGood = trash.getByRole('button', { name: 'Delete 1 session for good' });
  await empty.press('Enter');
  await forGood.press('Escape');
  await expect(empty).toBeVisible();
  await empty.press('Enter');
  await fold.focus();
  await expect(empty).toBeVisible();
  expect(await readdir(join(home, 'trash'))).not.toEqual([]);
  await empty.press('Enter');
  await forGood.press('Enter');
  await expect(trash).toBeHidden();
  expect(await readdir(join(home, 'trash'))).toEqual([]);
  expect(await sessionFolders(home)).toHaveLength(2);
});
