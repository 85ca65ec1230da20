import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DayUsage } from '../../../shared/billing/day-usage.ts';
import { type ImportedBill, mergeBills } from '../../../shared/billing/imported-bill.ts';
import { billSchema } from '../../../shared/billing/bill-schema.ts';
import { meterNamed } from '../../../shared/billing/meter-name.ts';
import type { Unallocated } from '../../../shared/billing/unallocated.ts';
import { sumByCurrency } from '../../../shared/kit/money.ts';

const day = '2026-09-28';
const azureMeter = 'gpt rt aud mn in gl 1215 1M Tokens';
const openAiMeter = 'gpt-realtime-mini-2025-12-15, audio input';

function usage(name: string, over: Partial<DayUsage> = {}): DayUsage {
  const meter = meterNamed(name);
  if (meter.kind !== 'classified') throw new Error(meter.reason);
  return {
    day,
    meter,
    resource: '',
    subscription: '',
    currency: 'USD',
    correction: false,
    tokens: 1000,
    range: null,
    quantity: '0.001',
    quantityHalfWidth: '0',
    cost: '0.01',
    costHalfWidth: '0',
    stated: [],
    rows: 1,
    from: 'quantity',
    arithmetic: '',
    problem: null,
    ...over,
  };
}

/** A bill of one file, written on a day of October. */
const bill = (name: string, writtenOn: number, parts: Partial<ImportedBill>): ImportedBill => ({
  importedAt: '2026-11-01T00:00:00Z',
  writtenAt: `2026-10-${String(writtenOn).padStart(2, '0')}T00:00:00Z`,
  files: [{ name, sha256: Buffer.from(name).toString('hex').padEnd(64, '0'), bytes: 1 }],
  exportPath: null,
  period: null,
  runId: null,
  shape: 'Cost export',
  conventions: { decimalMark: '.', dateOrder: 'month-first' },
  tally: { rows: 1, kept: 1, skipped: [], costs: [] },
  days: [],
  unallocated: [],
  notes: [],
  ...parts,
});

describe('bills of two sellers that name no resource', () => {
  it('both count, and of two of one seller the newer does', () => {
    const azure = bill('azure', 1, { days: [usage(azureMeter)] });
    const openAi = bill('openai', 2, { days: [usage(openAiMeter)] });
    const newer = bill('newer', 3, { days: [usage(openAiMeter, { tokens: 2000 })] });
    const merged = mergeBills([azure, openAi, newer]);
    expect(merged.days.map(({ meter, tokens }) => [meter.name, tokens])).toEqual([
      [openAiMeter, 2000],
      [azureMeter, 1000],
    ]);
    expect(merged.notes).toEqual(['openai is left out on 2026-09-28, for which newer is newer.']);
  });
});

const rest = (over: Partial<Unallocated>): Unallocated => ({
  reason: 'other service',
  day,
  name: 'Virtual Machines',
  resource: '',
  subscription: '',
  currency: 'USD',
  cost: '1',
  rows: 1,
  line: 2,
  ...over,
});
const totals = (...bills: readonly ImportedBill[]): Record<string, string> => {
  const { days, unallocated } = mergeBills(bills);
  return Object.fromEntries(sumByCurrency([...days, ...unallocated]).map(({ currency, cost }) => [currency, cost]));
};

/** Whole charges in two currencies, so that every sum of them is another. */
const charge = fc.record({
  day: fc.constantFrom('2026-09-27', '2026-09-28', '2026-09'),
  place: fc.integer({ min: 0, max: 3 }),
  name: fc.constantFrom('', 'Virtual Machines', 'Refund'),
  reason: fc.constantFrom('other service', 'not usage', 'metered' as const),
  currency: fc.constantFrom('USD', 'EUR'),
  cost: fc.integer({ min: -9, max: 99 }).map(String),
});
type Charge = typeof charge extends fc.Arbitrary<infer T> ? T : never;

/** A bill of charges, each of which lies at a place of its own or of others; at place 0 it names none, and there no usage is. */
function billOf(
  name: string,
  writtenOn: number,
  charges: readonly Charge[],
  offset = 0,
  hasPlaces = true,
): ImportedBill {
  const placed = charges.map(({ place: at, ...one }) => {
    const place = one.reason === 'metered' ? Math.max(1, at) : at;
    const resource = place === 0 || !hasPlaces ? '' : `/accounts/${place + offset}`;
    return { ...one, day: hasPlaces || offset === 0 ? one.day : '2026-10-01', resource };
  });
  return bill(name, writtenOn, {
    days: placed.flatMap(({ reason, day: on, resource, currency, cost }) =>
      reason === 'metered' ? [usage(azureMeter, { day: on, resource, currency, cost })] : [],
    ),
    unallocated: placed.flatMap(({ reason, ...one }) => (reason === 'metered' ? [] : [rest({ ...one, reason })])),
  });
}
const sumOf = (...charges: readonly Charge[]): Record<string, string> =>
  Object.fromEntries(sumByCurrency(charges).map(({ currency, cost }) => [currency, cost]));
/** What ties a bill to its copies: one charge whose place and day are told. */
const anchor: Charge = {
  day: '2026-09-28',
  place: 1,
  name: 'Refund',
  reason: 'not usage',
  currency: 'USD',
  cost: '100',
};
const charges = fc.array(charge, { maxLength: 12 }).map((some) => [anchor, ...some]);

describe('money of bills that are put together', () => {
  it('is that of the newer where it is a copy or holds more, and of both where they share nothing', () => {
    fc.assert(
      fc.property(charges, fc.array(charge, { maxLength: 6 }), fc.boolean(), (some, more, hasPlaces) => {
        const older = billOf('older', 1, some, 0, hasPlaces);
        expect(totals(older, billOf('copy', 2, some, 0, hasPlaces))).toEqual(sumOf(...some));
        expect(totals(older, billOf('larger', 2, [...more, ...some], 0, hasPlaces))).toEqual(sumOf(...some, ...more));
        expect(totals(older, billOf('other', 2, some, 10, hasPlaces))).toEqual(sumOf(...some, ...some));
      }),
    );
  });

  it('of a resource and day is that of the newer bill, and what only the older has of others stays', () => {
    const of = (resource: string, on: string, cost: string): Unallocated => rest({ resource, day: on, cost });
    const older = bill('older', 1, { unallocated: [of('a', '2026-09-27', '1'), of('a', day, '2'), of('b', day, '4')] });
    const newer = bill('newer', 2, { unallocated: [of('a', day, '20'), of('a', '2026-09-29', '8')] });
    expect(totals(older, newer)).toEqual({ USD: '33' });
    expect(mergeBills([older, newer]).notes).toEqual(['older is left out on 2026-09-28, for which newer is newer.']);
  });

  it('of a meter that the older import did not know counts on the meter alone', () => {
    const older = bill('older', 1, { unallocated: [rest({ reason: 'unknown model', resource: 'a', cost: '0.01' })] });
    const newer = bill('newer', 2, { days: [usage(azureMeter, { resource: 'a' })] });
    expect(totals(older, newer)).toEqual({ USD: '0.01' });
  });

  it('counts once where one of the bills was stored before places were', () => {
    const placed = (name: string, writtenOn: number): ImportedBill =>
      bill(name, writtenOn, {
        days: [usage(azureMeter, { resource: 'a' })],
        unallocated: [rest({ resource: 'a' }), rest({ day: '' })],
      });
    const stored = (name: string, writtenOn: number): ImportedBill => {
      const { unallocated, ...whole } = placed(name, writtenOn);
      return billSchema.parse({
        ...whole,
        unallocated: unallocated.map((one) => ({ ...one, resource: undefined, subscription: undefined })),
      });
    };
    expect(stored('old', 1).unallocated).toMatchObject([{ resource: '', subscription: '' }, { resource: '' }]);
    expect(totals(stored('old', 1), placed('new', 2))).toEqual({ USD: '2.01' });
    expect(totals(placed('old', 1), stored('new', 2))).toEqual({ USD: '2.01' });
  });
});
