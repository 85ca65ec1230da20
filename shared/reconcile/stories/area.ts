/** Whole numbered cells of a grid, all bounds included. */
export interface Cells {
  readonly left: number;
  readonly right: number;
  readonly low: number;
  readonly high: number;
}

/** More rectangles than this are too many to count. */
const mostRectangles = 1000;
/** A rectangle of no more cells than this is counted cell by cell. */
const mostSingle = 64;

/** Length of the union of intervals, bounds included. */
function lengthOf(intervals: readonly (readonly [number, number])[]): number {
  let [length, end] = [0, Number.NEGATIVE_INFINITY];
  for (const [left, right] of intervals.toSorted((one, other) => one[0] - other[0])) {
    length += Math.max(0, right - Math.max(left, end + 1) + 1);
    end = Math.max(end, right);
  }
  return length;
}

type Cell = readonly [x: number, y: number];

const sizeOf = ({ left, right, low, high }: Cells): number => (right - left + 1) * (high - low + 1);

/** The small ones as single cells, lowest first, and the rest as rectangles, each once. */
function sorted(all: readonly Cells[]): { readonly cells: readonly Cell[]; readonly rectangles: readonly Cells[] } {
  const cells = new Map<string, Cell>();
  const rectangles = new Map<string, Cells>();
  for (const one of all) {
    const { left, right, low, high } = one;
    if (sizeOf(one) > mostSingle) rectangles.set(`${left} ${right} ${low} ${high}`, one);
    else {
      for (let x = left; x <= right; x += 1) {
        for (let y = low; y <= high; y += 1) cells.set(`${x} ${y}`, [x, y]);
      }
    }
  }
  return {
    cells: [...cells.values()].sort((one, other) => one[1] - other[1]),
    rectangles: [...rectangles.values()],
  };
}

/** How many cells a set of rectangles covers, each counted once; null: the rectangles are too many to count. */
export function coveredCells(all: readonly Cells[]): number | null {
  const { cells, rectangles } = sorted(all);
  if (rectangles.length > mostRectangles) return null;
  const edges = [...new Set(rectangles.flatMap(({ low, high }) => [low, high + 1]))].sort((a, b) => a - b);
  let covered = 0;
  let next = 0;
  /** Single cells below a row that lie in none of these rectangles, which hold every row from the last one told. */
  const countCells = (below: number, inside: readonly (readonly [number, number])[]): void => {
    for (; next < cells.length; next += 1) {
      const [x, y] = cells[next] ?? [0, below];
      if (y >= below) return;
      if (!inside.some(([left, right]) => x >= left && x <= right)) covered += 1;
    }
  };
  countCells(edges[0] ?? Number.POSITIVE_INFINITY, []);
  for (const [index, edge] of edges.entries()) {
    const inside = rectangles
      .filter(({ low, high }) => low <= edge && high >= edge)
      .map(({ left, right }): [number, number] => [left, right]);
    const end = edges[index + 1];
    if (end !== undefined) covered += lengthOf(inside) * (end - edge);
    countCells(end ?? Number.POSITIVE_INFINITY, inside);
  }
  return covered;
}
