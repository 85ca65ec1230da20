import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LevelHistory } from '../../../renderer/drawing/told/level-history.ts';

const peaksOf = (history: LevelHistory, buckets: number): (number | null)[] =>
  Array.from({ length: buckets }, (_, bucket) => history.peak(bucket * 50, (bucket + 1) * 50));

it('keeps the highest of what was noted in each step, and knows nothing of the others', () => {
  const history = new LevelHistory();
  history.push(10, [-60], false);
  history.push(20, [0], false);
  history.push(30, [-60], false);
  history.push(260, [null], false);
  expect(peaksOf(history, 6)).toEqual([1, null, null, null, null, 0]);
});

it('lays the moments of a reading side by side, the last where it came', () => {
  const history = new LevelHistory();
  history.push(105, [-60, 0], false);
  history.push(205, [0, -60], false);
  expect(peaksOf(history, 5)).toEqual([null, 0, 1, 1, 0]);
});

it('has no gap in what was heard without one, however late readings come', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 49 }), { minLength: 4, maxLength: 60 }), (lateMs) => {
      const history = new LevelHistory();
      lateMs.forEach((late, reading) => history.push(reading * 100 + late, [-30, -30], false));
      const peaks = peaksOf(history, 2 * lateMs.length - 1);
      const first = peaks.findIndex((peak) => peak !== null);
      expect(peaks.slice(first)).not.toContain(null);
    }),
  );
});

it('leaves a pause of more than one step empty', () => {
  const history = new LevelHistory();
  history.push(0, [-30], false);
  history.push(160, [-30], false);
  const [before, pause, more, after] = peaksOf(history, 4);
  expect([pause, more]).toEqual([null, null]);
  expect(before).toBe(after);
});

it('forgets all of it at once, and says that it is of something else', () => {
  const history = new LevelHistory();
  history.push(0, [0], true);
  const { generation } = history;
  history.clear();
  expect(history.peak(0, 50)).toBeNull();
  expect(history.clipTimes(0, 50)).toEqual([]);
  expect(history.generation).not.toBe(generation);
});
