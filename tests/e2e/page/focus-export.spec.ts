import { madeSessions } from '../support/made-sessions.ts';
import { temporaryFolder } from '../support/places.ts';
import { saved } from '../support/reconcile-page.ts';
import { expect, test } from '../support/test.ts';

test('several sessions are saved as FOCUS rows, as CSV and as Parquet', async ({ open }) => {
  const home = await temporaryFolder();
  const ids = await madeSessions(home, [
    { profile: 'Kitchen', reported: 1, silent: 1 },
    { profile: 'Alley', reported: 2 },
  ]);
  const bench = await open({ home });
  const { page } = bench;
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

  const exported = async (label: string): Promise<{ name: string; text: string }> => {
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    return saved(bench, () => page.getByRole('button', { name: `Export as ${label}` }).click());
  };
  const csv = await exported('FOCUS CSV');
  expect(csv.name).toBe('focus-of-2-sessions.csv');
  const [head = '', ...rows] = csv.text.trimEnd().split('\r\n');
  expect(head.split(',').slice(0, 2)).toEqual(['AvailabilityZone', 'BilledCost']);
  for (const id of ids) expect(rows.some((row) => row.includes(id))).toBe(true);
  // One of the responses never reported what it used: the page says so where the file does.
  await expect(page.getByText('of the rows may not be billed at all')).toBeVisible();
  const parquet = await exported('FOCUS Parquet');
  expect(parquet.name).toBe('focus-of-2-sessions.parquet');
  expect(parquet.text.slice(0, 4) + parquet.text.slice(-4)).toBe('PAR1PAR1');
});
