import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { queryPage } from '../../integration/support/cost-service.ts';
import { enterpriseFile } from '../../integration/support/synthetic.ts';
import { fakeAzure } from '../support/azure.ts';
import { temporaryFolder } from '../support/places.ts';
import { homeWith } from '../support/prepare.ts';
import { meterRows } from '../support/reconcile-page.ts';
import { expect, test } from '../support/test.ts';

/** A partitioned export as a storage account holds it, and a file beside it that belongs to nothing. */
async function exportFolder(): Promise<string> {
  const folder = join(await temporaryFolder(), 'run');
  await mkdir(folder);
  const text = enterpriseFile('03/31/2026');
  const [header = '', ...rows] = text.split('\r\n').filter((line) => line !== '');
  const parts = [rows.slice(0, 3), rows.slice(3)].map((some) => `${[header, ...some].join('\r\n')}\r\n`);
  for (const [index, part] of parts.entries()) await writeFile(join(folder, `part_${index}_0001.csv`), part);
  const blobs = parts.map((part, index) => ({
    blobName: `exports/run/part_${index}_0001.csv`,
    byteCount: Buffer.byteLength(part),
  }));
  await writeFile(join(folder, 'manifest.json'), JSON.stringify({ blobCount: parts.length, blobs }));
  await writeFile(join(folder, 'package.json'), '{}');
  return folder;
}

const metrics = 'Time,Azure OpenAI Requests\n2026-03-31T14:05:00Z,1\n2026-03-31T14:06:00Z,1\n';

test('the start page leads to the bill, which comes from Azure behind a proxy, from a folder, and beside a file of metrics', async ({
  open,
}) => {
  const azure = await fakeAzure();
  azure.answers.push(
    { status: 403, body: { error: { code: 'RBACAccessDenied', message: 'No access.' } } },
    { status: 200, body: queryPage() },
  );
  const { page } = await open({
    home: await homeWith({ network: azure.network }),
    env: { PATH: azure.path },
    size: { width: 1024, height: 700 },
  });
  const start = page.getByRole('button', { name: /^Start/ });
  await start.waitFor();
  // Nothing of the one filled button is cut off, however long the form above it.
  await page.keyboard.press('n');
  await page.locator('#deployment-host').waitFor();
  await expect(start).toBeInViewport({ ratio: 1 });
  await page.getByRole('button', { name: 'Paste it' }).click();
  await expect(page.getByLabel('Reported usage, as it was printed')).toBeInViewport();

  const fetchButton = page.getByRole('button', { name: 'Fetch costs' });
  await fetchButton.press('Enter');
  const scope = page.getByLabel('Scope');
  await expect(scope).toBeFocused();
  await page.keyboard.press('Enter');
  const alert = page.getByRole('dialog').getByRole('alert');
  await expect(alert).toContainText('No scope is given.');
  const group = '/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/voice';
  await scope.fill(` https://portal.azure.com/#@contoso.com/resource${group}/overview `);
  await page.getByLabel('First day').fill('2026-03-31');
  await page.getByLabel('Last day').fill('2026-03-31');
  await page.keyboard.press('Enter');
  await expect(alert).toContainText('Ask for the role Cost Management Reader');
  await expect(scope).toBeFocused();
  await expect(scope).toHaveValue(group);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(fetchButton).toBeFocused();
  const imports = page.getByRole('list', { name: 'Imported exports' });
  await expect(imports).toContainText('2026-03-31. 6 of 6 rows kept.');
  expect(azure.asked.map(({ authorization }) => authorization)).toEqual(Array(2).fill(`Bearer ${azure.token}`));
  expect(azure.asked[1]?.path).toContain(`${group}/providers/Microsoft.CostManagement/query`);
  expect(await page.content()).not.toContain(azure.token);
  await azure.close();

  const fetched = page.getByRole('checkbox', { name: /query-0001/ });
  await fetched.click();
  await expect(fetched).not.toBeChecked();
  await page.getByLabel('Folder of a partitioned export').setInputFiles(await exportFolder());
  await expect(imports).toContainText('part_0_0001.csv and');
  await expect(imports.getByRole('listitem').filter({ hasText: 'part_0' })).toContainText('6 of 6 rows kept');

  await page.getByRole('button', { name: 'Add counts of Azure Monitor or OpenAI' }).click();
  const file = join(await temporaryFolder(), 'requests.csv');
  await writeFile(file, metrics);
  await page.getByLabel('File of counts').setInputFiles(file);
  await expect(page.getByRole('region', { name: 'Counts of the service' })).toContainText('2 counts');

  await page
    .getByLabel('Reported usage, as it was printed')
    .fill(
      '{"input_tokens":229,"output_tokens":537,"total_tokens":766,"input_token_details":{"text_tokens":119,"audio_tokens":110,"cached_tokens":128,"cached_tokens_details":{"text_tokens":64,"audio_tokens":64}},"output_token_details":{"text_tokens":117,"audio_tokens":420}}',
    );
  const heading = page.getByRole('heading', { level: 1 });
  await expect(heading).toContainText('the model ran at least once more');
  expect((await meterRows(page)).map((cells) => cells[4])).toEqual(['640', '0', '631', '357', '0', '181']);

  // Who types in the evidence is let finish; then it gives its place to the outcome, and keeps a dialog that is open.
  const evidence = page.getByRole('complementary', { name: 'Evidence' });
  const handle = page.getByRole('button', { name: 'Evidence', exact: true, includeHidden: true });
  await expect(evidence).toBeVisible();
  await heading.click();
  await expect(evidence).toBeHidden();
  await page.setViewportSize({ width: 1440, height: 900 });
  await fetchButton.press('Enter');
  await page.setViewportSize({ width: 1024, height: 700 });
  await expect(handle).toHaveAttribute('aria-expanded', 'false');
  await expect(scope).toHaveValue(group);
  await page.keyboard.press('Escape');
  await expect(handle).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(evidence).toBeVisible();
});
