import { spansOf } from '../../../shared/billing/meter-kind.ts';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importBill, type ImportOptions } from '../../../electron/engine/costs/import/import-bill.ts';
import { billSources } from '../../../electron/engine/costs/import/sources.ts';
import { billedModels } from '../../../shared/billing/billed-models.ts';
import type { ImportedBill } from '../../../shared/billing/imported-bill.ts';
import { threadBill } from '../../unit/reconcile/thread.ts';
import { fixture } from '../support/cli.ts';
import { parquetBytes } from '../support/parquet.ts';
import { amounts, enterpriseFile, realHeader, resourceId, table, threadMeters } from '../support/synthetic.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'voxtally-import-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const now = (): Date => new Date('2026-04-02T08:00:00Z');
const price = new Map(threadMeters.map(({ name, usdPerMillion }) => [name, usdPerMillion]));

async function imported(path: string, more: Partial<ImportOptions> = {}): Promise<ImportedBill> {
  const found = await billSources([path]);
  if (!found.ok || found.sources[0] === undefined) throw new Error(found.ok ? 'no source' : found.error.message);
  const read = await importBill(found.sources[0], { now, listPrice: ({ name }) => price.get(name) ?? null, ...more });
  if (!read.ok) throw new Error(read.error.message);
  if (read.answer.kind === 'question') throw new Error(read.answer.question.sentence);
  return read.answer.bill;
}
async function file(name: string, bytes: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}

describe('real exports', () => {
  // The sums were made apart from this code, by another language's exact decimals.
  it.each([
    ['ea-actual-finops-toolkit.csv', 'Enterprise cost and usage', 11, 'USD', '8.5450077867419368'],
    ['ea-amortized-finops-toolkit.csv', 'Enterprise cost and usage', 28, 'USD', '16.296932136636644627485419'],
    ['focus10-microsoft-rows.csv', 'FOCUS 1.0', 51, 'USD', '1.97651418586'],
    ['opencost-Enterprise.csv', 'Enterprise cost and usage', 1, 'CAD', '0'],
    ['opencost-PayAsYouGo.csv', 'Pay-as-you-go usage', 1, 'USD', '0.075'],
  ])('%s: every row counted, every cost added up', async (name, shape, rows, currency, cost) => {
    const { tally, ...bill } = await imported(fixture(name));
    expect(bill.shape).toBe(shape);
    expect(tally).toMatchObject({ rows, kept: 0, costs: [{ currency, cost }] });
    expect(tally.skipped.reduce((sum, one) => sum + one.rows, 0)).toBe(rows);
    expect(bill.notes).toEqual([]);
  });

  it('that hold no amounts at all are read too', async () => {
    expect((await imported(fixture('opencost-BOM.csv'))).tally).toMatchObject({ rows: 1, kept: 0, costs: [] });
  });
});

describe('the same bill in every shape', () => {
  const cellsOf =
    (
      names: Record<'day' | 'name' | 'quantity' | 'price' | 'cost' | 'currency' | 'unit' | 'resource', string>,
      day: string,
    ) =>
    (meter: (typeof threadMeters)[number]): Record<string, string> => {
      const { quantity, price, cost } = amounts(meter);
      return {
        [names.day]: day,
        [names.name]: meter.name,
        [names.quantity]: quantity,
        [names.price]: price,
        [names.cost]: cost,
        [names.currency]: 'USD',
        [names.unit]: '1M',
        [names.resource]: resourceId,
      };
    };
  const payg = cellsOf(
    {
      day: 'UsageDateTime',
      name: 'MeterName',
      quantity: 'UsageQuantity',
      price: 'ResourceRate',
      cost: 'PreTaxCost',
      currency: 'Currency',
      unit: 'UnitOfMeasure',
      resource: 'InstanceId',
    },
    '2026-03-31',
  );
  const german =
    'Nutzungsdatum (UsageDateTime);Verbrauchseinheit (MeterName);Menge (UsageQuantity);Satz (ResourceRate);Kosten (PreTaxCost);Währung (Currency);Maßeinheit (UnitOfMeasure);Instanz (InstanceId)'.split(
      ';',
    );
  const comma = (text: string): string => text.replace('.', ',');
  const json = (cells: object[]): string => JSON.stringify(cells);

  const focusGroups = [threadMeters.slice(0, 4), threadMeters.slice(4)].map((meters) => [
    { name: 'ChargePeriodStart', instants: meters.map(() => Date.UTC(2026, 2, 31)) },
    { name: 'SkuMeter', text: meters.map(({ name }) => name) },
    { name: 'ConsumedQuantity', numbers: meters.map((meter) => Number(amounts(meter).quantity)) },
    { name: 'ContractedUnitPrice', numbers: meters.map(({ usdPerMillion }) => Number(usdPerMillion)) },
    { name: 'BilledCost', numbers: meters.map((meter) => Number(amounts(meter).cost)) },
    { name: 'BillingCurrency', text: meters.map(() => 'USD') },
    { name: 'ResourceId', text: meters.map(() => resourceId) },
    { name: 'Tags', text: meters.map(() => '{}') },
  ]);
  const shapes: [string, string, string | Uint8Array][] = [
    ['ea.csv', 'Enterprise cost and usage', enterpriseFile()],
    ['ea.csv.gz', 'Enterprise cost and usage', gzipSync(enterpriseFile())],
    ['utf16.csv', 'Enterprise cost and usage', Buffer.from(enterpriseFile().replace(/^\uFEFF?/, '\uFEFF'), 'utf16le')],
    [
      'mca.csv',
      'Customer Agreement cost and usage',
      table(
        'date,meterName,quantity,effectivePrice,costInBillingCurrency,costInPricingCurrency,billingCurrency,unitOfMeasure,ResourceId,chargeType'.split(
          ',',
        ),
        (meter) => ({
          ...cellsOf(
            {
              day: 'date',
              name: 'meterName',
              quantity: 'quantity',
              price: 'effectivePrice',
              cost: 'costInPricingCurrency',
              currency: 'x',
              unit: 'unitOfMeasure',
              resource: 'ResourceId',
            },
            '03/31/2026',
          )(meter),
          costInBillingCurrency: String(Number(amounts(meter).cost) * 150),
          billingCurrency: 'JPY',
          chargeType: 'Usage',
        }),
      ),
    ],
    ['payg.csv', 'Pay-as-you-go usage', table(realHeader('opencost-PayAsYouGo.csv'), payg)],
    [
      'german.csv',
      'Pay-as-you-go usage',
      table(
        german,
        (meter) => {
          const { quantity, price, cost } = amounts(meter);
          const values = [
            '31.03.2026',
            meter.name,
            comma(quantity),
            comma(price),
            comma(cost),
            'USD',
            '1M',
            resourceId,
          ];
          return Object.fromEntries(german.map((name, at) => [name, values[at] ?? '']));
        },
        { delimiter: ';' },
      ),
    ],
    [
      'focus10.csv',
      'FOCUS 1.0',
      table(
        [
          ...realHeader('focus10-microsoft-rows.csv'),
          'x_SkuMeterName',
          'x_PricingUnitDescription',
          'x_PricingBlockSize',
        ],
        (meter) => {
          const { quantity, price, cost } = amounts(meter);
          return {
            ChargePeriodStart: '2026-03-31 00:00:00',
            ChargeCategory: 'Usage',
            ChargeClass: 'NULL',
            x_SkuMeterName: meter.name,
            ConsumedQuantity: quantity,
            // Divided twice, as real rows are.
            PricingQuantity: String(Number(quantity) / 1e6),
            ListUnitPrice: price,
            BilledCost: cost,
            BillingCurrency: 'USD',
            x_PricingUnitDescription: '1M',
            x_PricingBlockSize: '1000000',
            ResourceId: resourceId,
          };
        },
      ),
    ],
    [
      'focus12.csv',
      'FOCUS 1.2',
      table(
        'BilledCost,BillingCurrency,ChargePeriodStart,ChargeCategory,ConsumedQuantity,ConsumedUnit,PricingQuantity,SkuMeter,ContractedUnitPrice,ResourceId,SubAccountId'.split(
          ',',
        ),
        (meter) => {
          const { quantity, price, cost } = amounts(meter);
          return {
            ChargePeriodStart: '2026-03-31T00:00:00Z',
            ChargeCategory: 'Usage',
            SkuMeter: meter.name,
            // As documented: consumed in tokens, priced in blocks.
            ConsumedQuantity: String(meter.tokens),
            ConsumedUnit: 'Tokens',
            PricingQuantity: quantity,
            ContractedUnitPrice: price,
            BilledCost: cost,
            BillingCurrency: 'USD',
            ResourceId: resourceId,
          };
        },
      ),
    ],
    [
      'usage.json',
      'Usage details',
      json(
        threadMeters.map((meter) => ({
          usageStart: '2026-03-31T00:00:00.000Z',
          usageEnd: '2026-03-31T23:59:59.000Z',
          usageQuantity: Number(amounts(meter).quantity),
          pretaxCost: Number(amounts(meter).cost),
          currency: 'USD',
          instanceId: resourceId,
          meterDetails: { meterName: meter.name, meterCategory: 'Foundry Models', unit: '1M' },
        })),
      ),
    ],
    [
      'query.json',
      'Cost analysis',
      JSON.stringify({
        properties: {
          nextLink: null,
          columns: ['Cost', 'UsageDate', 'Meter', 'ResourceId', 'Currency'].map((name) => ({ name, type: 'String' })),
          rows: threadMeters.map((meter) => [Number(amounts(meter).cost), 20260331, meter.name, resourceId, 'USD']),
        },
      }),
    ],
    [
      'analysis.csv',
      'Cost analysis',
      table('UsageDate,Meter,Cost,CostUSD,Currency'.split(','), (meter) => ({
        UsageDate: '2026-03-31',
        Meter: meter.name,
        Cost: Number(amounts(meter).cost).toFixed(10),
        Currency: 'USD',
      })),
    ],
    ['focus.parquet', 'FOCUS 1.2', parquetBytes(focusGroups)],
    ['focus-gzip.parquet', 'FOCUS 1.2', parquetBytes(focusGroups, 'gzip')],
  ];
  it.each(shapes)('%s', async (name, shape, bytes) => {
    const path = await file(name, bytes);
    const bill = await imported(path);
    expect(bill.notes).toEqual([]);
    expect(bill.shape).toBe(shape);
    expect(bill.days.map(({ day }) => day)).toEqual(threadMeters.map(() => '2026-03-31'));
    const models = billedModels(bill.days.flatMap(({ meter, tokens }) => (tokens === null ? [] : [{ meter, tokens }])));
    expect(models.map(({ label, billed }) => [label, billed])).toEqual([
      ['gpt-realtime-mini 1215, global', spansOf(threadBill)],
    ]);
    expect(bill.importedAt).toBe('2026-04-02T08:00:00.000Z');
    expect(bill.files).toEqual([
      {
        name,
        bytes: (await readFile(path)).length,
        sha256: createHash('sha256')
          .update(await readFile(path))
          .digest('hex'),
      },
    ]);
    expect(bill.days[0]?.from).toBe(shape === 'Cost analysis' ? 'cost' : 'quantity');
  });
});
