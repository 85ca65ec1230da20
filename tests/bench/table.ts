/** One measured figure beside what the design asks of it. */
export interface BenchRow {
  readonly name: string;
  readonly value: number;
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
}

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

/** The value below which a share of the sorted list lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);
