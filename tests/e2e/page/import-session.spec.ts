import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { zipSession } from '../../../electron/engine/handing-on/zip-session.ts';
import { madeSessions } from '../support/made-sessions.ts';
import { temporaryFolder } from '../support/places.ts';
import { sessionFolders } from '../support/record.ts';
import { expect, test } from '../support/test.ts';

test('a zip of a session is chosen or dropped, its row is gone to, and what is none is refused in a sentence', async ({
  open,
}) => {
  const home = await temporaryFolder();
  const [first = '', second = ''] = await madeSessions(home, [
    { profile: 'Kitchen', reported: 1 },
    { profile: 'Alley', reported: 2 },
    { profile: 'Order desk', reported: 1 },
  ]);
  const zips = new Map<string, Buffer>();
  for (const folder of (await sessionFolders(home)).slice(0, 2)) {
    const pieces: Uint8Array[] = [];
    const written = await zipSession(folder, async (bytes) => void pieces.push(bytes));
    if (!written.ok) throw new Error(written.error.message);
    zips.set(folder.split('/').at(-1) ?? '', Buffer.concat(pieces));
    await rm(folder, { recursive: true });
  }
  const log = zips.get(first)?.length ?? 0;
  expect(log).toBeGreaterThan(100);
  const { page } = await open({ home });
  await page.getByRole('navigation', { name: 'Pages' }).waitFor();
  await page.keyboard.press('2');
  const grid = page.getByRole('grid', { name: 'Sessions' });
  await expect(grid.locator('tbody').getByRole('rowheader')).toHaveCount(1);
  // What was looked for does not hide what comes.
  await page.getByRole('searchbox', { name: 'Search the sessions' }).fill('order');

  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Import' }).click(),
  ]);
  await chooser.setFiles({
    name: 'kitchen.zip',
    mimeType: 'application/zip',
    buffer: zips.get(first) ?? Buffer.alloc(0),
  });
  await expect(page.getByText(/^Kitchen was imported: \d files, its record is intact\.$/)).toBeVisible();
  await expect(grid.getByRole('row', { name: /Kitchen/ })).toBeFocused();
  await expect(page.getByRole('searchbox', { name: 'Search the sessions' })).toHaveValue('');
  const events = await readFile(join(home, 'sessions', first, 'events.jsonl'), 'utf8');
  expect(events).toContain(`"sessionId":"${first}"`);

  const dropped = async (name: string, bytes: Buffer): Promise<void> => {
    const files = await page.evaluateHandle(
      ({ name, bytes }) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([new Uint8Array(bytes)], name, { type: 'application/zip' }));
        return transfer;
      },
      { name, bytes: [...bytes] },
    );
    await grid.dispatchEvent('dragover', { dataTransfer: files });
    await grid.dispatchEvent('drop', { dataTransfer: files });
  };
  await dropped('alley.zip', zips.get(second) ?? Buffer.alloc(0));
  await expect(grid.getByRole('row', { name: /Alley/ })).toBeFocused();
  await dropped('alley.zip', zips.get(second) ?? Buffer.alloc(0));
  await expect(page.getByRole('alert')).toContainText(`The session ${second} is in the library already`);
  await dropped('notes.txt', Buffer.from('no zip'));
  await expect(page.getByRole('alert')).toContainText('notes.txt is not taken: it is no zip.');
  await dropped('half.zip', (zips.get(second) ?? Buffer.alloc(0)).subarray(0, 200));
  await expect(page.getByRole('alert')).toContainText('half.zip is not taken: it is no whole zip');
  await expect(grid.locator('tbody').getByRole('rowheader')).toHaveCount(3);
});

test('Ctrl K finds the import and options by what people call them, and goes there', async ({ open }) => {
  const { page } = await open();
  await page.getByRole('button', { name: /^Start(\s|$)/ }).waitFor();
  const find = async (words: string): Promise<void> => {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Find a command' }).fill(words);
    await page.keyboard.press('Enter');
  };
  await find('barge');
  const options = page.getByRole('region', { name: 'Options', exact: true });
  await expect(options.locator('[data-option="vad.interrupt"]').getByRole('switch')).toBeFocused();
  // From a folded section and another page, too.
  await options.getByRole('button', { name: 'Turn detection' }).click();
  await page.keyboard.press('2');
  await page.getByRole('heading', { name: 'Sessions', level: 1 }).waitFor();
  await find('barge');
  await expect(options.locator('[data-option="vad.interrupt"]').getByRole('switch')).toBeFocused();
  // An option that has no row now is searched for, and says why.
  await find('eagerness');
  await expect(options.getByRole('textbox', { name: 'Find an option' })).toBeFocused();
  await expect(options.getByText(/^Eagerness: only with/)).toBeVisible();
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), find('import a session')]);
  expect(chooser.isMultiple()).toBe(true);
});

test('an option that is asked for is gone to in a session that runs and in its record, however wide the window is', async ({
  open,
}) => {
  const { page } = await open({ hears: [400] });
  await page.getByRole('button', { name: /^Start(\s|$)/ }).click();
  await page.getByRole('button', { name: /^Stop safely/ }).waitFor();
  const goTo = async (): Promise<void> => {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Find a command' }).fill('barge');
    await page.keyboard.press('Enter');
  };
  const options = page.getByRole('region', { name: 'Options', exact: true });
  for (const width of [1440, 1100, 800]) {
    await page.setViewportSize({ width, height: 900 });
    await expect(options).toHaveCount(width === 1440 ? 1 : 0);
    await goTo();
    await expect(options.locator('[data-option="vad.interrupt"]').getByRole('switch')).toBeFocused();
    // Opened over the session, it goes with Escape; what is beside it or a tab of its own stays.
    if (width === 1100) await page.keyboard.press('Escape');
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.keyboard.press('Control+.');
  const record = page.getByRole('region', { name: 'Options, as recorded' });
  await record.waitFor();
  await record.getByRole('textbox', { name: 'Find an option' }).fill('voice');
  await goTo();
  await expect(record.locator('[data-option="vad.interrupt"]')).toBeFocused();
  await expect(record.getByRole('textbox', { name: 'Find an option' })).toHaveValue('');
});
