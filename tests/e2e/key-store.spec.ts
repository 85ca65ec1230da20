import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { startButton } from './support/audio-page.ts';
import { startKeyDeployment } from './support/key-deployment.ts';
import { startKeyStore, type TestKeyStore } from './support/key-store.ts';
import { temporaryFolder } from './support/places.ts';
import { homeWith } from './support/prepare.ts';
import { expect, test } from './support/test.ts';

const systemStore = fileURLToPath(new URL('./support/system-store.cjs', import.meta.url));
const key = 'planted-key-for-the-key-store-90ab';

async function storeKey(page: Page): Promise<void> {
  await startButton(page).waitFor();
  await page.locator('#deployment-key').fill(key);
  await page.getByRole('button', { name: 'Store', exact: true }).click();
  await expect(page.getByText('A key is at hand')).toBeVisible();
}

test('a key outlives the run only where the system has a store for it, sealed; elsewhere the window says that it does not', async ({
  open,
  hostName,
}, info) => {
  // Set by the test run when Debian's gnome-keyring is here or could be installed.
  const sealed = hostName === 'electron' && process.env['VOXTALLY_TEST_KEY_STORE'] === '1';
  info.annotations.push({ type: 'key store', description: sealed ? 'gnome-keyring' : 'none' });
  const store: TestKeyStore | null = sealed ? await startKeyStore(await temporaryFolder()) : null;
  const none = { DBUS_SESSION_BUS_ADDRESS: 'disabled:', XDG_CURRENT_DESKTOP: '' };
  const env = store?.env ?? none;
  const deployment = await startKeyDeployment(key);
  const home = await homeWith({ endpoint: { kind: 'custom', url: deployment.url, auth: 'bearer' }, options: {} });

  const electronArguments = sealed ? ['-r', systemStore] : [];
  const first = await open({ home, env, electronArguments });
  await storeKey(first.page);
  const kept = sealed ? 'kept by this computer' : 'kept until the bench is closed';
  await expect(first.page.getByText(kept)).toBeVisible();
  if (hostName === 'electron' && !sealed) {
    await expect(first.page.getByText('This system offers no key store')).toBeVisible();
  }
  await first.close();

  const file = await readFile(join(home, 'keys.json'), 'utf8').catch(() => '');
  expect(file === '').toBe(!sealed);
  expect(file).not.toContain(key);
  expect(file).not.toContain(Buffer.from(key).toString('base64'));

  const second = await open({ home, env, electronArguments });
  await startButton(second.page).waitFor();
  await expect(
    second.page.getByText(sealed ? 'A key is at hand, kept by this computer' : 'The key goes to the engine only'),
  ).toBeVisible();
  if (sealed) {
    await startButton(second.page).click();
    await second.page.getByRole('button', { name: /^Stop safely/ }).click();
    await second.page.getByRole('button', { name: /^Start again/ }).waitFor();
  }
  await second.close();
  await store?.close();
  await deployment.close();
});
