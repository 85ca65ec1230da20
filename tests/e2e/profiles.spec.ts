import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { startDeployment } from '../integration/support/deployment.ts';
import { startButton } from './support/audio-page.ts';
import type { OpenBench } from './support/bench.ts';
import { paste } from './support/paste.ts';
import { temporaryFolder } from './support/places.ts';
import { homeWith } from './support/prepare.ts';
import { expect, test } from './support/test.ts';

/** What the page hands over as a file, in either host; the desktop's dialog is answered with a path. */
async function downloaded({ page, electron }: OpenBench, click: () => Promise<void>): Promise<string> {
  const path = join(await temporaryFolder(), 'file.json');
  if (electron === null) {
    const [download] = await Promise.all([page.waitForEvent('download'), click()]);
    await download.saveAs(path);
    return readFile(path, 'utf8');
  }
  await electron.evaluate(({ session }, to) => {
    session.defaultSession.once('will-download', (_event, item) => item.setSavePath(to));
  }, path);
  await click();
  await expect.poll(() => readFile(path, 'utf8').catch(() => '')).not.toBe('');
  return readFile(path, 'utf8');
}

const options = (page: Page) => page.getByRole('option');

test('a pasted address is split into its fields; a profile is made, duplicated, exported, deleted, imported and started from the list', async ({
  open,
}) => {
  const deployment = await startDeployment();
  const bench = await open({ home: await homeWith({ options: { 'vad.silence': 700, voice: 'marin' } }) });
  const { page } = bench;
  await startButton(page).waitFor();
  await expect(page.getByText('None yet. A deployment saved in the form')).toBeVisible();

  await page.keyboard.press('n');
  const host = page.locator('#deployment-host');
  const kind = page.getByRole('combobox', { name: 'Kind of deployment' });
  await paste(
    host,
    'https://contoso-voice.openai.azure.com/openai/realtime?api-version=2025-04-01-preview&deployment=voice-mini',
  );
  await expect(kind).toContainText('Azure OpenAI, preview');
  await expect(host).toHaveValue('contoso-voice.openai.azure.com');
  await expect(page.locator('#deployment-deployment')).toHaveValue('voice-mini');
  await expect(page.locator('#deployment-apiVersion')).toHaveValue('2025-04-01-preview');
  await paste(host, 'https://eu.api.openai.com/v1/realtime?model=gpt-realtime-2.1');
  await expect(kind).toContainText('OpenAI');
  await expect(host).toHaveValue('eu.api.openai.com');
  await expect(page.locator('#deployment-deployment')).toHaveValue('gpt-realtime-2.1');
  await paste(host, 'http://contoso-voice.openai.azure.com/');
  await expect(page.getByRole('alert')).toContainText('unencrypted');

  await page.locator('#profile-name').fill('openai-eu');
  await page.getByRole('button', { name: 'Save profile' }).click();
  await expect(options(page)).toHaveText([/openai-eu.*no key yet/]);
  await paste(host, deployment.url);
  await page.locator('#profile-name').fill('on this machine');
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(options(page)).toHaveText([/on this machine.*no key needed/]);

  await page.getByRole('button', { name: 'Duplicate' }).click();
  await expect(options(page)).toHaveCount(2);
  const file = await downloaded(bench, () => page.getByRole('button', { name: 'Export' }).click());
  expect(JSON.parse(file)).toMatchObject({
    voxtally: 1,
    profiles: [{ name: 'on this machine (2)', options: { 'vad.silence': 700, voice: 'marin' } }],
  });
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Delete on this machine (2)' }).click();
  await expect(options(page)).toHaveCount(1);
  const withKey = join(await temporaryFolder(), 'in.json');
  await writeFile(
    withKey,
    file
      .replace('"kind": "custom"', '"kind": "custom", "apiKey": "hunter2hunter2"')
      // Other options than those in force: starting from this profile has to set them.
      .replace('"marin"', '"cedar"')
      // By another name the host is one that nobody has accepted.
      .replace('127.0.0.1', 'localhost'),
  );
  await page.getByLabel('File of profiles').setInputFiles(withKey);
  await expect(options(page)).toHaveCount(2);
  await expect(
    page.getByText('looked like a secret, or is not known to be none, and was not taken over'),
  ).toBeVisible();

  const list = page.getByRole('listbox', { name: 'Profiles' });
  await list.focus();
  await page.keyboard.press('Home');
  await expect(options(page).first()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowDown');
  await expect(options(page).last()).toHaveAttribute('aria-selected', 'true');
  const question = page.getByRole('group', { name: 'on this machine (2) has not been accepted on this machine' });
  await expect(question).toContainText('localhost');
  await page.keyboard.press('Enter');
  await expect(question).toBeFocused();
  await expect(page.getByRole('status').filter({ hasText: 'Answer that first.' })).toBeVisible();
  expect(deployment.sessions).toHaveLength(0);
  await question.getByRole('button', { name: 'Use this profile' }).click();
  await expect(question).toBeHidden();
  await list.focus();
  await page.keyboard.press('Enter');
  const asked = await (await deployment.session()).event('session.update');
  expect(JSON.stringify(asked)).toMatch(/"voice":"cedar"/);
  expect(JSON.stringify(asked)).toMatch(/"silence_duration_ms":700/);
  await page.getByRole('button', { name: /^Stop safely/ }).click();
  await page.getByRole('button', { name: /^Start again/ }).waitFor();
  expect(deployment.sessions).toHaveLength(1);
  await deployment.close();
});
