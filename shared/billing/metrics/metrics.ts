import type { MetricKind } from './names.ts';

/** One value of one metric, of the interval that begins at an instant. */
export interface MetricPoint {
  readonly kind: MetricKind;
  /** Milliseconds since 1970, UTC. */
  readonly atMs: number;
  /** null: the metric was not split by deployment. */
  readonly deployment: string | null;
  readonly value: number;
}

/** What Azure Monitor counted: a witness beside report and bill. */
export interface Metrics {
  readonly points: readonly MetricPoint[];
  readonly notes: readonly string[];
}

/** A stretch of time, and the deployment that was spoken to in it where that is known. */
export interface MetricWindow {
  readonly fromMs: number;
  readonly toMs: number;
  readonly deployment: string | null;
}

/** Minutes that a count may come late: a response that begins in one minute is counted when it ends. */
const lateMs = 120_000;
const minuteMs = 60_000;

/** Sum of a metric over windows; without any window over all of it. null: it was never measured. */
export function countOf({ points }: Metrics, kind: MetricKind, windows: readonly MetricWindow[]): number | null {
  const own = points.filter((point) => point.kind === kind);
  if (own.length === 0) return null;
  const inside = ({ atMs, deployment }: MetricPoint): boolean =>
    windows.length === 0 ||
    windows.some(
      (window) =>
        atMs > window.fromMs - minuteMs &&
        atMs <= window.toMs + lateMs &&
        (deployment === null ||
          window.deployment === null ||
          deployment.toLowerCase() === window.deployment.toLowerCase()),
    );
  return own.filter(inside).reduce((sum, { value }) => sum + value, 0);
}
