import { describe, expect, it } from 'vitest';
import { count, fileSize, groupDigits, plural, seconds, signed, toMillionth } from '../../../shared/kit/numbers.ts';

describe('numbers as people read them', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [506_097, '506,097'],
    [-4068, '\u22124,068'],
    [1234.5, '1,234.5'],
    [10.25, '10.25'],
  ])('%d is %s', (value, words) => {
    expect(count(value)).toBe(words);
  });

  it('are grouped before the point and never behind it', () => {
    expect(groupDigits('1234567.1234567')).toBe('1,234,567.1234567');
  });

  it('of a difference have a sign, and equal has none', () => {
    expect([signed(1200), signed(0), signed(-3)]).toEqual(['+1,200', '0', '\u22123']);
  });

  it('of things are one or many', () => {
    expect([plural(1, 'row'), plural(1000, 'row'), plural(2, 'reply', 'replies')]).toEqual([
      '1 row',
      '1,000 rows',
      '2 replies',
    ]);
  });
});

describe('sums and differences', () => {
  it('keep a fraction to a millionth, and a whole number as it is', () => {
    expect([0.1 + 0.2, 12.8 - 12.1, 1e300, -4].map(toMillionth)).toEqual([0.3, 0.7, 1e300, -4]);
  });

  it('are never minus nothing', () => {
    expect([-0, -1e-9].map(toMillionth)).toEqual([0, 0]);
  });
});

describe('a time', () => {
  it('is told in seconds with one decimal', () => {
    expect([0, 11_149, 11_100].map(seconds)).toEqual(['0.0 s', '11.1 s', '11.1 s']);
  });
});

describe('the size of a file', () => {
  it.each([
    [0, '0.0 KB'],
    [25_700, '25.7 KB'],
    [3_400_000, '3.4 MB'],
    [9_960_000, '10 MB'],
    [214_000_000, '214 MB'],
    [999_700_000, '1.0 GB'],
    [1_200_000_000, '1.2 GB'],
  ])('%d is %s', (value, words) => {
    expect(fileSize(value)).toBe(words);
  });
});
