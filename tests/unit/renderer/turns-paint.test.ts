import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apart, numberedTurns } from '../../../renderer/pages/sessions/turns-paint.ts';

describe('the numbers under a plot of turns', () => {
  it('name every turn where there is room, and the chosen one always', () => {
    expect(numberedTurns(4, 3, 40)).toEqual([1, 2, 3, 4]);
    // Ten pixels a turn: every fifth, and not what is too near the chosen one.
    expect(numberedTurns(12, 6, 10)).toEqual([6, 10]);
    expect(numberedTurns(12, 12, 10)).toEqual([5, 12]);
    expect(numberedTurns(12, null, 10)).toEqual([5, 10]);
    expect(numberedTurns(0, null, 10)).toEqual([]);
  });
});

describe('numbers that would cover each other', () => {
  it('are moved apart by as little as needed, and stay in their order', () => {
    expect(apart([50, 52, 10], 12)).toEqual([50, 62, 10]);
    expect(apart([52, 50], 12)).toEqual([62, 50]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 4 }), (heights) => {
        const moved = apart(heights, 12).toSorted((one, other) => one - other);
        expect(moved.every((y, at) => at === 0 || y - (moved[at - 1] ?? 0) >= 12)).toBe(true);
        expect(apart(heights, 12).every((y, at) => y >= (heights[at] ?? 0))).toBe(true);
      }),
    );
  });
});
