import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Exact } from '../../../shared/kit/money.ts';
import type { PriceBook } from '../../../shared/pricing/price-book.ts';
import type { ReconcileReport } from '../../../shared/reconcile/reconcile-report.ts';
import { commandLines, fixture } from '../support/cli.ts';
import { threadMeters, type SyntheticMeter } from '../support/synthetic.ts';

const { here: run } = commandLines();
const usage = fixture('thread-usage.json');
/** What one dollar of list price is in the euro book of these tests. */
const euroShare = '0.93';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'voxtally-currencies-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const header =
  'Date,MeterName,MeterCategory,Quantity,UnitOfMeasure,EffectivePrice,CostInBillingCurrency,BillingCurrency,ResourceId';
const costOf = ({ tokens, usdPerMillion }: SyntheticMeter, share: string): string =>
  new Exact(tokens).times(usdPerMillion).times(share).div(1_000_000).toFixed();

/** The thread's meters as an export of one currency. */
async function bill(
  name: string,
  currency: string,
  share: string,
  more: readonly [string, string] | null = null,
): Promise<string> {
  const lines = threadMeters.map((meter) => {
    const price = new Exact(meter.usdPerMillion).times(share).toFixed();
    const cells = [
      '03/31/2026',
      meter.name,
      'Foundry Models',
      new Exact(meter.tokens).div(1_000_000).toFixed(),
      '1M',
      price,
    ];
    return [
      ...cells,
      costOf(meter, share),
      currency,
      '/accounts/voice',
      ...(more === null ? [] : [costOf(meter, more[1])]),
    ].join(',');
  });
  const path = join(folder, name);
  await writeFile(path, [more === null ? header : `${header},${more[0]}`, ...lines].join('\n'));
  return path;
}

async function reconciled(...args: string[]): Promise<ReconcileReport> {
  const { code, out, err } = await run(['reconcile', '--usage', usage, ...args, '--json']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return JSON.parse(out) as ReconcileReport;
}

/** Keeps the shipped list times a share as a book in euros, and gives its id. */
async function euroBook(id: string): Promise<string> {
  const shipped = JSON.parse(
    await readFile(new URL('../../../assets/prices/2026-10-09.json', import.meta.url), 'utf8'),
  ) as PriceBook;
  const models = shipped.models.map((entry) => ({
    ...entry,
    prices: entry.prices.map((price) => ({ ...price, price: new Exact(price.price).times(euroShare).toFixed() })),
  }));
  const path = join(folder, `${id}.json`);
  await writeFile(path, JSON.stringify({ ...shipped, id, name: 'Euro list', currency: 'EUR', models }));
  const { code, err } = await run(['prices', 'import', path]);
  expect([code, err.trimEnd().split('\n')]).toEqual([
    0,
    [expect.stringContaining('are used only where the book is chosen, or a bill is in EUR and no other book is.')],
  ]);
  return id;
}

describe('a bill in euros against a list in dollars', () => {
  it('has its tokens explained, its charge in euros, and no price variance but the reason and what to do', async () => {
    const path = await bill('euro.csv', 'EUR', euroShare);
    const report = await reconciled('--bill', path);
    expect(report.explanations[0]).toMatchObject({ rank: 1, exact: true });
    expect(report.money).toMatchObject({ currency: 'USD', billed: '0.0196686', difference: '0.01047176' });
    expect(report.charge).toMatchObject({
      costs: [{ cost: '0.018291798', currency: 'EUR' }],
      compared: null,
      priceVariance: null,
    });
    expect(report.charge.notComparable).toContain('Add a price book in EUR');
    expect(report.meters[0]).toMatchObject({
      charged: [{ cost: '0.005952', currency: 'EUR' }],
      quantityVariance: { currency: 'USD' },
      priceVariance: null,
    });
    const names = JSON.stringify(report);
    expect(names).not.toMatch(/"\w*Usd"/);
  });

  it('never shows a euro as a dollar, on the terminal or in a file', async () => {
    const path = await bill('euro.csv', 'EUR', euroShare);
    const [html, csv, markdown] = ['out.html', 'out.csv', 'out.md'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    const { code, out } = await run([
      'reconcile',
      '--usage',
      usage,
      '--bill',
      path,
      '--html',
      html,
      '--csv',
      csv,
      '--markdown',
      markdown,
    ]);
    expect(code).toBe(0);
    expect(out).toContain(
      'The bill itself charges 0.018291798 EUR for them. A charge in EUR cannot be held against list prices in USD',
    );
    for (const file of [html, csv, markdown]) {
      const text = await readFile(file, 'utf8');
      expect(text).toContain('Add a price book in EUR');
      expect(text).not.toMatch(/\$0\.01829|usd/);
    }
    expect(await readFile(html, 'utf8')).toContain('€0.0182918');
    expect(await readFile(csv, 'utf8')).toMatch(/charge,.*,all,.*0\.018291798,EUR/);
  });

  it('is held against its own column of dollars where it has one, and says so', async () => {
    const report = await reconciled('--bill', await bill('both.csv', 'EUR', '0.9', ['costInUsd', '0.8']));
    expect(report.charge).toEqual({
      costs: [{ cost: '0.01770174', currency: 'EUR' }],
      compared: { cost: '0.01573488', currency: 'USD', by: 'cost in US dollars' },
      priceVariance: { cost: '-0.00393372', currency: 'USD' },
      notComparable: null,
    });
  });
});

describe('rows that are no usage of the compared days', () => {
  it('and those that were taken back are no part of tokens and charge, and are told with their currency', async () => {
    const path = await bill('credits.csv', 'EUR', euroShare);
    const name = threadMeters[0]?.name ?? '';
    const rest = 'Foundry Models,-0.0001,1M,9.3,-0.00093,EUR,/accounts/voice';
    const text = (await readFile(path, 'utf8')).split('\n');
    const lines = text.map((line, index) => `${line},${index === 0 ? 'ChargeType' : 'Usage'}`);
    const more = [
      `03/31/2026,${name},${rest.replaceAll('-', '')},Usage`,
      `03/31/2026,${name},${rest},Usage`,
      `03/31/2026,${name},${rest.replaceAll('-', '')},Refund`,
      `03/31/2026,${name},Foundry Models,0,1M,9.3,0,EUR,/accounts/voice,Usage`,
      `03/30/2026,${name},Foundry Models,0.5,1M,9.3,4.65,EUR,/accounts/voice,Usage`,
    ];
    await writeFile(path, [...lines, ...more].join('\n'));
    const report = await reconciled('--bill', path, '--day', '2026-03-31');
    expect(report.meters[0]).toMatchObject({ billed: 640, charged: [{ cost: '0.005952', currency: 'EUR' }] });
    expect(report.charge.costs).toEqual([{ cost: '0.018291798', currency: 'EUR' }]);
    const notes = report.notes.join(' ');
    expect(notes).toContain(`${name} on 2026-03-31: net 640: 740 billed, 100 corrected (-0.00093 EUR).`);
    expect(notes).toContain('1 row of charges that are no usage (purchases, refunds, adjustments) is left out');
    expect(report.explanations[0]).toMatchObject({ exact: true });
  });
});

describe('a bill in yen', () => {
  it('shows whole yen as whole, and is held against its dollars by its own rate', async () => {
    const columns =
      'date,meterName,quantity,unitOfMeasure,effectivePrice,costInBillingCurrency,billingCurrency,pricingCurrency,exchangeRatePricingToBilling';
    const lines = threadMeters.map((meter) => {
      const quantity = new Exact(meter.tokens).div(1_000_000).toFixed();
      return [
        '03/31/2026',
        meter.name,
        quantity,
        '1M',
        meter.usdPerMillion,
        costOf(meter, '150'),
        'JPY',
        'USD',
        '150',
      ].join(',');
    });
    const path = join(folder, 'yen.csv');
    const markdown = join(folder, 'yen.md');
    await writeFile(path, [columns, ...lines].join('\n'));
    const { code, out } = await run(['reconcile', '--usage', usage, '--bill', path, '--markdown', markdown]);
    expect(code).toBe(0);
    expect(out).toContain(
      'charges 2.95029 JPY for them (0.0196686 USD from its billed cost and the exchange rate of the file), which is list price',
    );
    expect(await readFile(markdown, 'utf8')).toContain(
      'The bill itself charges ¥2.95029, which is $0.0196686 from its billed cost',
    );
  });
});

describe('a bill in dollars', () => {
  it('beside another in euros is charged in two sums that are never added', async () => {
    const dollars = await bill('dollars.csv', 'USD', '1');
    const text = await readFile(await bill('euros.csv', 'EUR', euroShare), 'utf8');
    const mixed = join(folder, 'mixed.csv');
    await writeFile(mixed, [await readFile(dollars, 'utf8'), ...text.split('\n').slice(1)].join('\n'));
    const report = await reconciled('--bill', mixed);
    expect(report.charge.costs).toEqual([
      { cost: '0.0196686', currency: 'USD' },
      { cost: '0.018291798', currency: 'EUR' },
    ]);
    expect(report.charge.priceVariance).toBeNull();
    expect(report.charge.notComparable).toContain('Charges in USD and EUR are neither added');
  });

  it('of cost alone against a book in euros keeps its rows and derives no tokens', async () => {
    const id = await euroBook('euro-chosen');
    const path = join(folder, 'analysis.csv');
    const lines = threadMeters.map((meter) => `2026-03-31,${meter.name},${costOf(meter, '1')}00000,GBP`);
    await writeFile(path, ['UsageDate,Meter,Cost,Currency', ...lines].join('\n'));
    const report = await reconciled('--bill', path, '--prices', id);
    expect(report.priceBook).toBe(id);
    expect(report.meters[0]).toMatchObject({ billed: null, charged: [{ currency: 'GBP' }] });
    expect(report.notes.join(' ')).toContain(
      'no list price in GBP to derive tokens from; the row is kept. Add a price book in GBP',
    );
    expect(report.explanations.some(({ exact }) => exact)).toBe(false);
  });
});

describe('a book in the currency of the bill', () => {
  it('is taken of itself once it is there, which is said, and the two are compared', async () => {
    const id = await euroBook('euro-list');
    const report = await reconciled('--bill', await bill('euro.csv', 'EUR', '0.9'));
    expect(report.priceBook).toMatch(/^euro-/);
    expect(report.notes.join(' ')).toContain(
      'The bill states its charges in EUR, so its list prices are those of euro-',
    );
    expect(report.money?.currency).toBe('EUR');
    expect(report.charge.priceVariance).toEqual({ cost: '-0.000590058', currency: 'EUR' });
    const chosen = await reconciled('--bill', await bill('euro.csv', 'EUR', '0.9'), '--prices', id);
    expect(chosen.priceBook).toBe(id);
    expect(chosen.notes.join(' ')).not.toContain('so its list prices are those of');
  });

  it('that is not there is refused by name', async () => {
    const { code, err } = await run([
      'reconcile',
      '--usage',
      usage,
      '--bill',
      await bill('euro.csv', 'EUR', '1'),
      '--prices',
      'nowhere',
    ]);
    expect(code).toBe(1);
    expect(err).toContain('There is no price book nowhere.');
  });
});
