import { assertNever } from '../../kit/errors.ts';
import { type Money, sumByCurrency } from '../../kit/money.ts';
import type { PeriodGroup, PeriodReport, PeriodSession } from './period-report.ts';

export const groupings = ['day', 'deployment', 'tag', 'customer'] as const;
export type Grouping = (typeof groupings)[number];

/** A tag that names a customer: `customer=Contoso`, `customer: Contoso`. */
const customerTag = /^customer\s*[=:]\s*(.+)$/i;

/** The customer that tags name; null: none of them does. */
export const customerOf = (tags: readonly string[]): string | null =>
  tags.flatMap((tag) => customerTag.exec(tag)?.[1]?.trim() ?? [])[0] ?? null;

function keysOf(session: PeriodSession, by: Grouping): readonly (string | null)[] {
  switch (by) {
    case 'day':
      // Its money is known as a whole: over midnight it stands on the day on which it began, so that days add up.
      return [session.days[0] ?? null];
    case 'deployment':
      return [session.deployment];
    case 'tag': {
      const plain = session.tags.filter((tag) => !customerTag.test(tag));
      return plain.length === 0 ? [null] : plain;
    }
    case 'customer':
      return [session.customer];
    default:
      return assertNever(by, 'Grouping');
  }
}

const known = (amounts: readonly (Money | null)[]): Money[] => sumByCurrency(amounts.flatMap((one) => one ?? []));

/** For an order alone. */
const cost = ({ reported }: PeriodGroup): number => Number(reported[0]?.cost ?? 0);

/** Sessions by what they have in common, the dearest first, those that lack it last. */
export function groupSessions({ sessions }: Pick<PeriodReport, 'sessions'>, by: Grouping): PeriodGroup[] {
  const groups = new Map<string | null, PeriodSession[]>();
  for (const session of sessions) {
    for (const key of keysOf(session, by)) groups.set(key, [...(groups.get(key) ?? []), session]);
  }
  const all = [...groups].map(([of, own]): PeriodGroup => ({
    of,
    sessions: own.map(({ id }) => id),
    responses: own.reduce((sum, { responses }) => sum + responses, 0),
    reported: known(own.map(({ reported }) => reported)),
    billed: known(own.map(({ billed }) => billed)),
    unknown: own.filter(({ billed }) => billed === null).length,
  }));
  return all.sort((one, other) =>
    one.of === null || other.of === null
      ? Number(one.of === null) - Number(other.of === null)
      : by === 'day'
        ? one.of.localeCompare(other.of)
        : cost(other) - cost(one) || one.of.localeCompare(other.of),
  );
}
