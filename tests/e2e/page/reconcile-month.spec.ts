import type { Locator, Page } from '@playwright/test';
import { parse } from 'csv-parse/sync';
import { Decimal } from 'decimal.js';
import { z } from 'zod';
import { seriousFaultsInBothThemes } from '../support/axe.ts';
import type { OpenBench } from '../support/bench.ts';
import { monthOf } from '../support/month-home.ts';
import { temporaryFolder } from '../support/places.ts';
import { saved, tooWide } from '../support/reconcile-page.ts';
import { expect, type Open, test } from '../support/test.ts';

/** Every saved session is chosen on the Sessions page, and the bill of their days given as a file on Reconcile. */
async function monthOpened(
  open: Open,
  size: { readonly width: number; readonly height: number },
): Promise<{ readonly bench: OpenBench; readonly page: Page; readonly csv: string }> {
  const home = await temporaryFolder();
  const { file, csv } = await monthOf(home);
  const bench = await open({ home, size });
  const { page } = bench;
  await page.getByRole('navigation', { name: 'Pages' }).waitFor();
  await page.keyboard.press('2');
  const boxes = page.getByRole('checkbox');
  await expect(boxes).toHaveCount(4);
  for (const box of await boxes.all()) await box.check();
  await page.getByRole('button', { name: 'Reconcile these 4 sessions' }).click();
  await expect(page.getByText('4 responses, 2,950 tokens.')).toBeVisible();
  await page.getByLabel('Export files of Cost Management').setInputFiles(file);
  await expect(page.getByRole('grid')).toBeVisible();
  return { bench, page, csv };
}

/** The cells of a table, row by row, as a person reads them. */
const cellsOf = (rows: Locator): Promise<string[][]> =>
  rows.evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent?.trim() ?? '')));

const costs = z.array(z.looseObject({ Cost: z.string(), MeterName: z.string() }));

/** What the rows of a file cost, added up without the bench; `of`: rows of these meters alone. */
const costOf = (csv: string, of = /./): Decimal =>
  costs
    .parse(parse(csv, { columns: true, bom: true }))
    .filter(({ MeterName }) => of.test(MeterName))
    .reduce((sum, { Cost }) => sum.plus(Cost), new Decimal(0));

const dollars = (amount: Decimal): string => `$${amount.toFixed(7)}`;

/** An amount as it is shown, `−$0.0017600`, as a number. */
const amountIn = (text: string): Decimal =>
  new Decimal(/[\u2212-]?\$[\d.,]+/.exec(text)?.[0].replaceAll(/[$,]/g, '').replace('\u2212', '-') ?? 'NaN');

test('three days of sessions against their bill are a table of days that adds up to the file, and a day opens and leads back by keys alone', async ({
  open,
}) => {
  const { bench, page, csv } = await monthOpened(open, { width: 1440, height: 900 });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    '29 to 31 March 2026: 90% of the file belongs to none of these sessions; of the rest 1 day is open.',
  );
  await expect(page).toHaveTitle('29 to 31 March 2026, contoso-voice \u2013 Voxtally');
  const grid = page.getByRole('grid');
  const { days, totals } = { days: grid.locator('tbody tr'), totals: grid.locator('tfoot tr') };

  expect(await cellsOf(days)).toEqual([
    ['29Sun', '2', '100', '', '300', '500', '', '100', '$0.0075400', '0', 'As reported'],
    [
      '30Mon',
      '1',
      ...['640', '0', '631', '357', '0', '181'].map((tokens) => `AExplained by A: ${tokens}`),
      '$0.0196686',
      '+$0.0104718',
      'AExplained by A',
    ],
    ['31Tue', '1', '61', '', 'Open: 100', '902', '', '33', '$0.0032304', '\u2212$0.0017600', 'Open'],
  ]);
  const ofModel = costOf(csv, / mn /);
  expect((await cellsOf(totals)).map((cells) => cells.slice(0, 9))).toEqual([
    ['Tokens', '4', '801', '0', '1,031', '1,759', '0', '314', ''],
    ['Money', '', '$0.0080100', '$0.0000000', '$0.0206200', '$0.0010554', '$0.0000000', '$0.0007536', dollars(ofModel)],
  ]);

  // The parts come to the file's own total, and so does the sum written out.
  const all = costOf(csv);
  await expect(page.getByText(`The file charges ${dollars(all)}`)).toBeVisible();
  const parts = await page
    .getByRole('list', { name: 'Where the money of the file went' })
    .locator('li')
    .allInnerTexts();
  expect(parts).toHaveLength(4);
  expect(parts.reduce((sum, text) => sum.plus(amountIn(text)), new Decimal(0)).toFixed()).toBe(all.toFixed());
  await expect(page.getByRole('contentinfo')).toContainText(
    `${ofModel.toFixed()} in the table + ${all.minus(ofModel).toFixed()} not allocated = ${all.toFixed()} USD`,
  );
  expect(await seriousFaultsInBothThemes(page)).toEqual([]);

  // Arrows walk the days, and the day of the row stands beside them.
  const beside = page.getByRole('complementary', { name: 'The day' });
  await page.locator('[data-cell="0 0"]').focus();
  await expect(beside.getByRole('heading', { level: 2, name: '2026-03-29, Sunday' })).toBeVisible();
  await expect(beside.getByRole('table', { name: 'Sessions of 2026-03-29' }).locator('tbody tr')).toHaveCount(2);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('[data-cell="1 1"]')).toBeFocused();
  await expect(beside).toContainText('2026-03-30, Monday');
  expect((await cellsOf(beside.getByRole('table', { name: 'Meters of 2026-03-30' }).locator('tbody tr')))[0]).toEqual([
    'Audio in',
    '46',
    '640',
    '+594',
    'AExplained by A',
  ]);

  // Enter holds that day's bill against that day's session alone: it says what the table said.
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('the model ran at least once more');
  await expect(page.getByRole('region', { name: 'The first story' })).toContainText(
    'A further response over the finished conversation, nothing new added',
  );
  await expect(page).toHaveTitle('gpt-realtime-mini 1215, 2026-03-30, session of 10:00 \u2013 Voxtally');
  const back = page.getByRole('button', { name: 'All days of the bill' });
  await expect(back).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(grid).toBeVisible();
  await expect(page.locator('[data-cell="1 0"]')).toBeFocused();
  await expect(beside).toContainText('2026-03-30, Monday');

  // What was expected goes out for a hub: the sessions' reports at list price, as the sum of the table by tag below says.
  const rows = await saved(bench, () => beside.getByRole('button', { name: 'FOCUS rows' }).press('Enter'));
  const effective = z.array(z.looseObject({ EffectiveCost: z.string() }));
  const expected = effective.parse(parse(rows.text, { columns: true, bom: true }));
  expect(expected.reduce((sum, { EffectiveCost }) => sum.plus(EffectiveCost), new Decimal(0)).toFixed()).toBe(
    new Decimal('0.00919684').plus('0.00754').plus('0.0049904').toFixed(),
  );

  const tag = page.getByRole('group', { name: 'Grouped by' }).getByRole('button', { name: 'Tag' });
  await tag.press('Enter');
  expect(await cellsOf(page.getByRole('table', { name: 'Sessions by tag' }).locator('tbody tr'))).toEqual([
    ['load', '1', '1', '$0.0091968', '$0.0196686', ''],
    ['pilot', '2', '2', '$0.0075400', '$0.0075400', ''],
    ['no tag', '1', '1', '$0.0049904', '', '1'],
  ]);
  await expect(page.getByRole('heading', { name: 'Sessions by tag' })).toBeVisible();
});

test('at 1024 the table of days fits the window, and a day lies over it until Escape', async ({ open }) => {
  const { page } = await monthOpened(open, { width: 1024, height: 768 });
  expect(await tooWide(page)).toEqual([]);
  const row = page.locator('[data-cell="1 0"]');
  await row.focus();
  await page.keyboard.press(' ');
  const over = page.getByRole('complementary', { name: 'The day' });
  await expect(over).toContainText('2026-03-30, Monday');
  expect(await tooWide(page)).toEqual([]);
  // Nothing of the day is cut off either.
  const wide = over.getByRole('group', { name: 'The day, and what is not allocated' });
  expect(await wide.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
  await page.keyboard.press('Escape');
  await expect(over).toBeHidden();
  await expect(row).toBeFocused();
});
