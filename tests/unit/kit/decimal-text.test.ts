import { describe, expect, it } from 'vitest';
import { decimalText, moneyText } from '../../../shared/kit/money.ts';

describe('an exact decimal within a sentence', () => {
  it.each([
    ['640', '640'],
    ['1061.5', '1,061.5'],
    ['0.00919684', '0.00919684'],
    ['57.09615424', '57.09615424'],
    ['66074453.99999999', '66,074,454'],
    ['0.019444444444444445', '0.0194444444'],
    ['0.1000000000000000055511151231257827', '0.1'],
    ['-1234567.25', '-1,234,567.25'],
    ['0', '0'],
  ])('%s is %s', (text, words) => {
    expect(decimalText(text)).toBe(words);
  });

  it('keeps its first digits where ten decimals would make it nothing', () => {
    expect([decimalText('0.00000000001234567'), decimalText('-1e-15')]).toEqual([
      '0.00000000001235',
      '-0.000000000000001',
    ]);
  });

  it('is the same of money, with its currency', () => {
    expect([
      moneyText({ cost: '66074453.99999999', currency: 'USD' }),
      moneyText({ cost: '1.5', currency: '' }),
    ]).toEqual(['66,074,454 USD', '1.5 (a currency that is not named)']);
  });
});
