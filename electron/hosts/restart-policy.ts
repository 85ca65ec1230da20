/** How far back crashes count. */
export const windowMs = 60_000;
/** How many crashes within that time are answered by a restart. */
const delaysMs = [100, 300, 1000, 2000, 5000, 5000];

/**
 * How long to wait before an engine that has crashed is started again; null: not any more.
 * @param crashesMs times of the crashes, the one just now included, on the clock of `nowMs`
 */
export function restartDelayMs(crashesMs: readonly number[], nowMs: number): number | null {
  const recent = crashesMs.filter((atMs) => nowMs - atMs < windowMs).length;
  return delaysMs[Math.max(0, recent - 1)] ?? null;
}
