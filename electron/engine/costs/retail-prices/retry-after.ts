/** Never wait longer than this between two tries, whatever the service asks for. */
const longestWaitMs = 60_000;
const firstWaitMs = 1000;

/**
 * How long to wait before the next try.
 * @param header `Retry-After`: seconds or a date; without one the wait doubles with each try
 * @param attempt tries made so far
 */
export function waitFor(header: string | null, attempt: number, nowMs: number): number {
  const seconds = header === null || header.trim() === '' ? Number.NaN : Number(header);
  const untilMs = header === null ? Number.NaN : Date.parse(header);
  const askedMs = Number.isFinite(seconds) ? seconds * 1000 : Number.isNaN(untilMs) ? Number.NaN : untilMs - nowMs;
  const waitMs = Number.isNaN(askedMs) ? firstWaitMs * 2 ** (attempt - 1) : Math.max(0, askedMs);
  return Math.min(longestWaitMs, waitMs);
}
