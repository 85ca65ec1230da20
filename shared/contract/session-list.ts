import { Exact, type Money, sumByCurrency } from '../kit/money.ts';
import { assertNever } from '../kit/errors.ts';
import { verdictStates } from '../reconcile/case/session-verdict.ts';
import type { BillStanding } from './session-bill.ts';
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
  'billed',
  'verdict',
  'tags',
] as const;
export type SessionColumn = (typeof sessionColumns)[number];

export interface SessionOrder {
  readonly by: SessionColumn;
  readonly descending: boolean;
}

export const newestSessionsFirst: SessionOrder = { by: 'started', descending: true };

/** Columns that are no amounts: names, and verdicts by how much they ask of a reader. */
const fromTheStart: ReadonlySet<SessionColumn> = new Set(['session', 'deployment', 'verdict', 'tags']);

/** What a click on a head asks for: the other direction of its column, else names from the start and numbers from the top. */
export const orderAfter = (order: SessionOrder, by: SessionColumn): SessionOrder => ({
  by,
  descending: order.by === by ? !order.descending : !fromTheStart.has(by),
});

/** Sorted as text or number; money by its currency first, since amounts of two are never compared. Null: not known. */
type SortKey = string | number | { readonly currency: string; readonly amount: string } | null;

/** What a bill charges for a session; null: none is held against it, or nothing tells its part. */
export const billedOf = (bill: BillStanding | undefined): Money | null =>
  bill?.kind === 'compared' ? bill.verdict.billed : null;

/** What asks most of a reader first. */
function verdictOrder(bill: BillStanding): number {
  switch (bill.kind) {
    case 'compared':
      return verdictStates.indexOf(bill.verdict.state);
    case 'not compared':
      return verdictStates.length;
    case 'due':
      return verdictStates.length + 1;
    case 'owes nothing':
      return verdictStates.length + 2;
    default:
      return assertNever(bill, 'Standing to a bill');
  }
}

const keys: Readonly<Record<SessionColumn, (session: SessionSummary) => SortKey>> = {
  session: (session) => titleOf(session).toLowerCase(),
  started: ({ startedAt }) => (startedAt === '' ? null : startedAt),
  deployment: ({ deployment }) => deployment.toLowerCase(),
  length: ({ durationMs }) => durationMs,
  turns: ({ known }) => known?.turns ?? null,
  responses: ({ responses }) => responses,
  reported: ({ known }) => money(known?.cost.reported, known?.cost.currency),
  expected: ({ known }) => money(known?.cost.expected, known?.cost.currency),
  billed: ({ bill }) => {
    const billed = billedOf(bill);
    return money(billed?.cost, billed?.currency);
  },
  verdict: ({ bill }) => (bill === undefined ? null : verdictOrder(bill)),
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
  /** What bills charge for those whose part is told, one sum a currency. */
  readonly billed: readonly Money[];
  /** Sessions in `billed`, and sessions that somebody bills at all. */
  readonly billedSessions: number;
  readonly owing: number;
  /** Ran with the simulator, so that their money is in no sum. */
  readonly simulated: number;
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
  // Nobody pays the simulator: what its sessions would cost is shown of each, and is no part of what these cost.
  const owing = sessions.filter(({ bill }) => bill?.kind !== 'owes nothing');
  const charged = owing.flatMap(({ known }) => known ?? []);
  const billed = owing.flatMap(({ bill }) => billedOf(bill) ?? []);
  return {
    durationMs: sum(sessions.map(({ durationMs }) => durationMs)),
    turns: sum(facts.map(({ turns }) => turns)),
    responses: sum(sessions.map(({ responses }) => responses)),
    notReported: sum(facts.map(({ notReported }) => notReported)),
    reported: sums(charged, 'reported'),
    expected: sums(charged, 'expected'),
    ifBilled: sums(charged, 'ifBilled').filter(({ cost }) => new Exact(cost).gt(0)),
    billed: sumByCurrency(billed),
    billedSessions: billed.length,
    owing: owing.length,
    simulated: sessions.length - owing.length,
    estimated: facts.some(({ estimated }) => estimated),
    unpriced: owing.length - charged.filter(({ cost }) => cost.unpriced.length === 0).length,
    bytes: sum(sessions.map(({ bytes = 0 }) => bytes)),
  };
}
