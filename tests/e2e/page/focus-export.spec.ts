import { readFile } from 'node:fs/promises';
import { madeSessions } from '../support/made-sessions.ts';
import { temporaryFolder } from '../support/places.ts';
import { expect, test } from '../support/test.ts';

test('several sessions are saved as FOCUS rows, as CSV and as Parquet', async ({ open }) => {
  const home = await temporaryFolder();
  const ids = await madeSessions(home, [
    { profile: 'Kitchen', reported: 1, silent: 1 },
    { profile: 'Alley', reported: 2 },
  ]);
  const { page } = await open({ home });
  await page.getByRole('navigation', { name: 'Pages' }).waitFor();
  await page.keyboard.press('2');
  const grid = page.getByRole('grid', { name: 'Sessions' });
  await grid.getByRole('row', { name: /Kitchen/ }).waitFor();
  await grid.locator('tr[tabindex="0"]').focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Shift+Space');
  await expect(page.getByText('2 selected')).toBeVisible();

  const saved = async (label: string): Promise<{ name: string; bytes: Buffer }> => {
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    const button = page.getByRole('button', { name: `Export as ${label}` });
    const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
    return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
  };
  const csv = await saved('FOCUS CSV');
  expect(csv.name).toBe('focus-of-2-sessions.csv');
  const [head = '', ...rows] = csv.bytes.toString().trimEnd().split('\r\n');
  expect(head.split(',').slice(0, 2)).toEqual(['AvailabilityZone', 'BilledCost']);
  for (const id of ids) expect(rows.some((row) => row.includes(id))).toBe(true);
  const parquet = await saved('FOCUS Parquet');
  expect(parquet.name).toBe('focus-of-2-sessions.parquet');
  expect(parquet.bytes.subarray(0, 4).toString() + parquet.bytes.subarray(-4).toString()).toBe('PAR1PAR1');
});
