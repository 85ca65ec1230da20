import { startDeployment } from '../../integration/support/deployment.ts';
import { startButton, stopSession } from '../support/audio-page.ts';
import { homeFor } from '../support/prepare.ts';
import { sessionFolders } from '../support/record.ts';
import { expect, test } from '../support/test.ts';

const key = 'key-that-opens-nothing-4711';

test('a wrong address, a refused key and a missing deployment each say what happened; nothing typed is lost', async ({
  open,
}) => {
  let answer: { status: number; code: string; message: string } | null = null;
  const deployment = await startDeployment({
    refuse: (_request, respond) => {
      const { status, ...error } = answer ?? { status: 500, code: 'none', message: 'none' };
      respond(status, { 'content-type': 'application/json' }, JSON.stringify({ error }));
    },
  });
  const home = await homeFor('ws://127.0.0.1:1/v1/realtime?model=voice');
  const { page } = await open({ home });
  const address = page.getByLabel('Address', { exact: true });
  const wentWrong = page.getByRole('region', { name: 'What went wrong' });
  const tryAgain = page.getByRole('button', { name: /^Try again/ });

  await startButton(page).waitFor();
  await address.fill('nowhere at all');
  await startButton(page).click();
  await expect(page.getByRole('alert').filter({ hasText: 'nowhere at all' })).toBeVisible();
  expect(await sessionFolders(home)).toEqual([]);

  await address.fill('ws://127.0.0.1:1/v1/realtime?model=voice');
  await address.press('Enter');
  await expect(wentWrong).toContainText('The deployment could not be reached.');
  await expect(wentWrong).toContainText('127.0.0.1:1');

  await page.getByRole('button', { name: 'Change deployment' }).click();
  await address.fill(deployment.url);
  await page.getByRole('combobox', { name: 'How the key travels' }).click();
  await page.getByRole('option', { name: 'bearer token' }).click();
  await page.getByLabel('Key', { exact: true }).fill(key);
  await page.getByRole('button', { name: 'Store' }).click();
  await expect(page.getByText('A key is at hand')).toBeVisible();
  await expect(page.getByLabel('Key', { exact: true })).toHaveValue('');

  answer = { status: 401, code: 'invalid_api_key', message: `Incorrect API key provided: ${key}.` };
  await startButton(page).click();
  await expect(wentWrong).toContainText('The deployment refused the key.');
  await expect(wentWrong).toContainText('401');

  answer = { status: 404, code: 'DeploymentNotFound', message: 'The API deployment for this resource does not exist.' };
  await tryAgain.click();
  await expect(wentWrong).toContainText('There is no such deployment.');
  await expect(wentWrong).toContainText(deployment.url);
  expect(await page.content()).not.toContain(key);

  await page.getByRole('button', { name: 'Change deployment' }).click();
  await expect(address).toHaveValue(deployment.url);
  await deployment.close();

  await page.getByRole('radio', { name: /^Simulator/ }).check();
  await startButton(page).click();
  await page.getByRole('button', { name: /^Stop safely/ }).waitFor();
  await stopSession(page);
  expect(await sessionFolders(home)).toHaveLength(4);
});
