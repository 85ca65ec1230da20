import { meterKinds, type MeterKind } from '../../../shared/billing/meter-kind.ts';
import { Exact, type Money } from '../../../shared/kit/money.ts';
import { emptyCase } from '../../../shared/reconcile/case/case.ts';
import type { CaseView } from '../../../shared/reconcile/case/case-view.ts';
import type {
  PeriodBlock,
  PeriodCell,
  PeriodDay,
  PeriodReport,
  PeriodState,
} from '../../../shared/reconcile/period/period-report.ts';
import { headlineOf } from '../../../shared/reconcile/period/period-words.ts';
import type { Answers } from './recorded-bench.ts';

const usd = (cost: Exact): Money => ({ cost: cost.toFixed(), currency: 'USD' });

/** List prices of gpt-realtime-mini, dollars for a million tokens, in the order of the six meters. */
const prices: Readonly<Record<MeterKind, string>> = {
  audio_in: '10',
  audio_cached: '0.3',
  audio_out: '20',
  text_in: '0.6',
  text_cached: '0.06',
  text_out: '2.4',
};
const priceOf = (meter: MeterKind, tokens: number): Exact => new Exact(tokens).times(prices[meter]).div(1e6);

/** A day in short: its date, its sessions, how it stands, and by what part more was billed than was reported. */
type Short = readonly [day: number, sessions: number, state: PeriodState, beyond: number];

const october: readonly Short[] = [
  [1, 3, 'as reported', 0],
  [2, 4, 'as reported', 0],
  [5, 2, 'explained', 0.5],
  [6, 5, 'explained', 0.5],
  [7, 3, 'explained', 0.5],
  [8, 4, 'as reported', 0],
  [9, 4, 'as reported', 0],
  [12, 1, 'as reported', 0],
  [13, 4, 'explained', 0.1],
  [14, 4, 'as reported', 0],
  [15, 3, 'other traffic', 1.8],
  [16, 4, 'other traffic', 1.2],
  [19, 2, 'as reported', 0],
  [20, 3, 'explained', 0.1],
  [23, 2, 'open', 0.12],
  [26, 2, 'as reported', 0],
  [27, 4, 'as reported', 0],
  [30, 3, 'not settled', -0.4],
  [31, 2, 'no row', -1],
];

const twoDigits = (number: number): string => String(number).padStart(2, '0');

/** Tokens of a session, in the order of the six meters. */
const ofSession: Readonly<Record<MeterKind, number>> = {
  audio_in: 1830,
  audio_cached: 912,
  audio_out: 1655,
  text_in: 774,
  text_cached: 1216,
  text_out: 478,
};

const sessionId = (day: string, index: number, deployment: string): string =>
  `${day}T${twoDigits(8 + index)}-12-00Z-${deployment}`;

function cellOf(meter: MeterKind, sessions: number, state: PeriodState, beyond: number, salt: number): PeriodCell {
  const expected = sessions * ofSession[meter] + salt * 7;
  const cached = meter.endsWith('cached');
  const more = cached && state !== 'no row' ? 0 : Math.round(expected * beyond);
  const billed = state === 'no row' ? null : expected + more;
  return {
    column: meter,
    expected,
    billed,
    range: null,
    hours: null,
    difference: billed === null ? null : more,
    charged: billed === null ? [] : [usd(priceOf(meter, billed))],
    beyond: billed === null ? null : usd(priceOf(meter, more)),
    state: more === 0 && state !== 'no row' ? 'as reported' : state,
  };
}

const sentences: Readonly<Record<PeriodState, string>> = {
  'as reported': 'Every meter is what its sessions reported.',
  explained: 'A story of the measured rules explains every meter.',
  'other traffic': 'Every meter holds more than was reported, and no story explains it.',
  open: 'Two meters hold more than was reported, and no story explains them.',
  'not settled': 'Rows of this day can still change.',
  'no row': 'Its sessions reported usage, and the file has no row of it.',
  'no session': 'The file has rows of it, and no session is here.',
  unreadable: 'A row of this day cannot be read.',
  nothing: 'No session, and no row.',
};

function dayOf(date: number, shorts: readonly Short[], deployment: string): PeriodDay {
  const day = `2026-10-${twoDigits(date)}`;
  const short = shorts.find(([at]) => at === date);
  const [, sessions = 0, state = 'nothing', beyond = 0] = short ?? [];
  const cells = short === undefined ? [] : meterKinds.map((meter) => cellOf(meter, sessions, state, beyond, date));
  const sum = (pick: (cell: PeriodCell) => Money | null | undefined): Exact =>
    cells.reduce((all, cell) => all.plus(pick(cell)?.cost ?? 0), new Exact(0));
  const charged = sum((cell) => cell.charged[0]);
  return {
    day,
    sessions: Array.from({ length: sessions }, (_, index) => sessionId(day, index, deployment)),
    cells,
    charged: charged.isZero() ? [] : [usd(charged)],
    beyond: short === undefined || state === 'no row' ? null : usd(sum((cell) => cell.beyond)),
    state,
    story: state !== 'explained' ? null : beyond > 0.3 ? 0 : 1,
    freshness: state === 'not settled' || state === 'no row' ? 'provisional' : 'settled',
    sentence: sentences[state],
  };
}

const charged = (some: readonly PeriodCell[]): Money =>
  usd(some.reduce((all, cell) => all.plus(cell.charged[0]?.cost ?? 0), new Exact(0)));

function blockOf(model: string, deployment: string, shorts: readonly Short[]): PeriodBlock {
  const days = Array.from({ length: 31 }, (_, index) => dayOf(index + 1, shorts, deployment));
  const cells = days.flatMap((day) => day.cells);
  return {
    model,
    resource: 'contoso-voice',
    resourceId: null,
    days,
    columns: meterKinds,
    totals: meterKinds.map((column) => {
      const own = cells.filter((cell) => cell.column === column);
      const tokens = own.reduce((sum, { billed }) => sum + (billed ?? 0), 0);
      return { column, tokens, hours: null, charged: [charged(own)] };
    }),
    charged: [charged(cells)],
    priceBook: 'list-2026-10-09',
    many: null,
  };
}

const storyTitles = [
  'A further response over the finished conversation, nothing new added, once in each session',
  'Cancelled responses were billed',
] as const;

const beyondOf = (some: readonly PeriodDay[]): Exact =>
  some.reduce((sum, { beyond }) => sum.plus(beyond?.cost ?? 0), new Exact(0));

function reportOf(blocks: readonly PeriodBlock[]): PeriodReport {
  const days = blocks.flatMap((block) => block.days);
  const table = days.reduce((sum, { charged }) => sum.plus(charged[0]?.cost ?? 0), new Exact(0));
  const lost = new Exact('0.346029');
  const file = table.plus(lost);
  const of = (state: PeriodState): readonly PeriodDay[] => days.filter((day) => day.state === state);
  const stories = storyTitles.map((title, index) => {
    const own = days.filter(({ story }) => story === index);
    return { letter: 'AB'.charAt(index), title, days: own.map(({ day }) => day), beyond: [usd(beyondOf(own))] };
  });
  const late = of('not settled').reduce((sum, { charged }) => sum.plus(charged[0]?.cost ?? 0), new Exact(0));
  const parts = [
    ...stories.map((story, index) => ({
      state: 'story' as const,
      story: index,
      cost: new Exact(story.beyond[0]?.cost ?? 0),
      days: story.days.length,
    })),
    {
      state: 'other traffic' as const,
      story: null,
      cost: beyondOf(of('other traffic')),
      days: of('other traffic').length,
    },
    { state: 'open' as const, story: null, cost: beyondOf(of('open')), days: of('open').length },
    { state: 'not settled' as const, story: null, cost: late, days: of('not settled').length },
    { state: 'not allocated' as const, story: null, cost: lost, days: 0 },
  ];
  const told = parts.reduce((sum, { cost }) => sum.plus(cost), new Exact(0));
  const all = [
    { state: 'as reported' as const, story: null, cost: file.minus(told), days: of('as reported').length },
    ...parts,
  ].map((part) => ({ ...part, cost: part.cost.toFixed(), share: part.cost.div(file).toNumber() }));
  const totals = [
    { currency: 'USD', file: file.toFixed(), table: table.toFixed(), unallocated: lost.toFixed(), parts: all },
  ];
  const label = 'October 2026';
  return {
    voxtally: 1,
    kind: 'period',
    from: '2026-10-01',
    to: '2026-10-31',
    label,
    headline: headlineOf({ label, totals, blocks, stories, astray: 0 }),
    lead: 'Every amount of the file stands in a day, in a story, or in what is not allocated.',
    blocks,
    sessions: blocks.flatMap((block, at) =>
      block.days.flatMap(({ day, sessions, state }) =>
        sessions.map((id, index) => ({
          id,
          name: index === 0 ? 'Order desk, by phone' : null,
          days: [day],
          block: at,
          why: null,
          deployment: 'voice-mini-1215',
          tags: index === 0 ? ['order desk'] : [],
          customer: index === 0 ? 'contoso' : null,
          responses: 3,
          reported: { cost: '0.0524', currency: 'USD' },
          billed: state === 'as reported' || state === 'explained' ? { cost: '0.0647', currency: 'USD' } : null,
          meters: Object.fromEntries(
            meterKinds.map((meter) => [meter, { reported: ofSession[meter], billed: null }]),
          ) as PeriodReport['sessions'][number]['meters'],
        })),
      ),
    ),
    stories,
    unallocated: [
      {
        title: 'A model with no session here',
        charged: [{ cost: '0.2431824', currency: 'USD' }],
        rows: 62,
        names: [{ name: 'gpt-4.1-mini', charged: [{ cost: '0.2431824', currency: 'USD' }], rows: 62 }],
      },
      {
        title: 'A resource with no session',
        charged: [{ cost: '0.1028466', currency: 'USD' }],
        rows: 9,
        names: [{ name: 'contoso-batch', charged: [{ cost: '0.1028466', currency: 'USD' }], rows: 9 }],
      },
    ],
    totals,
    sources: [
      {
        files: [{ name: 'costs-2026-10.csv', sha256: '5e'.repeat(32), bytes: 402_113 }],
        shape: 'Enterprise cost and usage',
        importedAt: '2026-11-04T09:00:00.000Z',
        writtenAt: '2026-11-04T08:00:00.000Z',
        period: null,
        runId: null,
        tally: {
          rows: 1342,
          kept: 1271,
          skipped: [],
          costs: [],
        },
      },
    ],
    notes: [],
  };
}

/** A month of one model: two stories, a day that is open, other traffic, a tail that is not settled, money that is not allocated. */
export const oneMonth = (): PeriodReport =>
  reportOf([blockOf('gpt-realtime-mini 1215, global', 'voice-mini-1215', october)]);

/** The same beside a second model. */
export const twoModels = (): PeriodReport =>
  reportOf([
    blockOf('gpt-realtime-mini 1215, global', 'voice-mini-1215', october),
    blockOf('gpt-realtime-2.1, global', 'voice-large', [
      [6, 1, 'as reported', 0],
      [7, 2, 'as reported', 0],
    ]),
  ]);

/** The answers of an engine whose last changed reconciliation is of this period. */
export function periodAnswers(report: PeriodReport): Answers {
  const caseId = '00000000-0000-4000-8000-000000000010';
  const name = 'October 2026, contoso-voice';
  const changedAt = '2026-11-23T15:00:00.000Z';
  const nothing = { kind: 'nothing' } as const;
  const days = report.blocks[0]?.days.filter(({ state }) => state !== 'nothing').map(({ day }) => day) ?? [];
  const view: CaseView = {
    case: {
      ...emptyCase(caseId, name, changedAt),
      namedBy: 'content',
      reported: { kind: 'sessions', sessionIds: report.sessions.map(({ id }) => id) },
      billed: { kind: 'imports', importIds: [] },
    },
    reported: {
      kind: 'read',
      read: {
        responses: report.sessions.reduce((sum, { responses }) => sum + responses, 0),
        totals: ofSession,
        notes: [],
        sessions: report.sessions.map(({ id }) => id),
        days,
        resources: ['contoso-voice'],
        models: ['gpt-realtime-mini'],
        responsesCreated: null,
      },
    },
    billed: {
      kind: 'read',
      read: {
        kind: 'imports',
        days,
        resources: ['contoso-voice'],
        models: report.blocks.map(({ model }) => model),
        arithmetic: null,
        missing: [],
      },
    },
    metrics: nothing,
    outcome: { kind: 'period', report },
    tookMs: 900,
  };
  return {
    'reconcile.list': { ok: true, cases: [{ caseId, name, example: false, changedAt }] },
    'reconcile.look': { ok: true, view },
    'reconcile.change': { ok: true, view },
    'bill.list': { ok: true, imports: [] },
  };
}
