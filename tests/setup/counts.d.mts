export interface Counts {
  readonly passed: number;
  readonly failed: number;
  /** What said that it cannot be tried here; absent: none. */
  readonly skipped?: number;
}

export function sum(all: readonly Counts[]): Counts;
export function inWords(counts: Counts): string;
export function vitestCounts(file: string): Promise<Counts>;
export function playwrightCounts(
  file: string,
  projects: readonly string[],
  code: number,
): Promise<ReadonlyMap<string, Counts>>;
export function vitestFailures(file: string): Promise<string[]>;
export function playwrightFailures(file: string): Promise<string[]>;
