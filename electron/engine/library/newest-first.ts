import type { SessionSummary } from '../../../shared/bench-api.ts';

type Dated = Pick<SessionSummary, 'startedAt' | 'sessionId'>;

const stamp = /^(\d{4}-\d{2}-\d{2})T(\d{2})-(\d{2})-(\d{2})Z.*/s;

/** When a session began. One whose record does not say has the second in its id; one without either is the oldest. */
function startMs({ startedAt, sessionId }: Dated): number {
  const said = Date.parse(startedAt);
  if (!Number.isNaN(said)) return said;
  const named = Date.parse(sessionId.replace(stamp, '$1T$2:$3:$4Z'));
  return Number.isNaN(named) ? Number.NEGATIVE_INFINITY : named;
}

/** Sessions by their start, the newest first; those of one millisecond by id, so that a list never changes by itself. */
export function newestFirst<T extends Dated>(sessions: readonly T[]): T[] {
  return sessions
    .map((session) => ({ session, ms: startMs(session) }))
    .toSorted((one, other) =>
      one.ms === other.ms ? (one.session.sessionId < other.session.sessionId ? 1 : -1) : other.ms > one.ms ? 1 : -1,
    )
    .map(({ session }) => session);
}
