import type { LogEvidence, SessionEvidence } from '../evidence/evidence.ts';
import type { ResponseOrigin, Turn } from '../evidence/reported-responses.ts';
import { joinEvidence } from '../evidence/session-evidence.ts';

/** What one session reported on one UTC day: a session over midnight has two. */
export interface DaySlice {
  readonly session: string;
  readonly day: string;
  readonly turns: readonly Turn[];
  readonly log: LogEvidence | null;
  readonly origins: readonly ResponseOrigin[];
}

/** Two sessions never continue one another. */
const ownConversation = (session: string, turn: Turn): Turn => ({
  ...turn,
  conversation: turn.conversation ?? session,
});

/** The part of a log that belongs to some of its turns. Responses without a report stand on the day of the turn before them. */
function logOn(day: string, log: LogEvidence, days: readonly string[]): LogEvidence {
  const on = (after: number): string | undefined => days[after - 1] ?? days[after] ?? days.at(-1);
  const unreported = (log.unreported ?? [])
    .filter(({ after }) => on(after) === day)
    .map((one) => ({ ...one, after: days.slice(0, one.after).filter((each) => each === day).length }));
  const reported = days.filter((one) => one === day).length;
  return {
    ...log,
    responsesCreated: log.responsesCreated === null ? null : reported + unreported.length,
    responsesReported: reported,
    unreported,
    days: days.filter((one) => one === day),
    // Transcription is not dated turn by turn: it stands on the first day.
    transcription: day === days[0] ? (log.transcription ?? null) : null,
  };
}

/** A session's report day by day. Empty: it reports nothing, and its log holds no response. */
export function slicesOf({ id, reported }: SessionEvidence): DaySlice[] {
  const { turns, log, origins = [] } = reported;
  const [first = ''] = reported.days;
  const days = log?.days?.length === turns.length ? log.days : turns.map(() => first);
  const all = [...new Set(days.length === 0 ? [first] : days)];
  return all.map((day) => {
    const own = turns.flatMap((turn, index) => (days[index] === day ? [{ turn, origin: origins[index] }] : []));
    return {
      session: id,
      day,
      turns: own.map(({ turn }) => ownConversation(id, turn)),
      log: log === null ? null : all.length < 2 ? log : logOn(day, log, days),
      origins: own.flatMap(({ origin }) => origin ?? []),
    };
  });
}

/** The sessions of a day one after another, as a comparison takes them. */
export interface DayReported {
  readonly turns: readonly Turn[];
  readonly log: LogEvidence | null;
  /** The session of each turn. */
  readonly sessions: readonly string[];
}

export function joined(slices: readonly DaySlice[]): DayReported {
  const logs = slices.flatMap(({ log }) => log ?? []);
  return {
    turns: slices.flatMap(({ turns }) => turns),
    log: logs.length < slices.length || logs.length === 0 ? null : joinEvidence(logs),
    sessions: slices.flatMap(({ session, turns }) => turns.map(() => session)),
  };
}
