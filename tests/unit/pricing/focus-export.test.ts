import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { Exact, sumExact } from '../../../shared/kit/money.ts';
import { bookOnDay } from '../../../shared/pricing/choose-book.ts';
import { focusColumns, focusCsvHead, focusCsvLines } from '../../../shared/session/costs/focus-columns.ts';
import { type FocusRow, focusRows } from '../../../shared/session/costs/focus-rows.ts';
import { usageReport, type UsageReport } from '../../../shared/session/costs/usage-report.ts';
import type { SessionHeader } from '../../../shared/session/entry.ts';
import { foldSession } from '../../../shared/session/fold/fold.ts';
import type { SessionView } from '../../../shared/session/view.ts';
import { threadUsage } from '../../fixtures/thread-usage.ts';
import { goldenView } from '../session/golden.ts';
import { header, LogWriter } from '../session/log.ts';
import { shipped } from './books.ts';

const fixtures = new URL('../../fixtures/', import.meta.url);
const book = { book: bookOnDay(shipped('2026-10-09'), '2026-11-23'), how: 'by date' as const };
const goldens = readdirSync(new URL('usage/', fixtures)).map((name) => name.replace('.jsonl', ''));

interface SpecColumn {
  readonly Column: string;
  readonly FeatureLevel: string;
  readonly AllowsNulls: string;
  readonly DataType: string;
  readonly AllowedValues: string;
}
const spec: SpecColumn[] = parse(readFileSync(new URL('billing/focus-1.2-columns.csv', fixtures)), { columns: true });

function rowsOf(view: SessionView): readonly FocusRow[] {
  const made = focusRows(view, book, '1.2.3');
  if (!made.ok) throw new Error(made.error.message);
  return made.rows;
}

type Cells = Readonly<Record<string, string>>;

/** The cells of the export as any reader of CSV has them. */
const cellsOf = (view: SessionView): Cells[] =>
  parse(focusCsvHead + focusCsvLines(rowsOf(view)), { columns: true, bom: true });

const cell = (row: Cells, name: string): string => row[name] ?? `no column ${name}`;
const sum = (rows: readonly Cells[], name: string): string =>
  sumExact(rows.map((row) => cell(row, name)).filter((text) => text !== ''));

const azure: SessionHeader = {
  ...header,
  endpoint: {
    kind: 'azure',
    label: 'contoso-voice, Azure GA',
    url: 'wss://contoso-voice.openai.azure.com/openai/v1/realtime?model=voice',
    deployment: 'voice',
    auth: 'api-key',
  },
};

function sessionWith(usages: readonly (object | null)[], of: SessionHeader = azure): SessionView {
  const log = new LogWriter().server('session.created', {
    session: { type: 'realtime', model: 'gpt-realtime-mini-2025-12-15' },
  });
  usages.forEach((usage, index) => {
    const id = `resp_${index}`;
    log.server('response.created', { response: { id, usage: null } });
    log.server('response.done', { response: { id, status: 'completed', output: [], usage: usage as never } });
  });
  return foldSession(of, log.entries);
}

/** The sums of the rows beside those that the usage report prints. */
function expectSums(rows: readonly Cells[], { expected }: UsageReport): void {
  expect({
    low: sum(rows, 'x_CostLow'),
    best: sum(rows, 'EffectiveCost'),
    high: sum(rows, 'x_CostHigh'),
  }).toEqual({ low: expected.amount ?? '0', best: expected.best ?? '0', high: expected.high ?? '0' });
  for (const name of ['ListCost', 'ContractedCost', 'PricingCurrencyEffectiveCost', 'x_ExpectedCost']) {
    expect([name, sum(rows, name)]).toEqual([name, expected.best ?? '0']);
  }
}

/** Amounts added up by what they are of; nothing is nowhere. */
function byUse(
  amounts: readonly { readonly label: string; readonly pricedAs: string | null; readonly amount: number }[],
): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { label, pricedAs, amount } of amounts) {
    const key = `${label}, ${pricedAs ?? ''}`;
    sums.set(key, (sums.get(key) ?? 0) + amount);
  }
  return new Map([...sums].filter(([, amount]) => amount !== 0));
}

describe('the columns of the export', () => {
  it('are every column of FOCUS 1.2 under its name, and then its own', () => {
    const names = focusColumns.map(({ name }) => name);
    expect(names.slice(0, spec.length)).toEqual(spec.map(({ Column }) => Column));
    expect(names.slice(spec.length).every((name) => /^x_[A-Z][A-Za-z]+$/.test(name))).toBe(true);
    expect(new Set(names).size).toBe(names.length);
  });

  it('have the types of the standard, and may be empty where it lets them', () => {
    const types = { String: 'text', Decimal: 'decimal', 'Date/Time': 'instant', JSON: 'json' };
    const said = focusColumns.slice(0, spec.length).map(({ name, type, nullable }) => [name, type, nullable]);
    expect(said).toEqual(
      spec.map(({ Column, DataType, AllowsNulls }) => [
        Column,
        types[DataType as keyof typeof types],
        AllowsNulls === 'True',
      ]),
    );
  });
});

describe('the rows of a recorded session', () => {
  it.each(goldens)('%s: keep to the standard, cell by cell', (name) => {
    const rows = cellsOf(goldenView(name));
    for (const row of rows) {
      for (const { Column, AllowsNulls, DataType, AllowedValues } of spec) {
        const value = cell(row, Column);
        if (value === '') expect([Column, AllowsNulls]).toEqual([Column, 'True']);
        else if (DataType === 'Decimal')
          expect([Column, value]).toEqual([Column, expect.stringMatching(/^-?\d+(\.\d+)?$/)]);
        else if (DataType === 'Date/Time') {
          expect([Column, value]).toEqual([Column, expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)]);
        } else if (DataType === 'JSON') expect(typeof JSON.parse(value)).toBe('object');
        if (value !== '' && AllowedValues !== '') expect(AllowedValues.split(';')).toContain(value);
      }
      expect(row).toMatchObject({ BilledCost: '0', ChargeCategory: 'Usage', ChargeClass: '', x_Expected: 'true' });
      expect(['reported', 'estimated', 'if billed']).toContain(row['x_UsageSource']);
    }
  });

  it.each(goldens)('%s: have a price, a quantity and a cost that go with one another', (name) => {
    for (const row of cellsOf(goldenView(name))) {
      if (cell(row, 'ListUnitPrice') === '') {
        expect(row).toMatchObject({ ListCost: '0', ContractedUnitPrice: '', x_ExpectedCost: '', SkuId: '' });
        continue;
      }
      for (const kind of ['List', 'Contracted']) {
        const product = new Exact(cell(row, `${kind}UnitPrice`)).times(cell(row, 'PricingQuantity'));
        expect(product.toDecimalPlaces(18).toFixed()).toBe(
          new Exact(cell(row, `${kind}Cost`)).toDecimalPlaces(18).toFixed(),
        );
      }
      if (cell(row, 'ConsumedUnit') !== 'Tokens') continue;
      expect(new Exact(cell(row, 'PricingQuantity')).times(cell(row, 'x_PricingBlockSize')).toFixed()).toBe(
        cell(row, 'ConsumedQuantity'),
      );
      expect(cell(row, 'PricingUnit')).toBe(`${cell(row, 'x_PricingBlockSize')} Tokens`);
    }
  });

  it.each(goldens)('%s: add up to what the usage report expects: low end, best estimate and high end', (name) => {
    const view = goldenView(name);
    const report = usageReport(view, book);
    expectSums(cellsOf(view), report);
    const rows = rowsOf(view).map(({ row: { line, quantity } }) => ({ ...line, amount: quantity }));
    expect(byUse(rows)).toEqual(byUse(report.meters.cachedApart));
  });
});

describe('the rows of a recorded session, all of them', () => {
  it('are of its responses and transcriptions; only what a gateway adds to reports is of the session', () => {
    const beyond = goldens.filter((name) => rowsOf(goldenView(name)).some(({ row }) => row.work.kind === 'session'));
    expect(beyond).toEqual(['16-gateway']);
  });
});

describe('the rows of a session', () => {
  it('are what each response put on each meter, at the published prices', () => {
    const rows = cellsOf(sessionWith([threadUsage]));
    // 110 audio and 119 text tokens read, 64 of each from the cache; dollars for a million: 10, 0.3, 20, 0.6, 0.06, 2.4.
    expect(rows.map((row) => [row['SkuMeter'], row['ConsumedQuantity'], row['EffectiveCost']])).toEqual([
      ['gpt rt aud mn in gl 1215 1M Tokens', '46', '0.00046'],
      ['gpt rt aud mn cd in gl 1215 1M Tokens', '64', '0.0000192'],
      ['gpt rt aud mn out gl 1215 1M Tokens', '420', '0.0084'],
      ['gpt rt txt mn in gl 1215 1M Tokens', '55', '0.000033'],
      ['gpt rt txt mn cd in gl 1215 1M Tokens', '64', '0.00000384'],
      ['gpt rt txt mn Out gl 1215 1M Tokens', '117', '0.0002808'],
    ]);
    expect(sum(rows, 'EffectiveCost')).toBe('0.00919684');
    expect(rows[0]).toMatchObject({
      BillingAccountId: 'voxtally-expected',
      BillingPeriodStart: '2026-11-01T00:00:00Z',
      BillingPeriodEnd: '2026-12-01T00:00:00Z',
      ChargePeriodStart: '2026-11-23T00:00:00Z',
      ChargePeriodEnd: '2026-11-24T00:00:00Z',
      ChargeDescription: 'Expected, not billed: Audio in of response R1, reported.',
      PricingQuantity: '0.000046',
      PricingUnit: '1000000 Tokens',
      ListUnitPrice: '10',
      ProviderName: 'Microsoft',
      ServiceName: 'Azure AI Services',
      SkuId: 'gpt-realtime-mini 1215/global/audio_in',
      x_UsageSource: 'reported',
      x_UsageTime: '2026-11-23T14:02:00Z',
      x_ResponseId: 'resp_0',
      x_Turn: '1',
      x_QuantityWidth: '0',
      x_IfBilledQuantity: '',
      x_PriceBook: 'list-2026-10-09',
      x_EndpointHost: 'contoso-voice.openai.azure.com',
      x_VoxtallyVersion: '1.2.3',
    });
  });

  it('have the prices of an agreement as contracted ones alone, and no list price that a saving could be taken from', () => {
    const own = { book: { ...book.book, kind: 'own' as const } };
    const made = focusRows(sessionWith([threadUsage]), own, '1.2.3');
    if (!made.ok) throw new Error(made.error.message);
    const rows: Cells[] = parse(focusCsvHead + focusCsvLines(made.rows), { columns: true, bom: true });
    const listed = cellsOf(sessionWith([threadUsage]));
    expect(rows.map((row) => row['ContractedUnitPrice'])).toEqual(listed.map((row) => row['ListUnitPrice']));
    for (const row of rows) {
      expect(row).toMatchObject({
        ListUnitPrice: '',
        PricingCurrencyListUnitPrice: '',
        ListCost: cell(row, 'BilledCost'),
      });
      expect(row['PricingCurrencyContractedUnitPrice']).toBe(row['ContractedUnitPrice']);
      expect(row['ContractedCost']).toBe(row['EffectiveCost']);
    }
    expect(sum(rows, 'ContractedCost')).toBe('0.00919684');
  });

  it('count as 0 what ended without a report, and say beside it what it may come to', () => {
    const rows = cellsOf(sessionWith([threadUsage, null]));
    const open = rows.filter((row) => row['x_UsageSource'] === 'if billed');
    expect(open.length).toBeGreaterThan(0);
    for (const row of open) {
      expect(row).toMatchObject({ ConsumedQuantity: '0', PricingQuantity: '0', EffectiveCost: '0', ListCost: '0' });
      expect(Number(row['x_IfBilledQuantity']) + Number(row['x_QuantityWidth'])).toBeGreaterThan(0);
      expect(row['ChargeDescription']).toContain('counted as 0');
    }
    expect(sum(rows, 'EffectiveCost')).toBe('0.00919684');
    expect(Number(sum(rows, 'x_CostHigh'))).toBeGreaterThan(0.00919684);
  });

  it('add up to the session, whatever its responses report', () => {
    const tokens = fc.oneof(fc.integer({ min: 0, max: 50_000 }), fc.constant(undefined), fc.constant('many'));
    const details = fc.record({ audio_tokens: tokens, text_tokens: tokens }, { requiredKeys: [] });
    const usages = fc.record(
      {
        total_tokens: tokens,
        input_tokens: tokens,
        output_tokens: tokens,
        input_token_details: fc.record(
          { audio_tokens: tokens, text_tokens: tokens, cached_tokens: tokens, cached_tokens_details: details },
          { requiredKeys: [] },
        ),
        output_token_details: details,
        vision_tokens: tokens,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(fc.option(usages), { minLength: 1, maxLength: 5 }), (list) => {
        const view = sessionWith(JSON.parse(JSON.stringify(list)) as (object | null)[]);
        const report = usageReport(view, book);
        const rows = cellsOf(view);
        expect(sum(rows, 'EffectiveCost')).toBe(report.expected.best ?? '0');
        expect(sum(rows, 'x_CostLow')).toBe(report.expected.amount ?? '0');
        expect(sum(rows, 'x_CostHigh')).toBe(report.expected.high ?? sum(rows, 'x_CostHigh'));
      }),
      { numRuns: 150 },
    );
  });

  it('without a known price say so, cost nothing that a sum holds, and name no product', () => {
    const rows = cellsOf(sessionWith([{ ...threadUsage, vision_tokens: 12 }]));
    expect(rows.find((row) => row['x_UsageField'] === 'vision_tokens')).toMatchObject({
      ConsumedQuantity: '12',
      ConsumedUnit: 'Tokens',
      EffectiveCost: '0',
      ListUnitPrice: '',
      SkuId: '',
      SkuMeter: '',
      x_ExpectedCost: '',
      x_CostHigh: '',
      ChargeDescription: expect.stringContaining('Its price is not known') as string,
    });
    expect(sum(rows, 'EffectiveCost')).toBe('0.00919684');
  });

  it.each([
    ['simulator', 'ws://127.0.0.1/v1/realtime', 'Voxtally simulator'],
    ['openai', 'wss://api.openai.com/v1/realtime', 'OpenAI'],
    ['custom', 'wss://gateway.contoso.com/realtime', 'gateway.contoso.com'],
  ])("on an endpoint of kind %s are on no meter of Azure's", (kind, url, provider) => {
    const of = { ...azure, endpoint: { ...azure.endpoint, kind, url } };
    const [row] = cellsOf(sessionWith([threadUsage], of));
    expect(row).toMatchObject({
      ProviderName: provider,
      x_MeterName: '',
      SkuMeter: 'Audio in',
      ConsumedQuantity: '46',
    });
  });

  it('of a gateway in front of Azure are on its meters', () => {
    const of = { ...azure, endpoint: { ...azure.endpoint, kind: 'custom' } };
    expect(cellsOf(sessionWith([threadUsage], of))[0]).toMatchObject({ ProviderName: 'Microsoft' });
  });

  it('are of the day on which the work ended', () => {
    const late = { ...azure, startedAt: '2026-11-30T23:59:59.990Z' };
    expect(cellsOf(sessionWith([threadUsage], late))[0]).toMatchObject({
      ChargePeriodStart: '2026-12-01T00:00:00Z',
      BillingPeriodStart: '2026-12-01T00:00:00Z',
      BillingPeriodEnd: '2027-01-01T00:00:00Z',
    });
  });

  it('are refused where the record does not say when it began', () => {
    const made = focusRows(sessionWith([threadUsage], { ...azure, startedAt: 'soon' }), book, '1.2.3');
    expect(made).toMatchObject({ ok: false, error: { message: expect.stringContaining('when it began') as string } });
  });
});
