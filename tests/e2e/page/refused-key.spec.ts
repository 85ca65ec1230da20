import { startButton } from '../support/audio-page.ts';
import { startKeyDeployment } from '../support/key-deployment.ts';
import { paste } from '../support/paste.ts';
import { eventsOf, linesOf, sessionFolders } from '../support/record.ts';
import { expect, test } from '../support/test.ts';

const bad = 'planted-key-that-is-refused-0001';
const good = 'planted-key-that-is-taken-0002';

test('a refused key says why and leads to the field that mends it; a key in a pasted address never stays there', async ({
  open,
}) => {
  const deployment = await startKeyDeployment(good);
  const { page, home } = await open();
  await startButton(page).waitFor();
  await page.keyboard.press('n');
  const host = page.locator('#deployment-host');
  await expect(host).toBeFocused();
  await paste(host, `${deployment.url.replace('ws:', 'http:')}&api-key=${bad}`);
  await expect(page.locator('#deployment-url')).toHaveValue(deployment.url);
  await expect(page.getByText('The key in the address was moved to the key field')).toBeVisible();
  await startButton(page).click();

  await expect(page.getByRole('heading', { level: 1, name: 'The deployment refused the key.' })).toBeVisible();
  await expect(page.getByText('Refused while connecting, HTTP 401')).toBeVisible();
  await expect(page.getByText('Access denied due to invalid subscription key').first()).toBeVisible();
  await expect(page.getByText('abc-42').first()).toBeVisible();
  expect(await page.content()).not.toContain(bad);
  const mend = page.getByRole('button', { name: 'Replace the key' });
  await expect(mend).toBeFocused();
  await page.keyboard.press('Enter');

  const key = page.locator('#deployment-key');
  await expect(key).toBeFocused();
  await expect(key).toHaveValue('');
  await key.fill(good);
  await page.keyboard.press('Enter');
  await expect(key).toHaveValue('');
  await expect(page.getByText('A key is at hand')).toBeVisible();
  await startButton(page).click();
  await page.getByRole('button', { name: /^Stop safely/ }).click();
  await page.getByRole('button', { name: /^Start again/ }).waitFor();
  const [refused] = await sessionFolders(home);
  expect(eventsOf(await linesOf(refused as string), 'bench.refused')).toHaveLength(1);
  await deployment.close();
});
