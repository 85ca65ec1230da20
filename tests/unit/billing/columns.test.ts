import { describe, expect, it } from 'vitest';
import {
  addDate,
  addEvidence,
  type ConventionAnswer,
  dayOf,
  decideConventions,
  noDateEvidence,
  noEvidence,
  orderOf,
} from '../../../shared/billing/number-and-date-marks.ts';
import { delimiterOf, jsonTable, readExactly } from '../../../shared/billing/cost-file-table.ts';
import { headerKey, readHeader } from '../../../shared/billing/cost-file-columns.ts';
import type { Json } from '../../../shared/kit/json.ts';

/** The columns that matter of each shape, in the spelling of its files. */
const shapes: [shape: string, header: string, roles: Record<string, string>][] = [
  [
    'Enterprise cost and usage',
    'BillingAccountId,Date,ProductName,MeterId,MeterCategory,MeterName,Quantity,EffectivePrice,CostInBillingCurrency,UnitPrice,BillingCurrencyCode,ResourceId,UnitOfMeasure,ChargeType',
    { quantity: 'Quantity', price: 'EffectivePrice', cost: 'CostInBillingCurrency', currency: 'BillingCurrencyCode' },
  ],
  [
    'Enterprise cost and usage',
    '\uFEFFBillingAccountId,Date,Product,MeterId,MeterName,Quantity,EffectivePrice,Cost,BillingCurrency,ResourceId,UnitOfMeasure',
    { cost: 'Cost', currency: 'BillingCurrency', product: 'Product' },
  ],
  [
    'Customer Agreement cost and usage',
    'meterId,meterName,date,quantity,unitOfMeasure,effectivePrice,costInBillingCurrency,costInPricingCurrency,billingCurrency,pricingCurrency,ResourceId,paygCostInBillingCurrency',
    { day: 'date', pricingCost: 'costInPricingCurrency', currency: 'billingCurrency' },
  ],
  [
    'Customer Agreement cost and usage',
    'subscriptionid,metername,date,quantity,costinbillingcurrency,paygcostinbillingcurrency,effectiveprice,unitofmeasure,instancename',
    { resource: 'instancename' },
  ],
  [
    'Pay-as-you-go usage',
    'SubscriptionGuid,UsageDateTime,MeterCategory,MeterSubcategory,MeterId,MeterName,UsageQuantity,ResourceRate,PreTaxCost,InstanceId,Currency,UnitOfMeasure',
    {
      quantity: 'UsageQuantity',
      price: 'ResourceRate',
      cost: 'PreTaxCost',
      resource: 'InstanceId',
      subscription: 'SubscriptionGuid',
    },
  ],
  [
    'Pay-as-you-go usage',
    'usageDateTime,meterName,quantity,resourceRate,preTaxCost,resourceId,currency',
    { quantity: 'quantity', price: 'resourceRate', day: 'usageDateTime' },
  ],
  [
    'Pay-as-you-go usage',
    'Abonnement-GUID (SubscriptionGuid);Nutzungsdatum/-uhrzeit (UsageDateTime);Name der Verbrauchseinheit (MeterName);Verbrauchsmenge (UsageQuantity);Ressourcensatz (ResourceRate);Kosten vor Steuern (PreTaxCost);Maßeinheit (UnitOfMeasure);Währung (Currency)',
    { meterName: 'Name der Verbrauchseinheit (MeterName)', unit: 'Maßeinheit (UnitOfMeasure)' },
  ],
  [
    'FOCUS 1.0',
    'BilledCost,BillingCurrency,ChargePeriodStart,ChargePeriodEnd,ChargeCategory,ChargeClass,ConsumedQuantity,ConsumedUnit,ListUnitPrice,PricingQuantity,ResourceId,SubAccountId,x_EffectiveUnitPrice,x_PricingBlockSize,x_PricingUnitDescription,x_SkuMeterId,x_SkuMeterName',
    {
      meterName: 'x_SkuMeterName',
      quantity: 'ConsumedQuantity',
      unit: 'x_PricingUnitDescription',
      blockSize: 'x_PricingBlockSize',
      chargeClass: 'ChargeClass',
    },
  ],
  [
    'FOCUS 1.2',
    'BilledCost,BillingCurrency,ChargePeriodStart,ChargeCategory,ConsumedQuantity,ConsumedUnit,PricingQuantity,SkuMeter,SkuPriceDetails,x_SkuMeterId,ContractedUnitPrice,SubAccountId',
    { meterName: 'SkuMeter', price: 'ContractedUnitPrice' },
  ],
  [
    'Usage details',
    'usageStart,usageEnd,usageQuantity,pretaxCost,currency,instanceId,meterId,meterName,unit',
    { day: 'usageStart', quantity: 'usageQuantity' },
  ],
  ['Cost analysis', 'UsageDate,Meter,Cost,CostUSD,Currency', { meterName: 'Meter', cost: 'Cost', day: 'UsageDate' }],
];

const exactly = (text: string): Json | undefined => {
  const read = readExactly(text);
  return read.ok ? read.value : undefined;
};

const split = (header: string): string[] => header.split(header.includes(';') ? ';' : ',');

describe('the header of an export', () => {
  it.each(shapes)('%s: %s', (shape, header, roles) => {
    const names = split(header);
    const read = readHeader(names);
    if (!read.ok) throw new Error(read.error.message);
    expect(read.shape).toBe(shape);
    expect(read.costOnly).toBe(shape === 'Cost analysis');
    const found = Object.fromEntries(Object.entries(read.columns).map(([field, at]) => [field, names[at]]));
    expect(found).toMatchObject(roles);
  });

  it('is told by its English name in brackets, not by a currency', () => {
    expect(headerKey('Maßeinheit (UnitOfMeasure)')).toBe('unitofmeasure');
    expect(headerKey('Cost (USD)')).toBe('costusd');
    expect(headerKey('\uFEFF x_SkuMeterName ')).toBe('xskumetername');
  });

  it('is refused with its columns named, and what to export instead', () => {
    const message = (header: string): string => {
      const read = readHeader(split(header));
      return read.ok ? 'read' : `${read.error.message} ${read.error.nextStep}`;
    };
    expect(message('ResourceName,ResourceId,Cost,CostUSD,Currency')).toBe(
      'No column names the meters; the columns are ResourceName, ResourceId, Cost, CostUSD, Currency. Export cost and usage details, or group Cost analysis by Meter before downloading it.',
    );
    expect(message('MeterName,Date')).toContain('No column holds a quantity or a cost');
  });

  it.each([
    ['a,b;c,d', ','],
    ['a;b;c,d', ';'],
    ['a\tb\tc', '\t'],
    ['"a;b;c;d",e', ','],
    ['one', null],
  ])('%j is set apart by %j', (line, delimiter) => expect(delimiterOf(line)).toBe(delimiter));
});

describe('the dates of a file', () => {
  const order = (...dates: string[]): string =>
    orderOf(dates.reduce((seen, date) => addDate(seen, date), noDateEvidence));
  it.each([
    [['09/04/2023', '09/21/2023'], 'month-first'],
    [['09/04/2023', '21/09/2023'], 'day-first'],
    [['04.09.2023'], 'day-first'],
    [['09/04/2023', '09/05/2023'], 'unknown'],
    [['2023-09-04', '20230904', '09/09/2023'], 'none'],
    [['21/09/2023', '09/21/2023'], 'both'],
  ])('%j: %s', (dates, expected) => expect(order(...dates)).toBe(expected));

  it('are settled by the start of the billing period, which is the first of a month', () => {
    expect(orderOf(addDate(noDateEvidence, '09/01/2023', true))).toBe('month-first');
    expect(orderOf(addDate(noDateEvidence, '01/09/2023', true))).toBe('day-first');
  });

  it.each([
    ['2026-03-31', 'month-first', '2026-03-31'],
    ['2026-03-31T00:00:00Z', 'month-first', '2026-03-31'],
    ['2019-07-29 00:00:00', 'month-first', '2019-07-29'],
    ['20260331', 'day-first', '2026-03-31'],
    ['03/31/2026', 'month-first', '2026-03-31'],
    ['31/03/2026', 'day-first', '2026-03-31'],
    ['31.3.26', 'day-first', '2026-03-31'],
    ['3/31/2026 12:00:00 AM', 'month-first', '2026-03-31'],
    ['02/29/2024', 'month-first', '2024-02-29'],
    ['02/29/2023', 'month-first', null],
    ['31/03/2026', 'month-first', null],
    ['NULL', 'month-first', null],
    ['', 'month-first', null],
  ] as const)('%s, %s, is %s', (text, order, day) => expect(dayOf(text, order)).toBe(day));
});

describe('the conventions of a file', () => {
  const columns = { day: 0, quantity: 1, cost: 2, periodEnd: 3 };
  const decide = (rows: string[][], delimiter = ',', answers = {}): ConventionAnswer =>
    decideConventions(
      rows.reduce((seen, row) => addEvidence(seen, row, columns), noEvidence),
      delimiter,
      answers,
    );

  it('come from all rows and columns together', () => {
    expect(decide([['09/04/2023', '1', '0.5', '09/30/2023']])).toEqual({
      kind: 'known',
      conventions: { decimalMark: '.', dateOrder: 'month-first' },
    });
    expect(decide([['04.09.2023', '1.234', '0,5']], ';')).toEqual({
      kind: 'known',
      conventions: { decimalMark: ',', dateOrder: 'day-first' },
    });
  });

  it('are asked for when nothing in the file decides, and taken from the answer', () => {
    const dates = [['09/04/2023', '1', '0.5']];
    expect(decide(dates)).toMatchObject({
      kind: 'question',
      question: { about: 'dateOrder', sentence: 'Does "09/04/2023" begin with the month or with the day?' },
    });
    expect(decide(dates, ',', { dateOrder: 'day-first' })).toMatchObject({ conventions: { dateOrder: 'day-first' } });
    const numbers = [['2023-09-04', '1,234', '5']];
    expect(decide(numbers, ';')).toMatchObject({
      kind: 'question',
      question: { about: 'decimalMark', sentence: 'Is "1,234" a number of thousands, or one with decimals?' },
    });
    expect(decide(numbers, ';', { decimalMark: ',' })).toMatchObject({ conventions: { decimalMark: ',' } });
  });

  it('are those of an export where only a point stands in a file of commas', () => {
    expect(decide([['2023-09-04', '1.234', '5']])).toMatchObject({ conventions: { decimalMark: '.' } });
    expect(decide([['2023-09-04', '1.234', '5']], ';')).toMatchObject({ kind: 'question' });
  });

  it('are refused where they contradict each other', () => {
    const answer = decide([
      ['21/09/2023', '1', '0.5'],
      ['09/21/2023', '1', '0.5'],
    ]);
    expect(answer.kind === 'refused' && answer.error.message).toBe(
      'The file writes dates in two ways: "09/21/2023" and "21/09/2023".',
    );
  });
});

describe('JSON exports', () => {
  it('keep every digit of a number', () => {
    expect(exactly('{"cost":0.0000000191107392311096200000,"tag":"1.50 \\"2\\"","n":-1e-8}')).toEqual({
      cost: '0.0000000191107392311096200000',
      tag: '1.50 "2"',
      n: '-1e-8',
    });
  });

  it('of the Query API are read by the names of their columns', () => {
    const answer = exactly(
      '{"properties":{"nextLink":null,"columns":[{"name":"PreTaxCost","type":"Number"},{"name":"UsageDate","type":"Number"},{"name":"Meter","type":"String"},{"name":"Currency","type":"String"}],"rows":[[0.0064,20260331,"gpt rt aud mn in gl 1215 1M Tokens","USD"]]}}',
    );
    expect(jsonTable(answer ?? null)).toEqual({
      header: ['PreTaxCost', 'UsageDate', 'Meter', 'Currency'],
      rows: [['0.0064', '20260331', 'gpt rt aud mn in gl 1215 1M Tokens', 'USD']],
    });
  });

  it('of usage details are read bare, in value, and with meter details inside', () => {
    const row =
      '{"usageStart":"2026-03-31T00:00:00.000Z","usageQuantity":0.00064,"pretaxCost":0.0064,"tags":{"a":"b"},"meterDetails":{"meterName":"gpt rt aud mn in gl 1215 1M Tokens","unit":"1M"}}';
    const expected = { header: ['usageStart', 'usageQuantity', 'pretaxCost', 'tags', 'meterName', 'unit'] };
    expect(jsonTable(exactly(`[${row}]`) ?? null)).toMatchObject(expected);
    const nested = exactly(`{"value":[{"kind":"legacy","properties":${row}}]}`) ?? null;
    expect(jsonTable(nested)?.rows[0]).toEqual([
      'legacy',
      '2026-03-31T00:00:00.000Z',
      '0.00064',
      '0.0064',
      '{"a":"b"}',
      'gpt rt aud mn in gl 1215 1M Tokens',
      '1M',
    ]);
    expect(jsonTable({ error: 'none' })).toBeNull();
  });
});
