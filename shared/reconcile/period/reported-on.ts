import type { DayUsage } from '../../billing/day-usage.ts';
import type { PriceBook } from '../../pricing/price-book.ts';
import type { Reported, SessionEvidence } from '../evidence/evidence.ts';
import { accountOf, type Wanted } from '../scope/scope.ts';
import { assign, type Block } from './blocks.ts';
import { joined, slicesOf } from './day-slices.ts';

const unique = (values: readonly string[]): string[] => [...new Set(values)];

/** Whether a person who wants a model and a resource means this block: by its label, its model, its name or its id. */
const isMeant = ({ label, model, resource }: Block, wanted: Wanted): boolean =>
  (wanted.model === null || [label, model].includes(wanted.model)) &&
  (wanted.resource === null || [resource, accountOf(resource)].includes(wanted.resource.toLowerCase()));

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

const requestsNote =
  'The service counted requests for all of the sessions; for a part of them that is no evidence, and it is left out.';

/**
 * What sessions reported on the days that are wanted, of the model and resource that are wanted: a day's bill is never held against
 * the sessions of other days. Unchanged where no day is wanted, and where no session ran on it: then a person says that they belong there.
 */
export function reportedOn(
  reported: Reported,
  sessions: readonly SessionEvidence[],
  rows: readonly DayUsage[],
  wanted: Wanted,
  book: PriceBook,
): Reported {
  const isOn = (day: string): boolean => wanted.days.some((one) => day.startsWith(one));
  const own = meantSessions(sessions, rows, wanted, book).flatMap((session) => {
    const slices = slicesOf(session).filter(({ day }) => isOn(day));
    return slices.length === 0 ? [] : [{ session: session.reported, slices }];
  });
  const slices = own.flatMap((one) => one.slices);
  const { turns, log } = joined(slices);
  if (own.length === 0 || (own.length === sessions.length && turns.length === reported.turns.length)) return reported;
  const kept = own.map(({ session }) => session);
  const left = sessions.filter((session) => !kept.includes(session.reported));
  const notesLeft = new Set(left.flatMap(({ reported: { notes } }) => notes));
  const others = reported.log?.others?.filter(({ id }) => isOn(id.slice(0, 10))) ?? [];
  const isCounted = reported.log?.requests != null;
  return {
    turns,
    notes: [...reported.notes.filter((note) => !notesLeft.has(note)), ...(isCounted ? [requestsNote] : [])],
    log: log === null || others.length === 0 ? log : { ...log, others },
    sessions: kept.flatMap((one) => one.sessions),
    days: unique(kept.flatMap(({ days }) => days)).filter(isOn),
    resources: unique(kept.flatMap(({ resources }) => resources)),
    models: unique(kept.flatMap(({ models }) => models)),
    windows: kept.flatMap(({ windows = [] }) => windows),
    origins: slices.flatMap(({ origins }) => origins),
  };
}
