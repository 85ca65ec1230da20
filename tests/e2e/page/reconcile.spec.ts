import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { enterpriseFile, threadMeters } from '../../integration/support/synthetic.ts';
import { temporaryFolder } from '../support/places.ts';
import { meterRows, progressTold, saved } from '../support/reconcile-page.ts';
import { recordedWithHidden } from '../support/simulated.ts';
import { expect, test } from '../support/test.ts';

const usage = JSON.stringify(
  {
    total_tokens: 766,
    input_tokens: 229,
    output_tokens: 537,
    input_token_details: {
      text_tokens: 119,
      audio_tokens: 110,
      cached_tokens: 128,
      cached_tokens_details: { text_tokens: 64, audio_tokens: 64 },
    },
    output_token_details: { text_tokens: 117, audio_tokens: 420 },
  },
  null,
  2,
);
const meters = threadMeters.map(({ name, tokens }) => `${name.replace(' 1M Tokens', '')}\t${tokens}`).join('\n');
const finding =
  'Azure billed 2.14 \u00d7 what the API reported: the model ran at least once more than the API told you.';

test('two pasted texts give the finding, the meters and the report at once; an export gives the same', async ({
  open,
}) => {
  const bench = await open();
  const { page } = bench;
  await page.getByRole('navigation', { name: 'Pages' }).waitFor();
  await page.keyboard.press('3');
  const reported = page.getByLabel('Reported usage, as it was printed');
  await reported.fill('{ "input_tokens": 5 }');
  await expect(page.getByRole('region', { name: 'Reported usage' }).getByRole('alert')).toContainText(
    'The usage has no',
  );
  await reported.fill(usage);
  await expect(page.getByText('1 response, 766 tokens.')).toBeVisible();
  await page.getByLabel('Meters of the bill, one a line').fill(`${meters}\nStandard Traffic\t3`);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(finding);
  await expect(page.getByText(/\d in 506,097/)).toBeVisible();
  await expect(page.getByRole('list', { name: 'Lines left out' })).toContainText('Line 7, Standard Traffic');

  // Readers have the table at any time; a press shows it to everybody in the place of the bars.
  const rows = [
    ['Audio in', '110', '46', '640', '+594', '+$0.0059400', 'Has story A'],
    ['Audio cached', '64', '64', '0', '\u221264', '\u2212$0.0000192', 'Billed in audio in'],
    ['Audio out', '420', '420', '631', '+211', '+$0.0042200', 'Read off this bill'],
    ['Text in', '119', '55', '357', '+302', '+$0.0001812', expect.stringMatching(/^Has story A/)],
    ['Text cached', '64', '64', '0', '\u221264', '\u2212$0.0000038', 'Billed in text in'],
    ['Text out', '117', '117', '181', '+64', '+$0.0001536', 'Read off this bill'],
  ];
  const shownRows = async (): Promise<string[][]> =>
    (await meterRows(page)).map(([meter = '', , ...rest]) => [meter, ...rest]);
  expect(await shownRows()).toEqual(rows);
  const reread = page.getByText('answer re-read', { exact: true });
  await expect(reread).toBeVisible();
  await page.getByRole('button', { name: 'As a table' }).press('Enter');
  expect(await shownRows()).toEqual(rows);
  await expect(reread).toBeHidden();
  await expect(page.getByRole('button', { name: 'difference' })).toHaveAccessibleDescription(/Billed less expected/);
  await page.getByRole('button', { name: 'As a table' }).press('Enter');
  await expect(reread).toBeVisible();

  // The first story has what it rests on in sight, and opens to its arithmetic.
  const first = page.getByRole('region', { name: 'The first story' });
  await expect(first).toContainText('text in 238 = 119 + 117 + 2, to the token');
  const arithmetic = page.getByRole('table', { name: 'Arithmetic of A' });
  await expect(arithmetic).toBeHidden();
  await first.getByRole('button').press('Enter');
  await expect(arithmetic.getByRole('row', { name: /Audio in/ })).toContainText('= 110 + (110 + 420)');
  await expect(page.getByRole('table', { name: 'Excluded' })).toContainText('246 text in, billed 238');
  await expect(page.getByRole('region', { name: 'Ranked after' })).toContainText('no measured rule');
  const rivals = page.getByRole('region', { name: 'What no number excludes' });
  await expect(rivals).toContainText('Two other first turns');
  await expect(rivals).toContainText('53.0 s of audio');
  await expect(page.getByRole('table', { name: 'Next runs' })).toContainText('121 + answer');

  // Named from its content until a person names it; Escape leaves the name, Enter keeps it, emptied it is the content's again.
  const name = page.getByLabel('Name of this reconciliation');
  const ownName = 'gpt-realtime-mini 1215, pasted usage of 766 tokens';
  await expect(name).toHaveValue(ownName);
  await expect(page).toHaveTitle(`${ownName} \u2013 Voxtally`);
  await page.keyboard.press('F2');
  await expect(name).toBeFocused();
  await page.keyboard.type('Not this');
  await page.keyboard.press('Escape');
  await expect(name).toHaveValue(ownName);
  await page.keyboard.press('F2');
  await page.keyboard.type('March');
  await page.keyboard.press('Enter');
  await expect(page).toHaveTitle('March \u2013 Voxtally');
  await page.keyboard.press('F2');
  await page.keyboard.press('Delete');
  await page.keyboard.press('Enter');
  await expect(name).toHaveValue(ownName);
  await page.keyboard.press('F2');
  await page.keyboard.type('March 31');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Rename' })).toBeFocused();
  await expect(page.getByRole('combobox', { name: 'Reconciliation', exact: true })).toContainText('March 31');
  const onePage = await saved(bench, () => page.getByRole('button', { name: 'One page' }).click());
  expect(onePage.name).toBe('march-31.one-page.html');
  expect(onePage.text).toContain('What this was made from');
  const report = await saved(bench, () => page.getByRole('button', { name: 'Full report' }).click());
  expect(report.name).toBe('march-31.html');
  expect(report.text).toContain('the model ran at least once more than the API told you');
  const plan = await saved(bench, () => page.getByRole('button', { name: 'Write the plan as JSON' }).click());
  expect(JSON.stringify(JSON.parse(plan.text))).toContain('Instructions of');

  const file = join(await temporaryFolder(), 'march.csv');
  const filler = Array.from({ length: 20_000 }, () => ({ name: 'Standard Traffic', tokens: 1, usdPerMillion: '1' }));
  await writeFile(file, enterpriseFile('03/31/2026', [...threadMeters, ...filler]));
  const told = progressTold(page);
  await page.getByLabel('Export files of Cost Management').setInputFiles(file);
  expect(await told).toContain('Importing march.csv');
  await expect(page.getByRole('list', { name: 'Imported exports' })).toContainText('6 of 20,006 rows kept');
  await expect(page.getByRole('heading', { level: 1 })).toContainText(finding);
  await expect(page.getByText('contoso-voice')).toBeVisible();

  const euro = join(await temporaryFolder(), 'euro.csv');
  await writeFile(euro, enterpriseFile('03/31/2026', threadMeters).replaceAll('USD', 'EUR'));
  await page.getByLabel('Export files of Cost Management').setInputFiles(euro);
  await expect(page.getByText('The bill itself charges €0.0196686. A charge in EUR cannot be held')).toBeVisible();
  await expect(page.getByText('All rows together cost €0.0196686.')).toBeVisible();

  await page.reload();
  await page.getByRole('button', { name: 'Reconcile', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(finding);
  await expect(name).toHaveValue('March 31');
});

test('a session whose deployment ran the model once more without a word is explained by the bill of that deployment', async ({
  open,
}) => {
  const home = await temporaryFolder();
  const { csv, day } = await recordedWithHidden(home);
  const file = join(await temporaryFolder(), 'today.csv');
  await writeFile(file, csv);
  const { page } = await open({ home });
  await page.getByRole('navigation', { name: 'Pages' }).waitFor();
  await page.keyboard.press('2');
  await page.getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Reconcile this session' }).click();
  await expect(page.getByText('1 response.created, 1 with usage')).toBeVisible();
  await page.getByLabel('Export files of Cost Management').setInputFiles(file);
  const question = page.getByRole('button', { name: 'the month', exact: true });
  await expect(question.or(page.getByText('Not yet due').first())).toBeVisible();
  if (await question.isVisible()) await question.click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('the model ran at least once more');
  await expect(page.getByText('Not yet due').first()).toBeVisible();
  await expect(page.getByText(day, { exact: true })).toBeVisible();
  const rows = await meterRows(page);
  expect(rows[0]?.at(-1)).toContain('Has story');
  expect(rows[3]?.at(-1)).toContain('Has story');
  await expect(page.getByRole('region', { name: 'The first story' })).toContainText(
    'A further response over the finished conversation, nothing new added',
  );
});
