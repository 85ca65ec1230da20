import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputBuffer } from '../../../electron/simulator/session/input-audio.ts';

const step = fc.oneof(
  fc.record({ append: fc.nat({ max: 60_000 }) }),
  fc.record({ drop: fc.double({ min: 0, max: 1.2, noNaN: true }) }),
);

describe('InputBuffer', () => {
  it('holds at every position what was written there, whatever was dropped before', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const buffer = new InputBuffer();
        let written = 0;
        for (const each of steps) {
          if ('append' in each) {
            const from = written;
            buffer.append(Int16Array.from({ length: each.append }, (_, index) => (from + index) % 30_011));
            written += each.append;
          } else {
            const before = buffer.start;
            const position = Math.round(before + each.drop * (written - before));
            buffer.dropBefore(position);
            expect(buffer.start).toBe(Math.min(position, written));
          }
          expect(buffer.end).toBe(written);
          const held = buffer.slice(buffer.start, buffer.end);
          expect(held.length).toBe(buffer.end - buffer.start);
          for (const index of [0, held.length >> 1, held.length - 1].filter((at) => at >= 0 && at < held.length)) {
            expect(held[index]).toBe((buffer.start + index) % 30_011);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('gives a copy that later audio does not change', () => {
    const buffer = new InputBuffer();
    buffer.append(Int16Array.of(1, 2, 3));
    const copy = buffer.slice(0, 3);
    buffer.dropBefore(2);
    buffer.append(Int16Array.of(9, 9, 9));
    expect([...copy]).toEqual([1, 2, 3]);
  });

  it('leaves out what is no longer or not yet there', () => {
    const buffer = new InputBuffer();
    buffer.append(Int16Array.of(1, 2, 3, 4));
    buffer.dropBefore(2);
    expect(Array.from(buffer.slice(0, 99))).toEqual([3, 4]);
    expect(buffer.slice(50, 99)).toHaveLength(0);
  });
});
