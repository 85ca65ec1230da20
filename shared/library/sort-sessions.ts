import type { SessionSummary } from '../contract/library.ts';
import { Exact } from '../money/exact.ts';
import { titleOf } from './find-sessions.ts';

/** Columns of the list of sessions. */
export const sessionColumns = [
  'session',
  'started',
  'deployment',
  'length',
  'turns',
  'responses',
  'reported',
  'expected',
] as const;
export type SessionColumn = (typeof sessionColumns)[number];

export interface SessionOrder {
  readonly by: SessionColumn;
  readonly descending: boolean;
}

export const newestSessionsFirst: SessionOrder = { by: 'started', descending: true };

/** What a click on a head asks for: the other direction of its column, else names from the start and numbers from the top. */
export const orderAfter = (order: SessionOrder, by: SessionColumn): SessionOrder => ({
  by,
  descending: order.by === by ? !order.descending : by !== 'session' && by !== 'deployment',
});

/** Sorted as text or number; money by its currency first, since amounts of two are never compared. Null: not known. */
type SortKey = string | number | { readonly currency: string; readonly amount: string } | null;

const keys: Readonly<Record<SessionColumn, (session: SessionSummary) => SortKey>> = {
  session: (session) => titleOf(session).toLowerCase(),
  started: ({ startedAt }) => (startedAt === '' ? null : startedAt),
  deployment: ({ deployment }) => deployment.toLowerCase(),
  length: ({ durationMs }) => durationMs,
  turns: ({ known }) => known?.turns ?? null,
  responses: ({ responses }) => responses,
  reported: ({ known }) => money(known?.cost.reported, known?.cost.currency),
  expected: ({ known }) => money(known?.cost.expected, known?.cost.currency),
};

const money = (amount: string | null | undefined, currency = ''): SortKey =>
  amount === null || amount === undefined ? null : { currency, amount };

function compareKeys(one: NonNullable<SortKey>, other: NonNullable<SortKey>): number {
  if (typeof one === 'object' && typeof other === 'object') {
    return one.currency === other.currency
      ? new Exact(one.amount).comparedTo(other.amount)
      : one.currency < other.currency
        ? -1
        : 1;
  }
  return one === other ? 0 : one < other ? -1 : 1;
}

/** Sessions by a column; what is not known comes last in either direction, and equals keep the order they came in. */
export function sortSessions(sessions: readonly SessionSummary[], { by, descending }: SessionOrder): SessionSummary[] {
  return sessions
    .map((session) => ({ session, key: keys[by](session) }))
    .toSorted(({ key: one }, { key: other }) => {
      if (one === null || other === null) return one === other ? 0 : one === null ? 1 : -1;
      return compareKeys(one, other) * (descending ? -1 : 1);
    })
    .map(({ session }) => session);
}
