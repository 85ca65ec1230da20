import type { DayUsage } from '../../billing/day-usage.ts';
import { benchError, ok, refuse, type Result } from '../../kit/errors.ts';
import type { PriceBook } from '../../pricing/price-book.ts';
import type { Reported, SessionEvidence } from '../evidence/evidence.ts';
import type { Wanted } from '../scope/scope.ts';
import { assign, isMeant } from './blocks.ts';
import { joined, slicesOf } from './day-slices.ts';

const unique = (values: readonly string[]): string[] => [...new Set(values)];

/** Sessions on the model and resource that are wanted; all, where none of them is. */
function meantSessions(
  sessions: readonly SessionEvidence[],
  rows: readonly DayUsage[],
  wanted: Wanted,
  book: PriceBook,
): readonly SessionEvidence[] {
  const { blocks, sessions: at } = assign(sessions, rows, { days: [], model: null, resource: null }, book);
  const own = sessions.filter(({ id }) => {
    const place = at.get(id);
    const block = place !== undefined && 'block' in place ? blocks[place.block] : undefined;
    return block !== undefined && isMeant(block, wanted);
  });
  return own.length > 0 ? own : sessions;
}

const notOn = (wanted: readonly string[], days: readonly string[]): Result<never> =>
  refuse(
    benchError(
      'invalid-argument',
      `No session here ran on ${wanted.join(', ')}; they ran on ${days.slice(0, 7).join(', ')}${days.length > 7 ? ' and later' : ''}.`,
      {
        nextStep: 'Choose a day with sessions, or give the sessions of one day alone.',
      },
    ),
  );

const requestsNote =
  'The service counted requests for all of the sessions; for a part of them that is no evidence, and it is left out.';

/**
 * What sessions reported on the days that are wanted, of the model and resource that are wanted: a day's bill is never held against
 * the sessions of other days. Sessions of one day by themselves can be held against another: a person says then that they belong
 * there. Refused where they are of several days, and none of these is it.
 */
export function reportedOn(
  reported: Reported,
  sessions: readonly SessionEvidence[],
  rows: readonly DayUsage[],
  wanted: Wanted,
  book: PriceBook,
): Result<{ reported: Reported }> {
  const isOn = (day: string): boolean => wanted.days.some((one) => day.startsWith(one));
  const chosen = meantSessions(sessions, rows, wanted, book);
  const days = unique(chosen.flatMap((session) => slicesOf(session).map(({ day }) => day))).sort();
  if (days.length > 1 && !days.some(isOn)) return notOn(wanted.days, days);
  const own = chosen.flatMap((session) => {
    const slices = slicesOf(session).filter(({ day }) => isOn(day));
    return slices.length === 0 ? [] : [{ session: session.reported, slices }];
  });
  const slices = own.flatMap((one) => one.slices);
  const { turns, log } = joined(slices);
  if (own.length === 0 || (own.length === sessions.length && turns.length === reported.turns.length)) {
    return ok({ reported });
  }
  const kept = own.map(({ session }) => session);
  const left = sessions.filter((session) => !kept.includes(session.reported));
  const notesLeft = new Set(left.flatMap(({ reported: { notes } }) => notes));
  const others = reported.log?.others?.filter(({ id }) => isOn(id.slice(0, 10))) ?? [];
  const isCounted = reported.log?.requests != null;
  const elsewhere = left.filter((session) => !chosen.includes(session) && session.reported.days.some(isOn));
  const part: Reported = {
    turns,
    notes: [
      ...reported.notes.filter((note) => !notesLeft.has(note)),
      ...(isCounted ? [requestsNote] : []),
      ...(elsewhere.length === 0
        ? []
        : [
            `Of this day, and on another model or resource of the bill or on none: ${elsewhere.map(({ id }) => id).join(', ')}.`,
          ]),
    ],
    log: log === null || others.length === 0 ? log : { ...log, others },
    sessions: kept.flatMap((one) => one.sessions),
    days: unique(kept.flatMap(({ days }) => days)).filter(isOn),
    resources: unique(kept.flatMap(({ resources }) => resources)),
    models: unique(kept.flatMap(({ models }) => models)),
    windows: kept.flatMap(({ windows = [] }) => windows),
    origins: slices.flatMap(({ origins }) => origins),
  };
  return ok({ reported: part });
}
