import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  documentDifference,
  documentMoney,
  exactMoney,
  headlineMoney,
  moneyAlike,
  isZeroAmount,
  moneyWithin,
  shortMoney,
  unitPrice,
  wholeMoney,
} from '../../../shared/kit/money-format.ts';
import { minus } from '../../../shared/kit/numbers.ts';

describe('an amount of money', () => {
  it('carries the sign of its own currency, or its code', () => {
    expect(['USD', 'EUR', 'GBP', 'SEK', 'AUD'].map((currency) => headlineMoney('0.0148113', currency))).toEqual([
      '$0.0148',
      '€0.0148',
      '£0.0148',
      'SEK 0.0148',
      'AUD 0.0148',
    ]);
  });

  it('is never nothing for something, and nothing is 0', () => {
    expect(['0', '0.00004', '0.0041', '-0.0105'].map((amount) => shortMoney(amount, 'USD'))).toEqual([
      '$0',
      '$0.0000400',
      '$0.0041',
      `${minus}$0.0105`,
    ]);
  });

  it('has the same decimals as those it is held against, and as many as the least of them needs', () => {
    const amounts = ['0.0362', '0.03031', '-0.00589'];
    expect(amounts.map(moneyAlike(amounts, 'USD'))).toEqual(['$0.0362', '$0.0303', '\u2212$0.0059']);
    const small = ['0.0362', '0.00000384', '0', '12.5'];
    expect(small.map(moneyAlike(small, 'USD'))).toEqual(['$0.0362000', '$0.0000038', '$0', '$12.5000000']);
    const large = ['1342.5', '-100', '0'];
    expect(large.map(moneyAlike(large, 'USD'))).toEqual(['$1,342.50', '\u2212$100.00', '$0']);
    expect(['3.5', '120'].map(moneyAlike(['3.5', '120'], 'JPY'))).toEqual(['\u00a53.50', '\u00a5120.00']);
    expect(['0', '0.00'].map(moneyAlike(['0', '0.00'], 'USD'))).toEqual(['$0', '$0']);
  });

  it('is zero however many noughts say so; an empty text is no amount', () => {
    expect(['0', '-0', '0.', '-0.000', '00.0', '.0'].filter((amount) => !isZeroAmount(amount))).toEqual([]);
    const others = ['', '-', '.', '-.', ' ', '0.0000001', '-0.10', '10', '0.0.1'];
    expect(others.filter(isZeroAmount)).toEqual([]);
  });

  it('has a width that is rounded up to its own decimals, so that the two ends hold what they promise', () => {
    expect(
      (
        [
          ['0.0137999', '0.00021'],
          ['0.0137999', '0.0003'],
          ['0.0137999', '0'],
          ['1.2345', '0.0001'],
          ['0.00001', '0.0000044'],
        ] as const
      ).map(([amount, width]) => moneyWithin(amount, width, 'USD')),
    ).toEqual(['~$0.0138 ±0.0003', '~$0.0138 ±0.0003', '~$0.0138', '~$1.23 ±0.01', '~$0.0000100 ±0.0000044']);
  });

  it('bears no sign where the file names no currency', () => {
    expect(wholeMoney('0.5', '')).toBe('0.5000000');
  });

  it('is finer the smaller it is, rounded half up', () => {
    expect(['0.00005', '0.99996', '99.995', '1234.5'].map((amount) => headlineMoney(amount, 'EUR'))).toEqual([
      '€0.0001',
      '€1.00',
      '€100',
      '€1,235',
    ]);
  });

  it('has two decimals fewer in yen, which have no smaller coin', () => {
    expect(['0.148113', '2.224', '99.996', '1234.5', '123456'].map((amount) => headlineMoney(amount, 'JPY'))).toEqual([
      '¥0.15',
      '¥2.22',
      '¥100',
      '¥1,235',
      '¥123,456',
    ]);
    expect(wholeMoney('2.2240018', 'JPY')).toBe('¥2.22400');
    expect(unitPrice('1600', 'JPY')).toBe('¥1,600');
    expect(documentMoney({ cost: '1600', currency: 'JPY' })).toBe('¥1,600');
  });

  it('is written with the minus of figures, and a difference always with its sign', () => {
    expect(documentDifference({ cost: '-0.0105', currency: 'EUR' })).toBe('\u2212€0.0105');
    expect(documentDifference({ cost: '0.0105', currency: 'USD' })).toBe('+$0.0105');
    expect(documentDifference({ cost: '0', currency: 'USD' })).toBe('$0.00');
    expect(headlineMoney('-0.00001', 'USD')).toBe('$0.0000');
  });

  it('is written out whole in a limit or a document, with at least the decimals of its coin', () => {
    expect(['0.5', '2', '500', '12500', '0.0001'].map((cost) => documentMoney({ cost, currency: 'USD' }))).toEqual([
      '$0.50',
      '$2.00',
      '$500.00',
      '$12,500.00',
      '$0.0001',
    ]);
  });

  it('keeps all digits of sums that no float holds', () => {
    expect(wholeMoney('90071992547409931.0000001', 'USD')).toBe('$90,071,992,547,409,931.0000001');
  });

  it('is the same amount in head and tail as in one piece', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }),
        fc.constantFrom('USD', 'EUR', 'JPY', 'KWD', 'SEK', ''),
        (units, currency) => {
          const amount = `${units / 10_000_000n}.${String(units < 0n ? -units : units)
            .padStart(8, '0')
            .slice(-7)}`;
          const { head, tail } = exactMoney(amount, currency);
          expect(head + tail).toBe(wholeMoney(amount, currency));
          expect(tail).toMatch(/^\d{3}$/);
        },
      ),
    );
  });
});
