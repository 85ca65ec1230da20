import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DayUsage } from '../../../shared/billing/day-usage.ts';
import { parseMeterName } from '../../../shared/billing/meter-name.ts';
import { freshnessOf, weakest, type Witness } from '../../../shared/reconcile/scope/settlement.ts';
import { dayAfter, endOfMonthMs, instantMs, utcDayOf } from '../../../shared/kit/dates.ts';

const meter = parseMeterName('gpt rt aud mn in gl 1215 1M Tokens');
if (meter.kind !== 'classified') throw new Error('the meter of this test is not understood');

const row = (quantity: string): DayUsage => ({
  day: '2026-03-15',
  meter,
  resource: '/accounts/voice',
  subscription: '',
  currency: 'USD',
  correction: false,
  tokens: 640,
  range: null,
  quantity,
  cost: '0.0064',
  stated: [],
  rows: 1,
  from: 'quantity',
  problem: null,
  quantityHalfWidth: '0',
  costHalfWidth: '0',
  arithmetic: '',
});

const witness = (writtenAt: string, quantity = '0.00064'): Witness => ({ writtenAt, days: [row(quantity)] });

describe('the settlement clock', () => {
  it('holds a day provisional while one import alone speaks of it', () => {
    const one = witness('2026-03-18T00:00:00Z');
    expect(freshnessOf('2026-03-15', one.writtenAt, [one])).toBe('provisional');
  });

  it('settles a day when two imports a day apart say the same', () => {
    const imports = [witness('2026-03-17T00:00:00Z'), witness('2026-03-18T00:00:00Z')];
    expect(freshnessOf('2026-03-15', '2026-03-18T00:00:00Z', imports)).toBe('settled');
  });

  it('does not settle it when they lie closer together, or differ', () => {
    const close = [witness('2026-03-17T01:00:00Z'), witness('2026-03-18T00:00:00Z')];
    const differing = [witness('2026-03-17T00:00:00Z', '0.0005'), witness('2026-03-18T00:00:00Z')];
    expect(freshnessOf('2026-03-15', '2026-03-18T00:00:00Z', close)).toBe('provisional');
    expect(freshnessOf('2026-03-15', '2026-03-18T00:00:00Z', differing)).toBe('provisional');
  });

  it('takes the weakest of several days', () => {
    expect(weakest(['settled', 'not yet due', 'provisional'])).toBe('not yet due');
  });
});

describe('UTC arithmetic without a clock', () => {
  it('agrees with the platform on every instant and day', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1970-01-01'), max: new Date('2399-12-31'), noInvalidDate: true }),
        (date) => {
          const text = date.toISOString();
          expect(instantMs(text)).toBe(date.getTime());
          expect(utcDayOf(date.getTime())).toBe(text.slice(0, 10));
          expect(dayAfter(text.slice(0, 10))).toBe(new Date(date.getTime() + 86_400_000).toISOString().slice(0, 10));
          expect(endOfMonthMs(text.slice(0, 10))).toBe(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1));
        },
      ),
    );
  });

  it.each(['yesterday', '2026-13-01', '', '2026-03-15Tnoon'])('reads no instant in "%s"', (text) => {
    expect(instantMs(text)).toBeNull();
  });
});
