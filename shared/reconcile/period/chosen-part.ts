import type { DayUsage } from '../../billing/day-usage.ts';
import { isMonth, monthOfDay } from '../../kit/dates.ts';
import type { PriceBook } from '../../pricing/price-book.ts';
import type { Reported, SessionEvidence } from '../evidence/evidence.ts';
import { joinSessions } from '../evidence/join-sessions.ts';
import { accountOf, type Wanted } from '../scope/scope.ts';
import { assign } from './blocks.ts';
import { joined, slicesOf } from './day-slices.ts';

/** Sessions of the model and resource that were asked for; all of them where none is of these. */
function ofModel(
  sessions: readonly SessionEvidence[],
  rows: readonly DayUsage[],
  { model, resource }: Wanted,
  book: PriceBook,
): readonly SessionEvidence[] {
  if (model === null) return sessions;
  const { blocks, sessions: at } = assign(sessions, rows, { days: [], model: null, resource: null }, book);
  const own = sessions.filter(({ id }) => {
    const found = at.get(id);
    const block = found !== undefined && 'block' in found ? blocks[found.block] : undefined;
    const isThere = resource === null || block?.resource === resource || accountOf(block?.resource ?? '') === resource;
    return block?.label === model && isThere;
  });
  return own.length === 0 ? sessions : own;
}

/**
 * What the sessions reported on the days, with the model and on the resource that were asked for. null: nobody asked for a part, or
 * no session ran on these days; then all of them are meant.
 */
export function reportedOnDays(
  reported: Reported,
  sessions: readonly SessionEvidence[],
  rows: readonly DayUsage[],
  wanted: Wanted,
  book: PriceBook,
): Reported | null {
  if (wanted.days.length === 0 || sessions.length < 2) return null;
  const isWanted = (day: string): boolean =>
    wanted.days.some((one) => one === day || (isMonth(one) && monthOfDay(day) === one));
  const parts = ofModel(sessions, rows, wanted, book).flatMap((session) => {
    const slices = slicesOf(session).filter(({ day }) => isWanted(day));
    return slices.length === 0 ? [] : [{ session, slices }];
  });
  if (parts.length === 0) return null;
  const whole = joinSessions(parts.map(({ session }) => session));
  const slices = parts.flatMap((part) => part.slices);
  const { turns, log } = joined(slices);
  const others = reported.log?.others;
  return {
    ...whole,
    turns,
    log: log === null || others === undefined ? log : { ...log, others },
    days: whole.days.filter(isWanted),
    origins: slices.flatMap(({ origins }) => origins),
  };
}
