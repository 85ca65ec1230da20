import { Exact, type Money, sumByCurrency } from '../kit/money.ts';
import type { ListedFacts, SessionSummary } from './sessions.ts';

/** Which sessions of a list are shown. */
export type SessionFilter = 'all' | 'alarms' | 'never-reported';

/** What a session is called: by the name that a person gave it, else its profile or file, else where it spoke to, else its id. */
export const titleOf = ({ about, known, label, sessionId }: SessionSummary): string =>
  about?.name ?? known?.name ?? (label === '' ? sessionId : label);

const passes: Readonly<Record<SessionFilter, (session: SessionSummary) => boolean>> = {
  all: () => true,
  alarms: ({ known }) => (known?.alarms ?? 0) > 0,
  'never-reported': ({ known }) => (known?.notReported ?? 0) > 0,
};

/** How many sessions each filter leaves. */
export const countBy = (sessions: readonly SessionSummary[], filter: SessionFilter): number =>
  sessions.filter(passes[filter]).length;

const plain = (text: string): string => text.toLowerCase().replaceAll('_', ' ');

/** Every word has to stand somewhere in the name, the deployment, where it is, the id, or an option that was asked for. */
function holds(session: SessionSummary, words: readonly string[]): boolean {
  const { label, deployment, sessionId, known, about } = session;
  const written = [...(about?.tags ?? []), about?.note ?? ''];
  const text = plain(
    [titleOf(session), label, deployment, sessionId, ...written, ...(known?.options ?? [])].join('\n'),
  );
  return words.every((word) => text.includes(word));
}

/** The sessions that a search and a filter leave, in the order they came. */
export function findSessions(
  sessions: readonly SessionSummary[],
  search: string,
  filter: SessionFilter,
): SessionSummary[] {
  const words = plain(search)
    .split(/\s+/)
    .filter((word) => word !== '');
  return sessions.filter((session) => passes[filter](session) && holds(session, words));
}

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
  'tags',
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
  descending: order.by === by ? !order.descending : by !== 'session' && by !== 'deployment' && by !== 'tags',
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
  tags: ({ about }) => (about === undefined || about.tags.length === 0 ? null : about.tags.join(', ').toLowerCase()),
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

/** What some sessions come to. */
export interface SessionTotals {
  readonly durationMs: number;
  readonly turns: number;
  readonly responses: number;
  readonly notReported: number;
  /** One sum a currency: amounts of two are never added. */
  readonly reported: readonly Money[];
  readonly expected: readonly Money[];
  /** What comes on top at most, one sum a currency; a currency in which nothing may be billed has none. */
  readonly ifBilled: readonly Money[];
  /** An estimate is in it. */
  readonly estimated: boolean;
  /** Sessions whose cost is not in the sums, or only a part of it. */
  readonly unpriced: number;
  readonly bytes: number;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const sums = (facts: readonly ListedFacts[], of: 'reported' | 'expected' | 'ifBilled'): Money[] =>
  sumByCurrency(facts.flatMap(({ cost }) => (cost[of] === null ? [] : [{ cost: cost[of], currency: cost.currency }])));

export function sessionTotals(sessions: readonly SessionSummary[]): SessionTotals {
  const facts = sessions.flatMap(({ known }) => known ?? []);
  const priced = facts.filter(({ cost }) => cost.unpriced.length === 0);
  return {
    durationMs: sum(sessions.map(({ durationMs }) => durationMs)),
    turns: sum(facts.map(({ turns }) => turns)),
    responses: sum(sessions.map(({ responses }) => responses)),
    notReported: sum(facts.map(({ notReported }) => notReported)),
    reported: sums(facts, 'reported'),
    expected: sums(facts, 'expected'),
    ifBilled: sums(facts, 'ifBilled').filter(({ cost }) => new Exact(cost).gt(0)),
    estimated: facts.some(({ estimated }) => estimated),
    unpriced: sessions.length - priced.length,
    bytes: sum(sessions.map(({ bytes = 0 }) => bytes)),
  };
}
