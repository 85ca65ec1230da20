import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EventRows } from '../../../renderer/store/event-index.ts';

describe('the rows of the event list', () => {
  test('are what passes, in order, however they were counted and read', () => {
    fc.assert(
      fc.property(
        fc.array(fc.boolean(), { maxLength: 1200 }),
        fc.array(fc.nat(1200), { maxLength: 4 }),
        fc.nat(1200),
        fc.nat(60),
        (passing, stops, first, length) => {
          const rows = new EventRows((seq) => passing[seq - 1] ?? false);
          for (const stop of [...stops].sort((a, b) => a - b)) rows.extend(Math.min(stop, passing.length));
          rows.extend(passing.length);
          const all = passing.flatMap((shown, at) => (shown ? [at + 1] : []));
          const now = rows.now();
          expect(now.length).toBe(all.length);
          expect(now.slice(first, first + length)).toEqual(all.slice(first, first + length));
          expect(all.every((seq, row) => now.indexOf(seq) === row)).toBe(true);
          expect(passing.every((shown, at) => shown || now.indexOf(at + 1) === -1)).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('that were handed out keep their length while the list grows', () => {
    const rows = new EventRows((seq) => seq % 2 === 0);
    rows.extend(10);
    const before = rows.now();
    rows.extend(1000);
    expect(before.length).toBe(5);
    expect(before.slice(0, 5)).toEqual([2, 4, 6, 8, 10]);
    expect(rows.now().slice(498, 600)).toEqual([998, 1000]);
  });
});
