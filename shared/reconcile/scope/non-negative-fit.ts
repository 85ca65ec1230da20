import { Matrix, SVD } from 'ml-matrix';

/** A least-squares fit that lets no coefficient fall below zero. */
export interface NonNegativeFit {
  readonly coefficients: readonly number[];
  /** Root of the mean squared residual. */
  readonly residual: number;
}

/** What lies below this share of the largest gradient is rounding. */
const gradientTolerance = 1e-10;

/** Least squares over the chosen columns alone; by singular values, so that dependent columns do no harm. */
function leastSquares(a: Matrix, y: Matrix, columns: readonly number[]): number[] {
  const part = a.subMatrixColumn([...columns]);
  return new SVD(part, { autoTranspose: true }).solve(y).to1DArray();
}

const zeros = (count: number): number[] => Array<number>(count).fill(0);

/**
 * Lawson and Hanson's active-set method: minimises |Ax - y| with x >= 0. Columns are scaled to unit length first, for usage
 * fields differ by orders of magnitude.
 * @param rows one row of A per equation
 */
export function nonNegativeLeastSquares(
  rows: readonly (readonly number[])[],
  values: readonly number[],
): NonNegativeFit {
  const raw = new Matrix(rows.map((row) => [...row]));
  const lengths = Array.from({ length: raw.columns }, (_, column) => raw.getColumnVector(column).norm() || 1);
  const a = new Matrix(rows.map((row) => row.map((value, column) => value / (lengths[column] ?? 1))));
  const y = Matrix.columnVector([...values]);
  const at = a.transpose();
  let x = zeros(a.columns);
  const passive = new Set<number>();
  const gradientOf = (x: readonly number[]): number[] =>
    at.mmul(Matrix.sub(y, a.mmul(Matrix.columnVector([...x])))).to1DArray();
  const scale = Math.max(1, ...at.mmul(y).to1DArray().map(Math.abs));

  // Each outer step frees one column; a column can be freed again, so the bound only guards against rounding that cycles.
  for (let step = 0; step < 3 * a.columns + 3; step += 1) {
    const gradient = gradientOf(x);
    const free = gradient
      .map((value, column) => ({ value, column }))
      .filter(({ value, column }) => !passive.has(column) && value > gradientTolerance * scale)
      .sort((one, other) => other.value - one.value)[0];
    if (free === undefined) break;
    passive.add(free.column);
    x = withinBounds(a, y, passive, x);
  }
  const residuals = Matrix.sub(y, a.mmul(Matrix.columnVector([...x]))).to1DArray();
  const squares = residuals.reduce((sum, value) => sum + value * value, 0);
  return {
    coefficients: x.map((value, column) => value / (lengths[column] ?? 1)),
    residual: Math.sqrt(squares / Math.max(1, residuals.length)),
  };
}

/** The inner loop: solves over the free columns and steps back, binding columns, until none of them is negative. */
function withinBounds(a: Matrix, y: Matrix, passive: Set<number>, from: readonly number[]): number[] {
  let x = [...from];
  while (passive.size > 0) {
    const columns = [...passive].sort((one, other) => one - other);
    const solved = leastSquares(a, y, columns);
    const next = zeros(a.columns);
    for (const [index, column] of columns.entries()) next[column] = solved[index] ?? 0;
    const negative = columns.filter((column) => (next[column] ?? 0) <= 0);
    if (negative.length === 0) return next;
    const step = Math.min(
      1,
      ...negative.map((column) => {
        const [now, then] = [x[column] ?? 0, next[column] ?? 0];
        return now === then ? 0 : now / (now - then);
      }),
    );
    x = x.map((value, column) => value + step * ((next[column] ?? 0) - value));
    for (const column of negative) {
      if ((x[column] ?? 0) <= 1e-12) {
        passive.delete(column);
        x[column] = 0;
      }
    }
    // Rounding can leave the step without a column to bind; the smallest is bound then, so that the loop ends.
    if (negative.every((column) => passive.has(column))) passive.delete(negative[0] ?? -1);
  }
  return zeros(a.columns);
}

/** Rank of a matrix and how far its columns are from dependent; infinite where they are. */
export function conditionOf(rows: readonly (readonly number[])[]): { rank: number; condition: number } {
  if (rows.length === 0 || (rows[0]?.length ?? 0) === 0) return { rank: 0, condition: Number.POSITIVE_INFINITY };
  const raw = new Matrix(rows.map((row) => [...row]));
  const lengths = Array.from({ length: raw.columns }, (_, column) => raw.getColumnVector(column).norm() || 1);
  const unit = new Matrix(rows.map((row) => row.map((value, column) => value / (lengths[column] ?? 1))));
  const { diagonal, rank } = new SVD(unit, { autoTranspose: true });
  const [largest, smallest] = [diagonal[0] ?? 0, diagonal[Math.min(raw.columns, diagonal.length) - 1] ?? 0];
  const full = raw.rows >= raw.columns && rank === raw.columns;
  return { rank, condition: full && smallest > 0 ? largest / smallest : Number.POSITIVE_INFINITY };
}
