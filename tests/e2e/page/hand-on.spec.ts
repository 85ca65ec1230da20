import { madeSessions } from '../support/made-sessions.ts';
import { temporaryFolder } from '../support/places.ts';
import { saved } from '../support/reconcile-page.ts';
import { expect, test } from '../support/test.ts';

test('a saved session is handed on from its own dialog, and what came of it is told', async ({ open }) => {
  const home = await temporaryFolder();
  const [id = ''] = await madeSessions(home, [{ profile: 'Kitchen', reported: 2 }]);
  const bench = await open({ home });
  const { page } = bench;
  await page.getByRole('navigation', { name: 'Pages' }).waitFor();
  await page.keyboard.press('2');
  const grid = page.getByRole('grid', { name: 'Sessions' });
  await grid.getByRole('row', { name: /Kitchen/ }).waitFor();
  await grid.locator('tr[tabindex="0"]').focus();
  await page.keyboard.press('Enter');
  // The session is on screen with its conversation.
  await expect(page.getByRole('banner').getByRole('status')).toContainText('Ended');
  await page.keyboard.press('Shift+H');
  const dialog = page.getByRole('dialog', { name: 'Hand on' });
  await expect(dialog).toContainText(id);

  const exported = (label: string): Promise<{ name: string; text: string }> =>
    saved(bench, () => dialog.getByRole('button', { name: `Save ${label}` }).click());
  const csv = await exported('Usage table, CSV');
  expect(csv.name).toBe(`usage-${id}.csv`);
  expect(csv.text.split('\r\n')[0]).toMatch(/^session_id,session_started_at,kind,/);
  await expect(dialog.getByRole('status')).toContainText(/holds \d+ rows of 1 session\./);

  const zip = await exported('Whole session, zip');
  expect(zip.text.slice(0, 2)).toBe('PK');

  await dialog.getByRole('switch', { name: 'Redacted' }).click();
  await expect(dialog.getByRole('button', { name: 'Save Sound, WAV' })).toBeDisabled();
  const events = await exported('Events, JSONL');
  expect(events.name).toBe(`events-redacted-${id}.events.jsonl`);
  expect(events.text.split('\n')[0]).toContain('"redacted":"copy"');
  await expect(dialog.getByRole('status')).toContainText('redacted copy');
});
