import { describe, expect, test } from 'vitest';
import { holdRows, inTurn, type PacedPhase, pacedPhase } from '../../bench/support/paced-loop.ts';

const phase = (longestMs: number, p99Ms = 1): PacedPhase => ({ perSecond: 20_000, longestMs, p99Ms, lagMs: 0 });

describe('a loop judged against the same loop with nothing to do', () => {
  test('goes both ways in turn, neither always the first', async () => {
    const order: string[] = [];
    const way = (name: string) => () => {
      order.push(name);
      return Promise.resolve(phase(order.length));
    };
    const { working, idle } = await inTurn(3, way('work'), way('rest'));
    expect(order.join(' ')).toBe('rest work work rest rest work');
    expect([working.map(({ longestMs }) => longestMs), idle.map(({ longestMs }) => longestMs)]).toEqual([
      [2, 3, 6],
      [1, 4, 5],
    ]);
  });

  test('is judged by the difference, and says both', () => {
    const [longest, pairs, most] = holdRows(
      { working: [phase(18, 3), phase(22, 5), phase(12, 4)], idle: [phase(15, 1), phase(11, 2), phase(14, 3)] },
      10,
    );
    expect(longest).toMatchObject({
      value: 7,
      target: '<= 10',
      pass: true,
      reference: '22.0 ms recording, 15.0 ms recording nothing',
    });
    // 3, 11 and -2 ms.
    expect(pairs).toMatchObject({ value: 3, target: null });
    expect(most).toMatchObject({ value: 2, reference: '4.0 ms recording, 2.0 ms recording nothing' });
    expect(holdRows({ working: [phase(26)], idle: [phase(15)] }, 10)[0]?.pass).toBe(false);
  });

  test('does its work in order and once, and tells the most that waited', async () => {
    const done: number[] = [];
    const waited = (count: number): number => (count < 10 ? 0 : 6);
    const { lagMs } = await pacedPhase({ perSecond: 2000, forMs: 100 }, (n) => void done.push(n), waited);
    expect(done).toEqual(Array.from({ length: done.length }, (_, n) => n));
    expect(done.length).toBeLessThanOrEqual(200);
    expect(lagMs).toBe(done.length < 10 ? 0 : 3);
  });
});
