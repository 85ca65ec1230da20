import { expect, it } from 'vitest';
import { typedNumber } from '../../../renderer/ui/typed-number.ts';

it.each([
  ['1200', 1200],
  [' 0 ', 0],
  ['1,5', 1.5],
  ['\u22123', -3],
  ['-3', -3],
  ['60000', 60_000],
  ['60000.1', null],
  ['-4', null],
  ['', null],
  ['  ', null],
  ['12 ms', null],
  ['NaN', null],
  ['Infinity', null],
])('a number that is typed, from -3 to 60,000: %j is %s', (text, value) => {
  expect(typedNumber(text, -3, 60_000)).toBe(value);
});
