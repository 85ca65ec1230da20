import { describe, expect, it } from 'vitest';
import type { Rounding } from '../../../shared/billing/column-decimals.ts';
import { readHeader, type ReadHeader } from '../../../shared/billing/cost-file-columns.ts';
import { readRow, type RowOutcome } from '../../../shared/billing/cost-file-rows.ts';
import { RowTally } from '../../../shared/billing/cost-file-tally.ts';
import { DayUsageSum, type DayUsage, type ListPrice } from '../../../shared/billing/day-usage.ts';

const conventions = { decimalMark: '.', dateOrder: 'month-first' } as const;
const audioIn = 'gpt rt aud mn in gl 1215 1M Tokens';

function headerOf(names: string): ReadHeader {
  const header = readHeader(names.split(','));
  if (!header.ok) throw new Error(header.error.message);
  return header;
}

interface Table {
  readonly columns: string;
  readonly rows: readonly (readonly string[])[];
}
const outcomes = ({ columns, rows }: Table, rounding: Rounding = {}): RowOutcome[] =>
  rows.map((cells, index) => readRow(cells, index + 2, headerOf(columns), conventions, rounding));

function daysOf(
  table: Table,
  prices: Readonly<Record<string, string>>,
  rounding: Rounding = {},
): { days: readonly DayUsage[]; notes: readonly string[] } {
  const listPrice: ListPrice = (_, currency) => prices[currency] ?? null;
  const sum = new DayUsageSum(listPrice);
  for (const row of outcomes(table, rounding)) if (row.kind === 'kept') sum.add(row.row);
  return sum.result();
}

const costOnly = (...rows: readonly [cost: string, currency: string][]): Table => ({
  columns: 'UsageDate,Meter,Cost,Currency',
  rows: rows.map(([cost, currency]) => ['2026-03-31', audioIn, cost, currency]),
});

describe('tokens derived from a cost', () => {
  it('are taken at the list price of the row’s own currency', () => {
    const { days } = daysOf(costOnly(['0.0059520000', 'EUR']), { USD: '10', EUR: '9.3' });
    expect(days[0]).toMatchObject({ tokens: 640, currency: 'EUR', cost: '0.005952' });
  });

  it('are never taken at a price in another currency: the row is kept, and what to do is said', () => {
    const euroBook = daysOf(costOnly(['0.0064000000', 'USD']), { EUR: '9.3' });
    expect(euroBook.days[0]).toMatchObject({ tokens: null, currency: 'USD', cost: '0.0064', rows: 1 });
    expect(euroBook.notes[0]).toContain('no list price in USD');
    expect(euroBook.notes[0]).toContain('Add a price book in USD');
    const dollarBook = daysOf(costOnly(['0.0059520000', 'EUR']), { USD: '10' });
    expect(dollarBook.days[0]?.tokens).toBeNull();
    expect(dollarBook.notes[0]).toContain('Add a price book in EUR');
  });

  it('of a file that names no currency are not derived by any book', () => {
    const { days, notes } = daysOf(
      { columns: 'UsageDate,Meter,Cost', rows: [['2026-03-31', audioIn, '0.0064']] },
      { USD: '10' },
    );
    expect(days[0]?.tokens).toBeNull();
    expect(notes[0]).toContain('a currency that is not named');
  });

  it('use the file’s own amount in dollars where only that has a list price, and say so', () => {
    const table = {
      columns: 'UsageDate,Meter,Cost,CostUSD,Currency',
      rows: [['2026-03-31', audioIn, '0.0055123456', '0.0064000000', 'EUR']],
    };
    const { days, notes } = daysOf(table, { USD: '10' });
    expect(days[0]).toMatchObject({
      tokens: 640,
      currency: 'EUR',
      cost: '0.0055123456',
      stated: [{ cost: '0.0064', currency: 'USD', by: 'cost in US dollars' }],
    });
    expect(notes).toEqual(['Tokens of rows billed in EUR are derived in USD, from their cost in US dollars.']);
  });

  it('use the file’s own exchange rate where it has no amount in the pricing currency', () => {
    const table = {
      columns: 'date,meterName,costInBillingCurrency,billingCurrency,pricingCurrency,exchangeRatePricingToBilling',
      rows: [['03/31/2026', audioIn, '0.9843200000', 'JPY', 'USD', '153.8']],
    };
    const { days, notes } = daysOf(table, { USD: '10' });
    expect(days[0]).toMatchObject({ tokens: 640, currency: 'JPY', cost: '0.98432' });
    expect(notes[0]).toContain('from their billed cost and the exchange rate of the file');
  });

  it('of many rounded rows are a range where their roundings add up to more than a token', () => {
    // Twelve costs of 0.06 dollars for 1M tokens, each cut at 8 decimals: no sum of them can tell a token.
    const rows = Array.from({ length: 12 }, (): [string, string] => ['0.00000064', 'USD']);
    const one = daysOf(costOnly(['0.00000066', 'USD']), { USD: '0.06' }, { cost: 8 });
    expect(one.days[0]).toMatchObject({ tokens: 11, range: null });
    const many = daysOf(costOnly(...rows), { USD: '0.06' }, { cost: 8 });
    expect(many.days[0]).toMatchObject({ tokens: null, range: { low: 127, high: 129 }, costHalfWidth: '0.00000006' });
  });

  it('of two currencies on one day stay two sums', () => {
    const { days } = daysOf(costOnly(['0.0064000000', 'USD'], ['0.0059520000', 'EUR']), { USD: '10', EUR: '9.3' });
    expect(days.map(({ currency, cost, tokens }) => [currency, cost, tokens])).toEqual([
      ['USD', '0.0064', 640],
      ['EUR', '0.005952', 640],
    ]);
  });
});

describe('a row that is billed in one currency and priced in another', () => {
  const columns =
    'date,meterName,quantity,unitOfMeasure,effectivePrice,costInBillingCurrency,billingCurrency,pricingCurrency,exchangeRatePricingToBilling';

  it('has its quantity read by the cost in the currency of its price', () => {
    const [row] = outcomes({
      columns,
      rows: [['03/31/2026', audioIn, '640', '1M', '10', '8.896', 'KRW', 'USD', '1390']],
    });
    expect(row).toMatchObject({ kind: 'kept', row: { currency: 'KRW', cost: '8.896', amount: { cost: '0.0064' } } });
  });

  it('has it read by the billed cost where the price turns out to be in that currency', () => {
    const table = { columns, rows: [['03/31/2026', audioIn, '640', '1M', '13900', '8896000', 'KRW', 'USD', '1390']] };
    expect(daysOf(table, {}).days[0]).toMatchObject({ tokens: 640_000_000 });
    expect(daysOf(table, {}).notes).toEqual([]);
  });

  it('states no amount by a rate of nothing', () => {
    const [row] = outcomes({
      columns,
      rows: [['03/31/2026', audioIn, '0.00064', '1M', '10', '8.896', 'KRW', 'USD', '0']],
    });
    expect(row).toMatchObject({ kind: 'kept', row: { stated: [] } });
  });
});

describe('the tally of a file', () => {
  it('adds costs up by currency, and takes a column of dollars for dollars', () => {
    const tallied = (table: Table): unknown => {
      const tally = new RowTally();
      const header = headerOf(table.columns);
      for (const [index, cells] of table.rows.entries()) {
        tally.add(readRow(cells, index + 2, header, conventions), index + 2);
      }
      return tally.result.costs;
    };
    expect(tallied(costOnly(['1.5', 'EUR'], ['2', 'USD'], ['0.25', 'EUR']))).toEqual([
      { currency: 'EUR', cost: '1.75' },
      { currency: 'USD', cost: '2' },
    ]);
    const dollars = { columns: 'UsageDate,Meter,CostUSD,Currency', rows: [['2026-03-31', audioIn, '0.0064', 'EUR']] };
    expect(tallied(dollars)).toEqual([{ currency: 'USD', cost: '0.0064' }]);
  });
});
