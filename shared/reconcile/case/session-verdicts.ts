import { isMeter } from '../period/columns.ts';
import type { PeriodBlock, PeriodDay, PeriodReport, PeriodSession, PeriodState } from '../period/period-report.ts';
import { assertNever } from '../../kit/errors.ts';
import { Exact, type Money, sumByCurrency } from '../../kit/money.ts';
import { stateOfClaim } from '../period/compare-day.ts';
import { type SessionVerdict, type VerdictState, verdictStates } from './session-verdict.ts';
import type { ReconcileReport } from '../reconcile-report.ts';

const longestReason = 300;
const shortened = (text: string): string =>
  text.length <= longestReason ? text : `${text.slice(0, longestReason - 1).trimEnd()}…`;

const verdictOf: Readonly<Record<PeriodState, VerdictState>> = {
  'as reported': 'as reported',
  explained: 'story',
  'other traffic': 'other traffic',
  open: 'open',
  unreadable: 'open',
  'not settled': 'not settled',
  'no row': 'not in the bill',
  'no session': 'not in the bill',
  nothing: 'not in the bill',
};

/** Money beyond the report where it says more than the state, which is open or of other traffic. */
function beyondOf({ beyond, state }: PeriodDay): Money | null {
  if (state !== 'open' && state !== 'other traffic') return null;
  return beyond === null || new Exact(beyond.cost).isZero() ? null : beyond;
}

function reasonOf(day: PeriodDay, { stories }: PeriodReport): string {
  switch (day.state) {
    case 'as reported':
    case 'other traffic':
    case 'open':
      return '';
    case 'explained':
      return (day.story === null ? undefined : stories[day.story]?.title) ?? day.sentence;
    case 'not settled':
      return 'its rows can still change';
    case 'unreadable':
      return 'a row of its day cannot be read';
    case 'no row':
    case 'no session':
    case 'nothing':
      return 'the file has no row of its day';
    default:
      return assertNever(day.state, 'State of a day');
  }
}

/** Money on meters beside the six, of days on which a session ran: its own where it ran alone and they are as it reported. */
function besideOf(days: readonly PeriodDay[]): { readonly own: readonly Money[]; readonly without: boolean } {
  const beside = days.flatMap(({ cells, sessions }) =>
    cells
      .filter(({ column, charged }) => !isMeter(column) && charged.some(({ cost }) => !new Exact(cost).isZero()))
      .map((cell) => ({ cell, isOwn: sessions.length === 1 && cell.state === 'as reported' })),
  );
  return {
    own: beside.filter(({ isOwn }) => isOwn).flatMap(({ cell }) => cell.charged),
    without: beside.some(({ isOwn }) => !isOwn),
  };
}

const daysOf = (block: PeriodBlock | undefined, { id }: PeriodSession): readonly PeriodDay[] =>
  (block?.days ?? []).filter(({ sessions }) => sessions.includes(id));

function verdictOfSession(session: PeriodSession, report: PeriodReport): SessionVerdict {
  const { id: sessionId, billed, why } = session;
  const days = session.block === null ? [] : daysOf(report.blocks[session.block], session);
  const [worst] = days.toSorted(
    (one, other) => verdictStates.indexOf(verdictOf[one.state]) - verdictStates.indexOf(verdictOf[other.state]),
  );
  if (worst === undefined) {
    const reason = shortened(why ?? 'the file has no row of its day');
    const none = { billed: null, beyond: null, daySessions: 0, without: false };
    return { sessionId, state: 'not in the bill', reason, ...none };
  }
  const { own, without } = besideOf(days);
  const [sum, second] = billed === null ? [] : sumByCurrency([billed, ...own]);
  return {
    sessionId,
    state: verdictOf[worst.state],
    reason: shortened(reasonOf(worst, report)),
    beyond: beyondOf(worst),
    daySessions: worst.sessions.length,
    billed: sum === undefined || second !== undefined ? null : sum,
    without: billed !== null && without,
  };
}

/** What a comparison of days says of each of its sessions. A session of several days stands as the day that is furthest from clear. */
export const verdictsOfPeriod = (report: PeriodReport): SessionVerdict[] =>
  report.sessions.map((session) => verdictOfSession(session, report));

/**
 * What one comparison with a pasted table says of its sessions, all together: such a table names no day, so nothing gives each its part
 * unless there is one. None where there is no bill to speak of.
 */
export function verdictsOfReport({
  sessions,
  finding,
  explanations,
  charge,
}: Pick<ReconcileReport, 'sessions' | 'finding' | 'explanations' | 'charge'>): SessionVerdict[] {
  if (finding.claim.kind === 'no bill') return [];
  const state = verdictOf[stateOfClaim(finding.claim, explanations) ?? 'open'];
  const [cost, second] = charge.costs;
  const isOwn = sessions.length === 1 && second === undefined && (state === 'as reported' || state === 'story');
  const story = state === 'story' ? (explanations[0]?.title ?? finding.headline) : '';
  const together = sessions.length > 1 ? `${sessions.length} sessions together` : '';
  const reason = shortened([story, together].filter((words) => words !== '').join(', '));
  return sessions.map((sessionId) => ({
    sessionId,
    state,
    reason,
    beyond: null,
    daySessions: sessions.length,
    billed: isOwn ? (cost ?? null) : null,
    without: false,
  }));
}
