import { expect, it } from 'vitest';
import { above, between, longestMs, rarity, shared, within } from '../../bench/support/intervals.ts';

const frames = between([0, 20, 40, 121, 140, 160, 250]);

it('what lies between moments is measured, and what is longer than a limit', () => {
  expect(longestMs(frames)).toBe(90);
  expect(above(frames, 45)).toEqual([
    { fromMs: 40, toMs: 121 },
    { fromMs: 160, toMs: 250 },
  ]);
  expect(above(frames, 90)).toEqual([]);
  expect(longestMs(between([7]))).toBe(0);
});

it('the machine is told by what waited at the same time, and not by what waited before or after', () => {
  const late = above(frames, 45);
  expect(shared(late, [{ fromMs: 100, toMs: 150 }])).toEqual([{ fromMs: 40, toMs: 121 }]);
  expect(shared(late, [{ fromMs: 121, toMs: 160 }])).toEqual([]);
  expect(shared(late, [])).toEqual([]);
  expect(shared(late, [{ fromMs: 0, toMs: 1000 }])).toEqual(late);
});

it('only what lies wholly in the stretch that the timer ran is held against it', () => {
  expect(within(frames, between([20, 90, 160]))).toEqual(between([20, 40, 121, 140, 160]));
  expect(within(frames, between([21, 159]))).toEqual(between([40, 121, 140]));
  expect(within(frames, [])).toEqual([]);
});

it('says how rare something is', () => {
  expect(rarity(1, 6000)).toBe('1 in 6,000');
  expect(rarity(3, 6000)).toBe('1 in 2,000');
  expect(rarity(0, 6000)).toBe('none of 6,000');
});
