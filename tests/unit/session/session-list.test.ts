import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SessionSummary } from '../../../shared/contract/bench-api.ts';
import type { BillStanding } from '../../../shared/contract/session-bill.ts';
import { type VerdictState, verdictStates } from '../../../shared/reconcile/case/session-verdict.ts';
import {
  countBy,
  findSessions,
  newestSessionsFirst,
  orderAfter,
  type SessionColumn,
  sessionColumns,
  sessionTotals,
  sortSessions,
  titleOf,
} from '../../../shared/contract/session-list.ts';

interface Wish {
  readonly name?: string;
  readonly deployment?: string;
  readonly startedAt?: string;
  readonly turns?: number;
  readonly alarms?: number;
  readonly notReported?: number;
  readonly expected?: string | null;
  readonly ifBilled?: string;
  readonly currency?: string;
  readonly options?: readonly string[];
}

let made = 0;
const session = (wish: Wish): SessionSummary => {
  const expected = wish.expected === undefined ? '0' : wish.expected;
  return {
    sessionId: `s${(made += 1)}`,
    startedAt: wish.startedAt ?? '2026-11-20T09:30:00.000Z',
    label: 'contoso-voice, Azure GA',
    deployment: wish.deployment ?? 'voice-mini',
    durationMs: 1000,
    responses: 2,
    entries: 10,
    live: false,
    bytes: 100,
    known: {
      name: wish.name ?? null,
      turns: wish.turns ?? 0,
      alarms: wish.alarms ?? 0,
      notReported: wish.notReported ?? 0,
      estimated: false,
      options: wish.options ?? [],
      opening: null,
      refused: null,
      cost: {
        currency: wish.currency ?? 'USD',
        reported: expected,
        expected,
        ifBilled: wish.ifBilled ?? '0',
        unpriced: expected === null ? ['Audio in: 3 tokens'] : [],
      },
    },
  };
};
const damaged: SessionSummary = {
  sessionId: '2026-11-20T09-30-00Z-lost',
  startedAt: '',
  label: '',
  deployment: '',
  durationMs: 0,
  responses: 0,
  entries: 0,
  live: false,
  problem: 'Its log cannot be read.',
};
const titles = (sessions: readonly SessionSummary[]): string[] => sessions.map(titleOf);

describe('a search of the sessions', () => {
  const sessions = [
    session({ name: 'Order desk', options: ['Kind semantic_vad', 'Eagerness low'] }),
    session({ name: 'Phone line', deployment: 'voice-21', alarms: 1 }),
    session({ notReported: 2 }),
    damaged,
  ];
  it.each([
    ['order', ['Order desk']],
    ['VOICE-21', ['Phone line']],
    ['semantic vad', ['Order desk']],
    ['low order', ['Order desk']],
    ['contoso', ['Order desk', 'Phone line', 'contoso-voice, Azure GA']],
    ['lost', ['2026-11-20T09-30-00Z-lost']],
    ['low phone', []],
  ])('for "%s" finds every word wherever it stands', (search, found) => {
    expect(titles(findSessions(sessions, search, 'all'))).toEqual(found);
  });
  it('keeps within the chip that is pressed, which counts what it leaves', () => {
    expect(titles(findSessions(sessions, '', 'alarms'))).toEqual(['Phone line']);
    expect(findSessions(sessions, 'order', 'never-reported')).toEqual([]);
    expect([countBy(sessions, 'all'), countBy(sessions, 'alarms'), countBy(sessions, 'never-reported')]).toEqual([
      4, 1, 1,
    ]);
  });
});

describe('sorting the sessions', () => {
  it('puts what is not known last, whichever way', () => {
    const sessions = [session({ name: 'b', turns: 3 }), damaged, session({ name: 'a', turns: 12 })];
    expect(titles(sortSessions(sessions, { by: 'turns', descending: true }))).toEqual(['a', 'b', damaged.sessionId]);
    expect(titles(sortSessions(sessions, { by: 'turns', descending: false }))).toEqual(['b', 'a', damaged.sessionId]);
    expect(sortSessions(sessions, newestSessionsFirst).at(-1)).toBe(damaged);
  });
  it('compares money exactly, and never across currencies', () => {
    const sessions = [
      session({ name: 'most', expected: '0.10' }),
      session({ name: 'yen', expected: '9', currency: 'JPY' }),
      session({ name: 'unpriced', expected: null }),
      session({ name: 'least', expected: '0.0999999999999999999999' }),
    ];
    expect(titles(sortSessions(sessions, { by: 'expected', descending: false }))).toEqual([
      'yen',
      'least',
      'most',
      'unpriced',
    ]);
  });
  it('turns round at the second click, and loses nobody', () => {
    expect(orderAfter(newestSessionsFirst, 'started')).toEqual({ by: 'started', descending: false });
    expect(orderAfter(newestSessionsFirst, 'session')).toEqual({ by: 'session', descending: false });
    expect(orderAfter(newestSessionsFirst, 'expected')).toEqual({ by: 'expected', descending: true });
    fc.assert(
      fc.property(
        fc.array(fc.record({ turns: fc.nat(5), expected: fc.constantFrom('0', '1', '0.5', null) })),
        fc.constantFrom(...sessionColumns),
        fc.boolean(),
        (wishes, by, descending) => {
          const sessions = wishes.map(session);
          expect(new Set(sortSessions(sessions, { by, descending }))).toEqual(new Set(sessions));
        },
      ),
    );
  });
});

describe('the sums under the list', () => {
  it('are one a currency, and say how many sessions are not in them', () => {
    const totals = sessionTotals([
      session({ expected: '0.1', turns: 2, ifBilled: '0.04' }),
      session({ expected: '0.2', turns: 3, ifBilled: '0.01' }),
      session({ expected: '5', currency: 'EUR' }),
      session({ expected: null }),
      damaged,
    ]);
    expect(totals.expected).toEqual([
      { cost: '0.3', currency: 'USD' },
      { cost: '5', currency: 'EUR' },
    ]);
    // Only where something may be billed on top.
    expect(totals.ifBilled).toEqual([{ cost: '0.05', currency: 'USD' }]);
    expect(totals).toMatchObject({ unpriced: 2, turns: 5, responses: 8, durationMs: 4000, bytes: 400 });
  });

  it('hold what bills charge for those whose part is told, and nothing of the simulator', () => {
    const compared = (cost: string | null, state: VerdictState): BillStanding => ({
      kind: 'compared',
      verdict: {
        sessionId: 'x',
        state,
        reason: '',
        beyond: null,
        daySessions: 1,
        billed: cost === null ? null : { cost, currency: 'USD' },
        without: false,
      },
    });
    const totals = sessionTotals([
      { ...session({ expected: '0.1' }), bill: compared('0.12', 'story') },
      { ...session({ expected: '0.2' }), bill: compared('0.2', 'as reported') },
      { ...session({ expected: '0.4' }), bill: compared(null, 'open') },
      { ...session({ expected: '0.8' }), bill: { kind: 'not compared' } },
      { ...session({ expected: '9', turns: 4 }), bill: { kind: 'owes nothing' } },
    ]);
    expect(totals).toMatchObject({
      billed: [{ cost: '0.32', currency: 'USD' }],
      billedSessions: 2,
      owing: 4,
      simulated: 1,
      expected: [{ cost: '1.5', currency: 'USD' }],
      turns: 4,
      unpriced: 0,
    });
  });

  it('stand under columns that sort: by what was billed, and by what asks most of a reader', () => {
    const bills: readonly BillStanding[] = [
      { kind: 'owes nothing' },
      { kind: 'due', from: '2026-11-25' },
      ...verdictStates.map((state, at): BillStanding => ({
        kind: 'compared',
        verdict: {
          sessionId: state,
          state,
          reason: '',
          beyond: null,
          daySessions: 1,
          billed: at < 3 ? null : { cost: String(10 - at), currency: 'USD' },
          without: false,
        },
      })),
      { kind: 'not compared' },
    ];
    const sessions = bills.map((bill) => ({ ...session({}), bill }));
    const sorted = (by: SessionColumn, descending: boolean): string[] =>
      sortSessions(sessions, { by, descending }).map(({ bill }) =>
        bill?.kind === 'compared' ? bill.verdict.state : (bill?.kind ?? ''),
      );
    expect(orderAfter(newestSessionsFirst, 'verdict')).toEqual({ by: 'verdict', descending: false });
    expect(orderAfter(newestSessionsFirst, 'billed')).toEqual({ by: 'billed', descending: true });
    expect(sorted('verdict', false)).toEqual([...verdictStates, 'not compared', 'due', 'owes nothing']);
    expect(sorted('billed', true).slice(0, 3)).toEqual(['not settled', 'story', 'as reported']);
  });
});
