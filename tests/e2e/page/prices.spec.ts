import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startDeployment } from '../../integration/support/deployment.ts';
import { enterpriseSheet } from '../../integration/support/price-sheets.ts';
import { beginReply, endReply, replyUsage } from '../../integration/support/reply.ts';
import { startSession, stopSession } from '../support/audio-page.ts';
import { seriousFaultsInBothThemes } from '../support/axe.ts';
import { homeFor } from '../support/prepare.ts';
import { expect, test } from '../support/test.ts';
import { costOnScreen } from '../support/usage-on-screen.ts';

const file = (name: string, text: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
const machine = { meter: 'DC96as_v4', unit: '10 Hours', price: '105.05' };
/** What a reply of the scripted deployment uses, at a tenth of the list's prices, in euros. */
const tenth: readonly (readonly [meter: string, price: string])[] = [
  ['gpt rt aud mn in gl 1215 1M Tokens', '1'],
  ['gpt rt aud mn cd in gl 1215 1M Tokens', '0.03'],
  ['gpt rt aud mn out gl 1215 1M Tokens', '2'],
  ['gpt rt txt mn in gl 1215 1M Tokens', '0.06'],
  ['gpt rt txt mn cd in gl 1215 1M Tokens', '0.006'],
  ['gpt rt txt mn Out gl 1215 1M Tokens', '0.24'],
];

test('a price sheet is imported, told of, chosen, and prices the next session', async ({ open }) => {
  const deployment = await startDeployment();
  const home = await homeFor(deployment.url);
  const { page } = await open({ home });
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Price books and models' }).click();
  const dialog = page.getByRole('dialog', { name: 'Prices' });
  const sheet = dialog.getByLabel('Price book or price sheet to import');

  await sheet.setInputFiles(file('vm.csv', enterpriseSheet([machine])));
  await expect(dialog.getByRole('status')).toContainText('vm.csv holds no price of a Realtime or transcription meter');

  await dialog.getByLabel('Name of the new book').fill('Contoso EA');
  const rows = tenth.map(([meter, price]) => ({ meter, unit: '1M', price, currency: 'EUR' }));
  await sheet.setInputFiles(file('EA.csv', enterpriseSheet([machine, ...rows])));
  const id = 'own-contoso-ea-2026-10-01';
  await expect(dialog.getByRole('status')).toContainText(
    `${id} is kept. ${id}: 6 prices of 1 model in EUR, from 2026-10-01. 7 rows were read. Passed over: 1 of other products.`,
  );
  await expect(dialog.getByRole('row', { name: id })).toContainText('yours');
  expect(await seriousFaultsInBothThemes(page), 'prices').toEqual([]);
  const kept = JSON.parse(await readFile(join(home, 'prices', `${id}.json`), 'utf8')) as { name: string };
  expect(kept.name).toBe('Contoso EA');

  await dialog.getByRole('combobox', { name: 'Book of new sessions' }).click();
  await page.getByRole('option', { name: id }).click();
  await expect(dialog.getByRole('status')).toContainText('Used from the next session on.');
  await page.keyboard.press('Escape');
  await startSession(page);
  const remote = await deployment.session();
  beginReply(remote, 'resp_1', 1000);
  endReply(remote, 'resp_1', 'completed', replyUsage);
  // A tenth of $0.0091968.
  await expect.poll(() => costOnScreen(page, 'Expected')).toBe('€0.0009197');
  await stopSession(page);
  await deployment.close();
});
