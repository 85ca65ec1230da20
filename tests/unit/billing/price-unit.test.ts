import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quotedPrice } from '../../../shared/billing/price-unit.ts';
import { Exact } from '../../../shared/kit/money.ts';
import { amountOf, perMillion } from '../../../shared/pricing/cost.ts';

const quoted = (price: string, unit: string, isTime = false): string | null => {
  const found = quotedPrice(new Exact(price), unit, isTime);
  return found === null ? null : `${found.price} per ${found.unit}`;
};

describe('a price of a unit of measure', () => {
  it.each([
    ['0.0352', '1K', '0.0352 per 1K tokens'],
    ['11', '1M', '11 per 1M tokens'],
    ['11', '1M Tokens', '11 per 1M tokens'],
    ['110', '10M', '11 per 1M tokens'],
    ['0.352', '10K', '35.2 per 1M tokens'],
    ['0.000011', '1 Token', '11 per 1M tokens'],
    ['10.0', '1,000,000', '10 per 1M tokens'],
  ])('of tokens: %s for %s is %s', (price, unit, as) => {
    expect(quoted(price, unit)).toBe(as);
  });

  it.each([
    ['0.36', '1 Hour', '0.36 per hour'],
    ['21.9', '100 Hours', '0.219 per hour'],
    ['0.0045', '1 Minute', '0.0045 per minute'],
    ['0.05', '1 min', '0.05 per minute'],
    ['0.0001', '1 Second', '0.006 per minute'],
    ['0.3', '60 Minutes', '0.005 per minute'],
  ])('of time: %s for %s is %s', (price, unit, as) => {
    expect(quoted(price, unit, true)).toBe(as);
  });

  it.each([
    ['1', '1', false],
    ['1', '100 GB', false],
    ['1', '1M Characters', false],
    ['1', 'Tokens', false],
    ['1', '1 Hour', false],
    ['0.36', '1M', true],
    ['0.36', '1 Month', true],
    ['0.36', '1/Hour', true],
    // 1 over 3 never ends.
    ['1', '3 Hours', true],
    ['1', '7K', false],
  ])('is none of a book: %s for %s', (price, unit, isTime) => {
    expect(quoted(price, unit, isTime)).toBeNull();
  });
});

describe('what a price of any block comes to', () => {
  const price = fc.bigInt({ min: 0n, max: 10n ** 15n }).map((digits) => new Exact(digits.toString()).div(1e12));
  const block = fc.integer({ min: 1, max: 100_000 });

  it('is the same for so many blocks at so many times the price, to the last digit', () => {
    fc.assert(
      fc.property(price, block, fc.constantFrom('K', 'M'), (one, times, letter) => {
        const found = quotedPrice(one.times(times), `${times}${letter}`, false);
        const million = one.times(letter === 'K' ? 1000 : 1);
        expect(found === null ? null : perMillion(found)).toBe(million.toFixed());
      }),
    );
  });

  it('is the same for time, and costs for as many seconds what the list asks for them', () => {
    fc.assert(
      fc.property(
        price,
        block,
        fc.constantFrom(['Hours', 3600] as const, ['Minutes', 60] as const, ['Seconds', 1] as const),
        (one, times, [word, seconds]) => {
          const found = quotedPrice(one.times(times), `${times} ${word}`, true);
          if (found === null) throw new Error('not read');
          expect(amountOf(seconds * times, found)).toBe(one.times(times).toFixed());
        },
      ),
    );
  });
});

describe('time', () => {
  it.each([
    [50, { price: '0.36', unit: 'hour' }, '0.005'],
    [3600, { price: '2.04', unit: 'hour' }, '2.04'],
    [7, { price: '0.0045', unit: 'minute' }, '0.000525'],
    [12.5, { price: '0.36', unit: 'hour' }, '0.00125'],
    // A session of 20 minutes and one second at five cents a minute.
    [1201, { price: '0.05', unit: 'minute' }, '1.00083333333333333333'],
  ] as const)('of %d seconds at %o costs %s', (seconds, price, cost) => {
    expect(amountOf(seconds, price)).toBe(cost);
  });
});
