import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { startButton } from './support/audio-page.ts';
import { startKeyDeployment } from './support/key-deployment.ts';
import { homeFor } from './support/prepare.ts';
import { sessionFolders } from './support/record.ts';
import { writerOf } from './support/soundness.ts';
import { expect, test } from './support/test.ts';

const bad = 'planted-key-that-is-refused-7f3a9c';
const good = 'planted-key-that-is-taken-51d0e8';

interface Listening {
  readonly heard: string[];
}

/** Writes down everything that reaches the page over a port of the engine: answers and pushes. */
async function listen(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const heard: string[] = [];
    Object.assign(globalThis, { heard });
    const add = Reflect.get(MessagePort.prototype, 'addEventListener');
    MessagePort.prototype.addEventListener = function (this: MessagePort, type: string, listener: EventListener) {
      const tapped: EventListener = (event) => {
        const { data } = event as MessageEvent<unknown>;
        if (!(data instanceof ArrayBuffer) && !ArrayBuffer.isView(data)) heard.push(JSON.stringify(data));
        listener.call(this, event);
      };
      add.call(this, type, type === 'message' ? tapped : listener);
    } as typeof MessagePort.prototype.addEventListener;
  });
  await page.reload();
}

/** What a script in the page could get hold of. */
const visible = (page: Page): Promise<string> =>
  page.evaluate(() =>
    JSON.stringify([
      document.documentElement.outerHTML,
      [...document.querySelectorAll('input')].map((input) => input.value),
      Object.entries(localStorage),
      Object.entries(sessionStorage),
      location.href,
      document.cookie,
      (globalThis as unknown as Listening).heard,
    ]),
  );

/** Every file under a folder whose bytes hold one of the words, as text or as UTF-16. */
async function holding(folder: string, words: readonly string[]): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const bytes = await readFile(path).catch(() => Buffer.alloc(0));
    if (words.some((word) => bytes.includes(word) || bytes.includes(Buffer.from(word, 'utf16le')))) found.push(path);
  }
  return found;
}

test('a key is nowhere but in the engine: not in the page, its ports, the data folder or anything printed; not after a refusal, a crash or the end', async ({
  open,
}) => {
  const deployment = await startKeyDeployment(good);
  const home = await homeFor(deployment.url);
  const bench = await open({ home });
  const { page } = bench;
  await startButton(page).waitFor();
  await listen(page);

  await page.getByRole('combobox', { name: 'How the key travels' }).click();
  await page.getByRole('option', { name: 'bearer token' }).click();
  const key = page.locator('#deployment-key');
  await key.fill(bad);
  await startButton(page).click();
  await expect(page.getByRole('heading', { level: 1, name: 'The deployment refused the key.' })).toBeVisible();
  expect(await visible(page)).toContain('Access denied');

  await page.getByRole('button', { name: 'Replace the key' }).click();
  await key.fill(good);
  await page.locator('#profile-name').fill('kept');
  await page.getByRole('button', { name: 'Save profile' }).click();
  await expect(page.getByRole('option')).toHaveText([/kept/]);
  await startButton(page).click();
  await page.getByRole('button', { name: /^Stop safely/ }).waitFor();
  const session = await deployment.session();
  session.send({
    type: 'error',
    event_id: 'e9',
    error: { type: 'server_error', code: 'odd', message: `Your key ${good} is odd.` },
  });
  await expect(page.getByText('is odd.').first()).toBeVisible();

  process.kill(await writerOf((await sessionFolders(home)).at(-1) as string), 'SIGKILL');
  await expect(page.getByText('The engine runs again').first()).toBeVisible();
  await expect(page.getByText(/^1 record was repaired/)).toBeVisible();
  const seen = await visible(page);
  const heard = await page.evaluate(() => (globalThis as unknown as Listening).heard.length);
  expect(heard).toBeGreaterThan(10);
  expect(seen).not.toContain(bad);
  expect(seen).not.toContain(good);

  await bench.close();
  await deployment.close();
  expect(await holding(home, [bad, good])).toEqual([]);
  expect(await holding(home, ['Access denied'])).not.toEqual([]);
  expect(bench.printed()).not.toContain(bad);
  expect(bench.printed()).not.toContain(good);
});
