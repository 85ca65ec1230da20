import { answer } from '../../integration/support/cost-service.ts';
import { serveOpenAi, twoPages } from '../../integration/support/openai-service.ts';
import { fakeOpenAi } from '../support/openai.ts';
import { homeWith } from '../support/prepare.ts';
import { expect, test } from '../support/test.ts';

const key = 'sk-admin-planted-in-the-window-and-read-nowhere';

test('costs of OpenAI come by an admin key that goes to the engine alone, and their usage comes along as a witness', async ({
  open,
}) => {
  const openAi = await fakeOpenAi();
  const { page } = await open({ home: await homeWith({ network: openAi.network }) });
  await page.getByRole('button', { name: 'Paste it' }).click();
  await page.getByRole('button', { name: 'Fetch costs' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'From' }).click();
  await page.getByRole('option', { name: /OpenAI/ }).click();
  const first = dialog.getByLabel('First day');
  await first.fill('2026-09-28');
  await dialog.getByLabel('Last day').fill('2026-09-29');
  await first.press('Enter');
  const alert = dialog.getByRole('alert');
  await expect(alert).toContainText('There is no admin key of OpenAI');
  expect(openAi.service.asked).toEqual([]);

  openAi.service.reply = (_, response) => answer(response, 401, { error: { message: 'No.' } });
  const field = dialog.getByLabel('Admin key');
  await field.fill(key);
  await dialog.getByRole('button', { name: 'Fetch', exact: true }).click();
  await expect(alert).toContainText('that needs an admin key. It says: No.');
  await expect(field).toHaveValue('');
  await expect(dialog).toContainText('A key is at hand');

  serveOpenAi(openAi.service, twoPages);
  await first.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('list', { name: 'Imported exports' })).toContainText(
    'OpenAI costs. 2026-09-28. 6 of 6 rows kept.',
  );
  await expect(page.getByRole('region', { name: 'Counts of the service' })).toContainText('1 count');
  expect(new Set(openAi.service.asked.map(({ authorization }) => authorization))).toEqual(new Set([`Bearer ${key}`]));
  expect(await page.content()).not.toContain(key);

  // What was asked last is offered again.
  await page.getByRole('button', { name: 'Fetch costs' }).click();
  await expect(dialog.getByLabel('First day')).toHaveValue('2026-09-28');
  await openAi.close();
});
