import type { MergedBill } from '../../billing/imported-bill.ts';
import type { PriceBook } from '../../pricing/price-book.ts';
import type { Reported, SessionEvidence } from '../evidence/evidence.ts';
import { accountOf, meant, type Wanted } from '../scope/scope.ts';
import { assign, type Block } from './blocks.ts';
import { joined, slicesOf } from './day-slices.ts';

const unique = (values: readonly string[]): string[] => [...new Set(values)];

/** Sessions that spoke to the model and resource that are asked for; all of them where the bill places none there. */
function sessionsOf(
  sessions: readonly SessionEvidence[],
  bill: MergedBill,
  { model, resource }: Wanted,
  book: PriceBook,
): readonly SessionEvidence[] {
  const { blocks, sessions: places } = assign(sessions, bill.days, { days: [], model: null, resource: null }, book);
  const asked = resource?.toLowerCase() ?? null;
  const named =
    model === null ? blocks : [...blocks.filter(({ label }) => label === model), ...meant(blocks, model, book)];
  const isAsked = (block: Block | undefined): boolean =>
    block !== undefined &&
    named.includes(block) &&
    (asked === null || asked === block.resource || asked === accountOf(block.resource));
  const own = sessions.filter(({ id }) => {
    const place = places.get(id);
    return place !== undefined && 'block' in place && isAsked(blocks[place.block]);
  });
  return own.length === 0 ? sessions : own;
}

/**
 * What recorded sessions reported on the days, model and resource that are asked for: one day of a bill is not held against the
 * sessions of others. As it was given where no day is asked for, or nothing was reported on it.
 */
export function narrowed(
  reported: Reported,
  sessions: readonly SessionEvidence[],
  bill: MergedBill,
  wanted: Wanted,
  book: PriceBook,
): Reported {
  if (wanted.days.length === 0 || sessions.length === 0) return reported;
  const all = sessions.flatMap((session) => slicesOf(session));
  const chosen = sessionsOf(sessions, bill, wanted, book);
  const own = chosen.flatMap((session) =>
    slicesOf(session).filter(({ day }) => wanted.days.some((one) => day.startsWith(one))),
  );
  if (own.length === 0 || own.length === all.length) return reported;
  const ids = new Set(own.map(({ session }) => session));
  const parts = chosen.filter(({ id }) => ids.has(id)).map((one) => one.reported);
  const { turns, log } = joined(own);
  const others = reported.log?.others;
  return {
    ...reported,
    turns,
    // Requests were counted while all the sessions ran.
    log: log === null ? null : { ...log, ...(others === undefined ? {} : { others }) },
    sessions: [...ids],
    days: unique(own.map(({ day }) => day)).sort(),
    resources: unique(parts.flatMap(({ resources }) => resources)),
    models: unique(parts.flatMap(({ models }) => models)),
    windows: parts.flatMap(({ windows = [] }) => windows),
    origins: own.flatMap(({ origins }) => origins),
  };
}
