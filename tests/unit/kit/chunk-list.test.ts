import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  append,
  at,
  emptyList,
  findLastIndex,
  replace,
  findLast,
  replaceLast,
  toArray,
  values,
  type ChunkList,
} from '../../../shared/kit/chunk-list.ts';

const build = (items: readonly number[]): ChunkList<number> =>
  items.reduce<ChunkList<number>>((list, item) => append(list, item), emptyList());

describe('a chunked list', () => {
  it('holds what was appended, in order, at any length', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { maxLength: 200 }), (items) => {
        const list = build(items);
        expect(toArray(list)).toEqual(items);
        expect([...values(list)]).toEqual(items);
        expect(items.every((item, index) => at(list, index) === item)).toBe(true);
        expect(at(list, items.length)).toBeUndefined();
        expect(at(list, -1)).toBeUndefined();
      }),
    );
  });

  it('replaces one element and leaves the list it came from as it was', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1, maxLength: 120 }), fc.nat(), (items, seed) => {
        const index = seed % items.length;
        const list = build(items);
        expect(toArray(replace(list, index, 7))).toEqual(items.with(index, 7));
        expect(toArray(list)).toEqual(items);
      }),
    );
  });

  it('changes the last element that passes and no other, and is itself where none does', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ max: 20, min: 0 }), { maxLength: 120 }), fc.nat(20), (items, wanted) => {
        const list = build(items);
        const changed = replaceLast(
          list,
          (value) => value === wanted,
          (value) => value + 100,
        );
        const index = items.lastIndexOf(wanted);
        expect(findLast(list, (value) => value === wanted)).toBe(items[index]);
        if (index < 0) expect(changed).toBe(list);
        else expect(toArray(changed)).toEqual(items.with(index, wanted + 100));
        expect(toArray(list)).toEqual(items);
      }),
    );
  });

  it('shares every chunk that a change does not touch', () => {
    const list = build(Array.from({ length: 100 }, (_, index) => index));
    const longer = append(list, 100);
    expect(longer.chunks[0]).toBe(list.chunks[0]);
    expect(findLastIndex(longer, (value) => value === 100)).toBe(100);
    expect(findLastIndex(longer, (value) => value === -5)).toBe(-1);
  });
});
