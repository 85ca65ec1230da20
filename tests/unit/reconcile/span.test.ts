import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { around, from, holds, isPoint, meet, middle, moved, plus, point, type Span } from '../../../shared/kit/span.ts';

const spans: fc.Arbitrary<Span> = fc.oneof(
  fc.tuple(fc.nat(12), fc.nat(12)).map(([low, size]) => ({ low, high: low + size })),
  fc.nat(12).map(from),
);
/** The whole numbers of a span, one by one, as far as these tests look. */
const members = (span: Span, upTo = 60): number[] =>
  Array.from({ length: upTo }, (_, value) => value).filter((value) => value >= span.low && value <= span.high);

describe('whole numbers from one to another', () => {
  it('hold both their ends and nothing beyond', () => {
    expect([4, 5, 7, 8].map((value) => holds({ low: 5, high: 7 }, value))).toEqual([false, true, true, false]);
    expect([4, 5, 1e9].map((value) => holds(from(5), value))).toEqual([false, true, true]);
    expect([6, 7, 8].map((value) => holds(point(7), value))).toEqual([false, true, false]);
  });

  it('never begin below nothing', () => {
    expect(around(2, 5)).toEqual({ low: 0, high: 7 });
    expect(around(9, 2)).toEqual({ low: 7, high: 11 });
  });

  it('have a middle, the lower of two; without an end it is their least', () => {
    expect([{ low: 210, high: 214 }, { low: 4, high: 7 }, point(9), from(3)].map(middle)).toEqual([212, 5, 9, 3]);
  });

  it('add up to every sum of their members and no other', () => {
    fc.assert(
      fc.property(spans, spans, (one, other) => {
        const sums = new Set(members(one).flatMap((value) => members(other).map((more) => value + more)));
        expect(members(plus(one, other))).toEqual(members({ low: 0, high: 60 }).filter((value) => sums.has(value)));
      }),
    );
  });

  it('move with all their members, and meet where they share one', () => {
    fc.assert(
      fc.property(spans, spans, fc.nat(9), (one, other, by) => {
        expect(members(moved(one, by))).toEqual(members(one, 60 - by).map((value) => value + by));
        expect(meet(one, other)).toBe(members(one).some((value) => members(other).includes(value)));
        expect(isPoint(one)).toBe(members(one).length === 1);
      }),
    );
  });
});
