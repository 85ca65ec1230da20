const steps = [100, 200, 500, 1000, 2000, 5000, 10_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000];

/** Ticks of the ruler at least `minGap` of the span apart, on round times. */
export function ticks(
  fromMs: number,
  spanMs: number,
  minGap: number,
): { readonly stepMs: number; readonly at: number[] } {
  const stepMs = steps.find((step) => step / spanMs >= minGap) ?? 3_600_000;
  const at: number[] = [];
  for (let t = Math.ceil(fromMs / stepMs) * stepMs; t <= fromMs + spanMs; t += stepMs) at.push(t);
  return { stepMs, at };
}
