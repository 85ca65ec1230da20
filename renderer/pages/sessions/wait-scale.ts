/** A scale for waits that several columns share, milliseconds. */
export interface WaitScale {
  readonly fromMs: number;
  readonly toMs: number;
  /** Where it is labelled; the ends are not. */
  readonly ticksMs: readonly number[];
}

const stepsMs = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000];
/** More labels than this do not stand beside each other in one of four columns. */
const mostTicks = 4;

/** A scale from below the least to above the most of some waits, labelled at round numbers; null: there is none. */
export function waitScale(waitsMs: readonly number[]): WaitScale | null {
  if (waitsMs.length === 0) return null;
  const [least, most] = [Math.min(...waitsMs), Math.max(...waitsMs)];
  const stepMs = stepsMs.find((step) => (most - least) / step <= mostTicks - 1) ?? (most - least) / (mostTicks - 1);
  const first = Math.floor(least / stepMs);
  const last = Math.ceil(most / stepMs);
  const ticksMs = Array.from({ length: last - first + 1 }, (_, at) => (first + at) * stepMs);
  const aside = stepMs / 2;
  return { fromMs: (ticksMs[0] ?? least) - aside, toMs: (ticksMs.at(-1) ?? most) + aside, ticksMs };
}

/** Where a wait stands between the ends of a scale, in per cent. */
export const placeOn = ({ fromMs, toMs }: WaitScale, ms: number): number => (100 * (ms - fromMs)) / (toMs - fromMs);
