import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElectronApplication, FileChooser, Page } from '@playwright/test';
import { zipSession } from '../../../electron/engine/handing-on/zip-session.ts';
import { startButton } from '../support/audio-page.ts';
import { madeSessions } from '../support/made-sessions.ts';
import { temporaryFolder } from '../support/places.ts';
import { expect, test } from '../support/test.ts';

/** Chooses an item of the menu bar, as a person does. */
const choose = (app: ElectronApplication, id: string): Promise<void> =>
  app.evaluate(({ Menu }, wanted) => {
    const item = Menu.getApplicationMenu()?.getMenuItemById(wanted);
    if (item?.enabled !== true) throw new Error(`The menu has no ${wanted} that can be chosen.`);
    item.click();
  }, id);
const enabled = (app: ElectronApplication, ...ids: string[]): Promise<(boolean | undefined)[]> =>
  app.evaluate(({ Menu }, wanted) => wanted.map((id) => Menu.getApplicationMenu()?.getMenuItemById(id)?.enabled), ids);

/** What chooses a file after a click on Import. On a busy machine the click may be too long ago for the browser: then it is done again. */
async function chooserOf(page: Page, app: ElectronApplication): Promise<FileChooser> {
  let chooser: FileChooser | null = null;
  await expect(async () => {
    [chooser] = await Promise.all([page.waitForEvent('filechooser', { timeout: 8000 }), choose(app, 'import-session')]);
  }).toPass({ timeout: 60_000 });
  if (chooser === null) throw new Error('No file was asked for.');
  return chooser;
}

test('the menu bar does in the page what its keys do, and offers what can be done now', async ({ open }) => {
  const home = await temporaryFolder();
  await madeSessions(home, [{ profile: 'Kitchen', reported: 1 }]);
  const bench = await open({ home });
  const { page, electron } = bench;
  if (electron === null) throw new Error('This is about the desktop shell.');
  await startButton(page).waitFor();
  await expect.poll(() => enabled(electron, 'start', 'stop', 'settings')).toEqual([true, false, true]);

  await choose(electron, 'page-reconcile');
  await expect(page.getByRole('navigation', { name: 'Pages' }).getByText('Reconcile')).toHaveAttribute(
    'aria-current',
    'page',
  );
  await choose(electron, 'open-record');
  const row = page.getByRole('grid', { name: 'Sessions' }).getByRole('row', { name: /Kitchen/ });
  await expect(row).toBeFocused();

  await choose(electron, 'settings');
  await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible();
  await expect.poll(() => enabled(electron, 'settings', 'page-live')).toEqual([false, false]);
  await page.keyboard.press('Escape');
  await expect.poll(() => enabled(electron, 'settings', 'page-live')).toEqual([true, true]);
  await choose(electron, 'keys');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
  await page.keyboard.press('Escape');

  await choose(electron, 'theme-light');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await choose(electron, 'theme-dark');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');

  // A click in the menu bar is one of the person: the page may open the dialog that chooses a file.
  const chooser = await chooserOf(page, electron);
  const path = join(home, 'notes.zip');
  await writeFile(path, 'no zip at all');
  await chooser.setFiles(path);
  await expect(page.getByRole('alert')).toContainText('notes.zip is not taken: it is no zip.');

  // What lies on this computer is read where it lies.
  const other = await temporaryFolder();
  const [id = ''] = await madeSessions(other, [{ profile: 'Order desk', reported: 1 }]);
  const pieces: Uint8Array[] = [];
  await zipSession(join(other, 'sessions', id), async (bytes) => void pieces.push(bytes));
  const zip = join(other, 'order-desk.zip');
  await writeFile(zip, Buffer.concat(pieces));
  const again = await chooserOf(page, electron);
  await again.setFiles(zip);
  await expect(page.getByText(/^Order desk was imported: \d files, its record is intact\.$/)).toBeVisible();

  // An id that the menu bar does not have is passed over by the page.
  await electron.evaluate(({ BrowserWindow }) => {
    for (const id of ['hand-on', '__proto__', 'page-nowhere'])
      BrowserWindow.getAllWindows()[0]?.webContents.send('voxtally:menu-action', id);
  });
  await choose(electron, 'page-live');
  await expect(startButton(page)).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);

  await choose(electron, 'start');
  await page.getByRole('button', { name: /^Stop safely/ }).waitFor();
  await expect.poll(() => enabled(electron, 'start', 'stop')).toEqual([false, true]);
  await choose(electron, 'stop');
  await expect(page.getByRole('banner').getByRole('status')).toContainText('Ended');
  await expect.poll(() => enabled(electron, 'start', 'stop', 'new-deployment')).toEqual([false, false, true]);
  await choose(electron, 'new-deployment');
  await startButton(page).waitFor();

  // Loaded anew it says again what there is; a further window says its own.
  await page.reload();
  await startButton(page).waitFor();
  await expect.poll(() => enabled(electron, 'start', 'stop')).toEqual([true, false]);
  const second = await bench.anotherWindow();
  await startButton(second).waitFor();
  await expect.poll(() => enabled(electron, 'settings')).toEqual([true]);
});
