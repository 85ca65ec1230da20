import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readHeader, type ReadHeader } from '../../../shared/billing/cost-file-columns.ts';
import { readRow, type RowOutcome } from '../../../shared/billing/cost-file-rows.ts';
import { RowTally, tallyNotes } from '../../../shared/billing/cost-file-tally.ts';
import { DayUsageSum, type DayUsage } from '../../../shared/billing/day-usage.ts';
import { Exact } from '../../../shared/kit/money.ts';
import { tokensFromCost } from '../../../shared/billing/quantity-to-tokens.ts';

const conventions = { decimalMark: '.', dateOrder: 'month-first' } as const;

function headerOf(names: string): ReadHeader {
  const header = readHeader(names.split(','));
  if (!header.ok) throw new Error(header.error.message);
  return header;
}
const enterprise = headerOf(
  'Date,MeterName,MeterCategory,Quantity,UnitOfMeasure,EffectivePrice,CostInBillingCurrency,BillingCurrencyCode,ResourceId,ChargeType',
);
const audioIn = 'gpt rt aud mn in gl 1215 1M Tokens';
const cells = (
  over: Partial<Record<'day' | 'name' | 'category' | 'quantity' | 'unit' | 'price' | 'cost' | 'type', string>>,
): string[] => [
  over.day ?? '03/31/2026',
  over.name ?? audioIn,
  over.category ?? 'Foundry Models',
  over.quantity ?? '0.00064',
  over.unit ?? '1M',
  over.price ?? '10',
  over.cost ?? '0.0064',
  'USD',
  '/subscriptions/S/resourceGroups/RG/providers/Microsoft.CognitiveServices/accounts/Voice',
  over.type ?? 'Usage',
];
const read = (over: Parameters<typeof cells>[0], line = 2): RowOutcome =>
  readRow(cells(over), line, enterprise, conventions);

function daysOf(
  rows: readonly RowOutcome[],
  price: string | null = null,
): { days: readonly DayUsage[]; notes: readonly string[] } {
  const sum = new DayUsageSum(() => price);
  for (const row of rows) if (row.kind === 'kept') sum.add(row.row);
  return sum.result();
}

describe('a row of an export', () => {
  it('is kept with its day, meter, resource in lower case and exact amounts', () => {
    expect(read({})).toMatchObject({
      kind: 'kept',
      row: {
        line: 2,
        day: '2026-03-31',
        meter: { model: 'gpt-realtime-mini', modality: 'audio' },
        resource: '/subscriptions/s/resourcegroups/rg/providers/microsoft.cognitiveservices/accounts/voice',
        currency: 'USD',
        cost: '0.0064',
        amount: { quantity: '0.00064', block: 1_000_000, price: '10', cost: '0.0064' },
        correction: false,
      },
    });
  });

  it.each([
    [{ name: 'B1s', category: 'Virtual Machines' }, 'other service', ''],
    [
      { name: 'gpt rt aud turbo in gl Tokens' },
      'unknown model',
      'gpt rt aud turbo in gl Tokens: "turbo" is not a word of a token meter',
    ],
    [{ name: 'text moderation', category: 'Azure AI' }, 'unclassified', /moderation/],
    [{ name: 'Voice Live API Basic - LLM Audio Input Tokens', category: 'Foundry Tools' }, 'voice live', ''],
    [{ name: 'Provisioned Managed Global Unit' }, 'provisioned throughput', ''],
    [{ name: 'Provisioned IOPS', category: 'Storage' }, 'other service', ''],
    [{ type: 'Purchase' }, 'not usage', 'Purchase'],
    [{ type: 'RoundingAdjustment', name: '', category: '' }, 'not usage', 'RoundingAdjustment'],
    [{ day: '31/03/2026' }, 'no day', '31/03/2026'],
  ] as const)('%j is skipped: %s', (over, reason, detail) => {
    const found: unknown = typeof detail === 'string' ? detail : expect.stringMatching(detail);
    expect(read(over)).toMatchObject({ kind: 'skipped', reason, detail: found });
  });

  it.each([
    [{ quantity: '1.2.3' }, 'Row 2: quantity "1.2.3" cannot be read.'],
    [{ cost: 'EUR?' }, 'Row 2: cost "EUR?" cannot be read.'],
    [{ quantity: '', cost: '' }, 'Row 2: it has neither a quantity nor a cost.'],
  ])('of a meter of ours with %j stays, and says what cannot be read', (over, problem) => {
    const row = read(over);
    expect(row).toMatchObject({ kind: 'kept', row: { problem } });
    const { days, notes } = daysOf([read({}), row]);
    expect(days.at(-1)).toMatchObject({ tokens: null, range: null, problem });
    expect(notes).toEqual([problem]);
  });

  it('that has a cost and no quantity is read by its cost, at its own price before any list price', () => {
    const row = read({ quantity: 'NULL', price: '8.5', cost: '0.00544' });
    expect(daysOf([row], '10').days[0]).toMatchObject({ tokens: 640, from: 'cost', problem: null });
  });

  it('that is skipped says of which resource its money is, as a kept one does', () => {
    const resource = '/subscriptions/s/resourcegroups/rg/providers/microsoft.cognitiveservices/accounts/voice';
    const tally = new RowTally();
    tally.add(read({ name: 'B1s', category: 'Virtual Machines' }), 2);
    tally.add(read({ type: 'Refund' }), 3);
    expect(tally.unallocated.map(({ reason, resource: of, subscription }) => [reason, of, subscription])).toEqual([
      ['other service', resource, ''],
      ['not usage', resource, ''],
    ]);
  });

  it('that is empty is skipped as that', () => {
    expect(readRow(['', 'NULL', ''], 9, enterprise, conventions)).toMatchObject({ reason: 'empty' });
  });

  it('that corrects another is marked, by its class or by its sign', () => {
    const focus = headerOf('ChargePeriodStart,SkuMeter,ConsumedQuantity,BilledCost,BillingCurrency,ChargeClass');
    const correction = readRow(
      ['2026-03-31', audioIn, '0.00001', '0.0001', 'USD', 'Correction'],
      2,
      focus,
      conventions,
    );
    expect(correction).toMatchObject({ row: { correction: true } });
    expect(read({ quantity: '-0.00064', cost: '-0.0064' })).toMatchObject({ row: { correction: true } });
  });
});

describe('the usage of a day', () => {
  it('adds rows of one meter up, in tokens and exact money', () => {
    const { days, notes } = daysOf([
      read({}),
      read({ quantity: '0.000001', cost: '0.00001' }),
      read({ day: '04/01/2026' }),
    ]);
    expect(notes).toEqual([]);
    expect(days.map(({ day, tokens, cost, rows }) => ({ day, tokens, cost, rows }))).toEqual([
      { day: '2026-03-31', tokens: 641, cost: '0.00641', rows: 2 },
      { day: '2026-04-01', tokens: 640, cost: '0.0064', rows: 1 },
    ]);
    expect(days[0]?.arithmetic).toBe('0.00064 × 1,000,000 = 640');
  });

  it('keeps corrections apart', () => {
    const { days } = daysOf([read({}), read({ quantity: '-0.0001', cost: '-0.001' })]);
    expect(days.map(({ tokens, correction }) => [tokens, correction])).toEqual([
      [640, false],
      [-100, true],
    ]);
  });

  it('reads a free row as the priced rows around it are written, and says what nothing decides', () => {
    const free = read({ quantity: '640', cost: '0' });
    const priced = read({ name: 'gpt rt aud mn out gl 1215 1M Tokens', quantity: '631', price: '20', cost: '0.01262' });
    expect(daysOf([free, priced]).days[0]?.tokens).toBe(640);
    const alone = daysOf([free]);
    expect(alone.days[0]?.tokens).toBeNull();
    expect(alone.notes[0]).toContain('Row 2, gpt rt aud mn in gl 1215 1M Tokens: The quantity can be read in 4 ways');
  });

  it('counts no tokens for a meter of hours', () => {
    const hours = read({
      name: 'gpt-realtime-whisper Opt Gl Unit',
      unit: '1 Hour',
      quantity: '0.01',
      price: '1.02',
      cost: '0.0102',
    });
    expect(daysOf([hours]).days[0]).toMatchObject({ tokens: null, quantity: '0.01' });
  });

  it('is derived from cost where a view shows cost alone, and marked so', () => {
    const analysis = headerOf('UsageDate,Meter,Cost,Currency');
    const row = (cost: string, decimals: number): RowOutcome =>
      readRow(['2026-03-31', audioIn, cost, 'USD'], 2, analysis, conventions, { cost: decimals });
    expect(daysOf([row('0.0064', 10)], '10').days[0]).toMatchObject({ tokens: 640, from: 'cost' });
    const coarse = daysOf([row('0.01', 2)], '10');
    expect(coarse.days[0]).toMatchObject({ tokens: null, range: { low: 500, high: 1499 }, costHalfWidth: '0.005' });
    expect(coarse.notes).toEqual([]);
    expect(daysOf([row('0.0064', 10)]).notes[0]).toContain('no list price');
  });
});

describe('what is said of the rows of a day', () => {
  const many = (over: Parameters<typeof cells>[0], count: number): RowOutcome[] =>
    Array.from({ length: count }, (_, at) => read(over, at + 2));

  it('names the first row of a meter that cannot be read and counts the others, and every sum keeps its own', () => {
    const text = 'gpt rt txt mn in gl 1215 1M Tokens';
    const { days, notes } = daysOf([
      ...many({ quantity: '1.2.3' }, 5000),
      read({ quantity: '1.2.3', day: '03/30/2026' }, 6000),
      read({ name: text, cost: 'EUR?' }, 7000),
    ]);
    expect(notes).toEqual([
      'Row 2: quantity "1.2.3" cannot be read. 5,000 further rows of this meter are alike.',
      'Row 7000: cost "EUR?" cannot be read.',
    ]);
    expect(days.map(({ problem, rows }) => [problem, rows])).toEqual([
      ['Row 2: quantity "1.2.3" cannot be read.', 5000],
      ['Row 6000: quantity "1.2.3" cannot be read.', 1],
      ['Row 7000: cost "EUR?" cannot be read.', 1],
    ]);
  });

  it('names the first row of a meter without a price and counts the others', () => {
    const { days, notes } = daysOf(many({ quantity: '', price: '' }, 5000));
    expect(notes).toEqual([
      `Row 2, ${audioIn}: there is a cost and no quantity, and no list price in USD to derive tokens from; the row is kept. Add a price book in USD that lists this meter, then import the bill again. 4,999 further rows of this meter are alike.`,
    ]);
    expect(days.map(({ tokens, rows }) => [tokens, rows])).toEqual([[null, 5000]]);
  });
});

describe('the tally', () => {
  it('counts every row once and adds every cost up', () => {
    const rows = [
      cells({}),
      cells({ name: 'B1s', category: 'Compute', cost: '3.25' }),
      cells({ name: 'gpt rt aud xl in gl' }),
      cells({ type: 'Refund' }),
    ];
    const tally = new RowTally();
    rows.forEach((row, at) => tally.add(readRow(row, at + 2, enterprise, conventions), at + 2));
    expect(tally.result).toMatchObject({ rows: 4, kept: 1, costs: [{ currency: 'USD', cost: '3.2692' }] });
    expect(tallyNotes(tally.result)).toEqual([
      '1 row of models that are new to this version of Voxtally is left out, the first on row 4 (gpt rt aud xl in gl: "xl" is not a word of a token meter).',
      '1 row of charges that are no usage (purchases, refunds, adjustments) is left out, the first on row 5 (Refund).',
    ]);
  });
});

describe('tokens from cost', () => {
  it('come back from any exact cost', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000_000 }),
        fc.constantFrom('10', '20', '0.6', '2.4', '0.06', '35.2'),
        (tokens, price) => {
          const cost = new Exact(tokens).times(price).div(1_000_000).toFixed(12);
          expect(tokensFromCost(cost, price)).toMatchObject({ kind: 'tokens', tokens });
        },
      ),
    );
  });
});
