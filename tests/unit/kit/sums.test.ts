import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chargedMoney, minusMoney, sumByCurrency } from '../../../shared/kit/money.ts';

describe('sums of money', () => {
  it('are one a currency, whatever the order', () => {
    const amount = fc.record({
      cost: fc.integer({ min: -1_000_000, max: 1_000_000 }).map((micro) => (micro / 1e6).toFixed(6)),
      currency: fc.constantFrom('USD', 'EUR', 'JPY', ''),
    });
    fc.assert(
      fc.property(fc.array(amount), (amounts) => {
        for (const { cost, currency } of sumByCurrency(amounts)) {
          const own = amounts.filter((one) => one.currency === currency);
          expect(Number(cost)).toBeCloseTo(
            own.reduce((sum, one) => sum + Math.round(Number(one.cost) * 1e6), 0) / 1e6,
            9,
          );
        }
        expect(sumByCurrency(amounts).length).toBe(new Set(amounts.map(({ currency }) => currency)).size);
      }),
    );
  });

  it('are never taken across two currencies, nor of one that is not named', () => {
    expect(minusMoney({ cost: '2', currency: 'EUR' }, { cost: '1', currency: 'USD' })).toBeNull();
    expect(minusMoney({ cost: '2', currency: '' }, { cost: '1', currency: '' })).toBeNull();
    expect(minusMoney({ cost: '2', currency: 'EUR' }, { cost: '0.5', currency: 'EUR' })).toEqual({
      cost: '1.5',
      currency: 'EUR',
    });
  });

  it('are stated in a currency only where every charge states it, and say by what', () => {
    const euro = { cost: '0.92', currency: 'EUR', by: null };
    const dollars = { cost: '1', currency: 'USD', by: 'cost in US dollars' };
    const plain = { cost: '3', currency: 'USD', by: null };
    expect(chargedMoney([[euro, dollars], [plain]])).toEqual({
      billed: [
        { cost: '0.92', currency: 'EUR' },
        { cost: '3', currency: 'USD' },
      ],
      stated: [{ cost: '4', currency: 'USD', by: 'cost in US dollars' }],
    });
    expect(chargedMoney([[euro], [plain]]).stated).toEqual([]);
  });
});
