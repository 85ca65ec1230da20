/** One measured figure beside what the design asks of it. */
export interface BenchRow {
  readonly name: string;
  /** null: it could not be measured on this machine, `why` says why not. */
  readonly value: number | null;
  readonly why?: string;
  readonly unit: string;
  /** As the design states it, for people: `<= -110`. */
  readonly target: string | null;
  /** null: no target, or not measured here. */
  readonly pass: boolean | null;
  /** The same figure of a reference, measured in the same run. */
  readonly reference?: string;
}

export interface BenchTable {
  readonly title: string;
  /** How it was measured, and what was not. */
  readonly note: string;
  readonly rows: readonly BenchRow[];
  /** The same figures of many things, one line each. Every line has the same cells in the same order. */
  readonly grid?: { readonly corner: string; readonly lines: readonly BenchLine[] };
}

export interface BenchLine {
  readonly name: string;
  /** null: the figure does not exist for this line. */
  readonly cells: readonly (BenchRow | null)[];
}

/** All figures of a table, wherever they stand. */
export const figuresOf = ({ rows, grid }: BenchTable): BenchRow[] => [
  ...(grid?.lines ?? []).flatMap(({ cells }) => cells.filter((cell) => cell !== null)),
  ...rows,
];

export const atMost = (name: string, value: number, unit: string, limit: number, reference?: string): BenchRow => ({
  name,
  value,
  unit,
  target: `<= ${limit}`,
  pass: value <= limit,
  ...(reference === undefined ? {} : { reference }),
});

export const atLeast = (name: string, value: number, unit: string, limit: number, reference?: string): BenchRow => ({
  name,
  value,
  unit,
  target: `>= ${limit}`,
  pass: value >= limit,
  ...(reference === undefined ? {} : { reference }),
});

export const figure = (name: string, value: number, unit: string, reference?: string): BenchRow => ({
  name,
  value,
  unit,
  target: null,
  pass: null,
  ...(reference === undefined ? {} : { reference }),
});

/** A figure that this machine cannot give. */
export const unmeasured = (name: string, why: string, target: string | null = null): BenchRow => ({
  name,
  value: null,
  why,
  unit: '',
  target,
  pass: null,
});

/** The value below which a share of the sorted list lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);
