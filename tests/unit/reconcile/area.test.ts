import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Cells, coveredCells } from '../../../shared/reconcile/search/chance.ts';

const side = 14;
const edges = fc.tuple(fc.nat(side), fc.nat(side)).map(([one, other]) => [Math.min(one, other), Math.max(one, other)]);
const rectangles = fc
  .tuple(edges, edges)
  .map(([[left = 0, right = 0], [low = 0, high = 0]]): Cells => ({ left, right, low, high }));
const cell = fc.tuple(fc.nat(side), fc.nat(side)).map(([x, y]): Cells => ({ left: x, right: x, low: y, high: y }));

/** Every cell looked at. */
function counted(all: readonly Cells[]): number {
  let covered = 0;
  for (let x = 0; x <= side; x += 1) {
    for (let y = 0; y <= side; y += 1) {
      if (all.some(({ left, right, low, high }) => x >= left && x <= right && y >= low && y <= high)) covered += 1;
    }
  }
  return covered;
}

describe('cells that rectangles cover', () => {
  it('are counted once each, ends included', () => {
    expect(coveredCells([])).toBe(0);
    expect(coveredCells([{ left: 3, right: 3, low: 5, high: 5 }])).toBe(1);
    expect(coveredCells([{ left: 0, right: 9, low: 0, high: 4 }])).toBe(50);
    const crossed = [
      { left: 0, right: 9, low: 4, high: 4 },
      { left: 5, right: 5, low: 0, high: 9 },
    ];
    expect(coveredCells(crossed)).toBe(19);
    // The same again, a cell of it, and one beside it.
    const [across] = crossed as [Cells];
    expect(coveredCells([across, across, { left: 9, right: 9, low: 4, high: 4 }])).toBe(10);
    expect(coveredCells([across, { left: 10, right: 10, low: 4, high: 4 }])).toBe(11);
  });

  it('are what looking at each cell counts', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(rectangles, cell), { maxLength: 12 }), (all) => {
        expect(coveredCells(all)).toBe(counted(all));
      }),
      { numRuns: 300 },
    );
  });

  it('are what looking at each cell counts, far apart and large as well', () => {
    const wide = fc
      .tuple(fc.nat(300), fc.nat(300), fc.nat(120), fc.nat(120))
      .map(([left, low, width, height]): Cells => ({ left, right: left + width, low, high: low + height }));
    fc.assert(
      fc.property(fc.array(wide, { maxLength: 8 }), (all) => {
        const cells = new Set<number>();
        for (const { left, right, low, high } of all) {
          for (let x = left; x <= right; x += 1) for (let y = low; y <= high; y += 1) cells.add(x * 1000 + y);
        }
        expect(coveredCells(all)).toBe(cells.size);
      }),
      { numRuns: 40 },
    );
  });

  it('are not counted where there are more than 1,000 rectangles of over 64 cells, each told once', () => {
    const wide = Array.from({ length: 1000 }, (_, at): Cells => ({ left: 0, right: 64, low: at * 2, high: at * 2 }));
    expect(coveredCells(wide)).toBe(65_000);
    expect(coveredCells([...wide, { left: 5, right: 69, low: 1, high: 1 }])).toBeNull();
    // A rectangle that is there already is no other one, and small ones are counted cell by cell.
    expect(coveredCells([...wide, { left: 0, right: 64, low: 0, high: 0 }])).toBe(65_000);
    expect(coveredCells([...wide, { left: 0, right: 63, low: 1, high: 1 }])).toBe(65_064);
    const small = Array.from({ length: 5000 }, (_, at): Cells => ({ left: at, right: at + 1, low: 7, high: 7 }));
    expect(coveredCells(small)).toBe(5001);
  });
});
