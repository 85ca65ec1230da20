/** Whole numbered cells of a grid, all bounds included. */
export interface Cells {
  readonly left: number;
  readonly right: number;
  readonly low: number;
  readonly high: number;
}

/** More cells than this are not counted one by one. */
const mostRectangles = 4000;

/** Length of the union of intervals, bounds included. */
function lengthOf(intervals: readonly (readonly [number, number])[]): number {
  let [length, end] = [0, Number.NEGATIVE_INFINITY];
  for (const [left, right] of intervals.toSorted((one, other) => one[0] - other[0])) {
    length += Math.max(0, right - Math.max(left, end + 1) + 1);
    end = Math.max(end, right);
  }
  return length;
}

/** How many cells a set of rectangles covers, each counted once; null: the rectangles are too many to count. */
export function coveredCells(all: readonly Cells[]): number | null {
  const single = new Set<string>();
  const wide = new Map<string, Cells>();
  for (const cells of all) {
    const key = `${cells.left} ${cells.right} ${cells.low} ${cells.high}`;
    if (cells.left === cells.right && cells.low === cells.high) single.add(`${cells.left} ${cells.low}`);
    else wide.set(key, cells);
  }
  if (wide.size > mostRectangles) return null;
  const rectangles = [...wide.values()];
  const edges = [...new Set(rectangles.flatMap(({ low, high }) => [low, high + 1]))].sort((a, b) => a - b);
  let covered = 0;
  const strips = edges.slice(0, -1).map((edge, index) => {
    const inside = rectangles
      .filter(({ low, high }) => low <= edge && high >= edge)
      .map(({ left, right }): [number, number] => [left, right]);
    covered += lengthOf(inside) * ((edges[index + 1] ?? edge) - edge);
    return inside;
  });
  const isInside = (x: number, y: number): boolean => {
    const strip = edges.findLastIndex((edge) => edge <= y);
    return (strips[strip] ?? []).some(([left, right]) => x >= left && x <= right);
  };
  for (const cell of single) {
    const [x = 0, y = 0] = cell.split(' ').map(Number);
    if (!isInside(x, y)) covered += 1;
  }
  return covered;
}
