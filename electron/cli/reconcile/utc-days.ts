const dayMs = 86_400_000;

/** Bills first show usage this long after its day, and may change it until this long after the month. */
const settledHours = 24;
const closedHours = 72;
const hourMs = 3_600_000;

/** The UTC days from an instant to so many milliseconds later: bills know no hour, and no other zone. */
export function utcDays(startedAt: string, durationMs: number): string[] {
  const start = Date.parse(startedAt);
  if (Number.isNaN(start)) return [];
  const first = Math.floor(start / dayMs);
  const last = Math.floor((start + Math.max(0, durationMs)) / dayMs);
  return Array.from({ length: last - first + 1 }, (_, at) => new Date((first + at) * dayMs).toISOString().slice(0, 10));
}

/** How much a bill fetched at a moment can still change for a day. */
export type Freshness = 'not yet due' | 'provisional' | 'final';

export function freshnessOf(day: string, fetchedAt: string): Freshness {
  const end = Date.parse(`${day}T00:00:00Z`) + dayMs;
  const fetched = Date.parse(fetchedAt);
  const monthEnd = Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 1);
  if (fetched < end + settledHours * hourMs) return 'not yet due';
  return fetched < monthEnd + closedHours * hourMs ? 'provisional' : 'final';
}
