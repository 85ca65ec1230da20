import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { plainMoney } from '../../../shared/kit/plain-money.ts';

it.each([
  ['0.00113333333333333333', '0.0011333333'],
  ['0.00000000005', '0.0000000001'],
  ['0.00000000004999', '0'],
  ['-0.00000000005', '-0.0000000001'],
  ['9.99999999995', '10'],
  ['12.50', '12.5'],
  ['-0.000', '0'],
  ['7', '7'],
])('%s is %s', (amount, plain) => {
  expect(plainMoney(amount)).toBe(plain);
});

it('leaves what is no plain decimal as it is', () => {
  for (const text of ['', '1e-7', 'NaN', '1,5', '.5', '--1']) expect(plainMoney(text)).toBe(text);
});

it('rounds as a library of decimals does', () => {
  const Exact = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_UP });
  const digits = (most: number) => fc.stringMatching(new RegExp(`^\\d{1,${most}}$`));
  fc.assert(
    fc.property(fc.constantFrom('', '-'), digits(12), digits(30), (sign, whole, fraction) => {
      const amount = `${sign}${whole}.${fraction}`;
      const expected = new Exact(amount).toDecimalPlaces(10);
      expect(plainMoney(amount)).toBe(expected.isZero() ? '0' : expected.toFixed());
    }),
  );
});
