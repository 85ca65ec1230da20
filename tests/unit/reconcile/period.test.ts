import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meterKinds } from '../../../shared/billing/meter-kind.ts';
import { comparePeriod, isPeriod } from '../../../shared/reconcile/period/compare-period.ts';
import { groupSessions } from '../../../shared/reconcile/period/groups.ts';
import type { PeriodReport } from '../../../shared/reconcile/period/period-report.ts';
import { periodLabel } from '../../../shared/reconcile/period/period-words.ts';
import type { SessionEvidence } from '../../../shared/reconcile/evidence/evidence.ts';
import type { DayUsage } from '../../../shared/billing/day-usage.ts';
import { shipped } from '../pricing/books.ts';
import { billOf, rowOf, rowsOf, sessionOf, sixOf, type Six } from './period-case.ts';

const books = [shipped('2026-10-09')] as const;
const nothing = { days: [], resource: null, model: null };

const compare = (sessions: readonly SessionEvidence[], rows: readonly DayUsage[]): PeriodReport =>
  comparePeriod({ sessions, bill: billOf(rows), wanted: nothing, books, notes: [] });

const states = ({ blocks: [block] }: PeriodReport): Record<string, string> =>
  Object.fromEntries((block?.days ?? []).map(({ day, state }) => [day, state]));

const more = (six: Six, added: Partial<Six>): Six => ({
  ...six,
  ...Object.fromEntries(meterKinds.map((kind) => [kind, six[kind] + (added[kind] ?? 0)])),
});

const monday = [
  sessionOf('2026-10-05T08-00-00Z-a', '2026-10-05', [110, 420, 119, 117]),
  sessionOf('2026-10-05T09-00-00Z-b', '2026-10-05', [83, 257, 371, 74]),
];
const tuesday = [sessionOf('2026-10-06T08-00-00Z-c', '2026-10-06', [61, 188, 902, 63])];

/** What a response over the finished conversation of a session reads, and puts out 100 and 40: by hand, + 2 for the answer. */
const readAgain = (session: SessionEvidence): Partial<Six> => {
  const [turn] = session.reported.turns;
  if (turn === undefined) throw new Error('no turn');
  return {
    audio_in: turn.audioIn + turn.audioOut,
    text_in: turn.textIn + turn.textOut + 2,
    audio_out: 100,
    text_out: 40,
  };
};

describe('a bill of several days', () => {
  it('is as reported day by day, with the days between', () => {
    const thursday = [sessionOf('2026-10-08T08-00-00Z-d', '2026-10-08', [240, 77, 119, 51])];
    const report = compare(
      [...monday, ...tuesday, ...thursday],
      [
        ...rowsOf('2026-10-05', sixOf(monday)),
        ...rowsOf('2026-10-06', sixOf(tuesday)),
        ...rowsOf('2026-10-08', sixOf(thursday)),
      ],
    );
    expect(states(report)).toEqual({
      '2026-10-05': 'as reported',
      '2026-10-06': 'as reported',
      '2026-10-07': 'nothing',
      '2026-10-08': 'as reported',
    });
    expect(report.label).toBe('5 to 8 October 2026');
    expect(report.headline).toBe('5 to 8 October 2026: 100% of the file is as reported, nothing is open.');
    expect(report.totals[0]?.parts).toMatchObject([{ state: 'as reported', share: 1 }]);
  });

  it('holds each of two like sessions against its own day', () => {
    const [one, two] = [
      sessionOf('2026-10-05T08-00-00Z-x', '2026-10-05', [110, 420, 119, 117], { cached: 64 }),
      sessionOf('2026-10-06T08-00-00Z-y', '2026-10-06', [110, 420, 119, 117], { cached: 64 }),
    ] as const;
    const report = compare([one, two], [...rowsOf('2026-10-05', sixOf([one])), ...rowsOf('2026-10-06', sixOf([two]))]);
    expect(states(report)).toEqual({ '2026-10-05': 'as reported', '2026-10-06': 'as reported' });
    expect(report.stories).toEqual([]);
    // The published list: 46 × 10 + 64 × 0.3 + 420 × 20 + 55 × 0.6 + 64 × 0.06 + 117 × 2.4 for a million.
    expect(report.totals[0]?.file).toBe(new Decimal('0.00919684').times(2).toFixed());
    expect(report.sessions.map(({ billed }) => billed?.cost)).toEqual(['0.00919684', '0.00919684']);
  });

  it('names a story by one letter on every day that it explains', () => {
    const days = ['2026-10-05', '2026-10-06'] as const;
    const sessions = [monday, tuesday];
    const rows = days.flatMap((day, index) => {
      const own = sessions[index] ?? [];
      return rowsOf(
        day,
        own.reduce((six, session) => more(six, readAgain(session)), sixOf(own)),
      );
    });
    const report = compare([...monday, ...tuesday], rows);
    expect(states(report)).toEqual({ '2026-10-05': 'explained', '2026-10-06': 'explained' });
    expect(report.stories).toHaveLength(1);
    expect(report.stories[0]).toMatchObject({ letter: 'A', days: [...days] });
    expect(report.stories[0]?.title).toContain('over the finished conversation');
    expect(report.blocks[0]?.days[0]?.sentence).toContain('once in each of 2 sessions');
    // Inputs are told session by session: 110 reported and 110 + 420 read again.
    expect(report.sessions[0]?.meters.audio_in).toEqual({ reported: 110, billed: 640 });
    expect(report.sessions[2]?.meters.audio_out).toEqual({ reported: 188, billed: 288 });
  });

  it('explains a day that by itself is undecided by the story that another day states, and says so', () => {
    // So few tokens that chance makes such a bill as easily.
    const small = sessionOf('2026-10-07T08-00-00Z-s', '2026-10-07', [1, 3, 20, 20]);
    const idle = sessionOf('2026-10-06T08-00-00Z-i', '2026-10-06', [210, 333, 619, 92]);
    const read = (session: SessionEvidence): Six => more(sixOf([session]), readAgain(session));
    const without = compare(
      [idle, small],
      [...rowsOf('2026-10-06', sixOf([idle])), ...rowsOf('2026-10-07', read(small))],
    );
    expect(states(without)).toEqual({ '2026-10-06': 'as reported', '2026-10-07': 'open' });
    expect(without.stories).toEqual([]);
    const beside = compare([idle, small], [...rowsOf('2026-10-06', read(idle)), ...rowsOf('2026-10-07', read(small))]);
    expect(states(beside)).toEqual({ '2026-10-06': 'explained', '2026-10-07': 'explained' });
    expect(beside.stories.map(({ letter, days }) => [letter, days])).toEqual([['A', ['2026-10-06', '2026-10-07']]]);
    const [stated, adopted] = beside.blocks[0]?.days ?? [];
    expect(stated?.sentence).not.toContain('By itself');
    expect(adopted?.sentence).toBe(
      'A further response over the finished conversation, nothing new added. By itself the day would not say so; other days of this file do.',
    );
    // Another story than the one that is stated is never put on: here one token of text is missing.
    const less = more(read(small), { text_in: -1 });
    const unlike = compare([idle, small], [...rowsOf('2026-10-06', read(idle)), ...rowsOf('2026-10-07', less)]);
    expect(states(unlike)['2026-10-07']).toBe('other traffic');
  });

  it('tells other traffic, rows without a session, sessions without a row and what is open', () => {
    const wednesday = [sessionOf('2026-10-07T08-00-00Z-e', '2026-10-07', [240, 77, 119, 51])];
    const friday = [sessionOf('2026-10-09T08-00-00Z-f', '2026-10-09', [88, 301, 166, 95])];
    const traffic: Partial<Six> = { audio_in: 70_001, audio_out: 50_003, text_in: 20_011, text_out: 9_007 };
    const report = compare(
      [...tuesday, ...wednesday, ...friday],
      [
        ...rowsOf('2026-10-06', more(sixOf(tuesday), traffic)),
        ...rowsOf('2026-10-08', sixOf(wednesday)),
        ...rowsOf('2026-10-09', more(sixOf(friday), { text_in: -37 })),
      ],
    );
    expect(states(report)).toEqual({
      '2026-10-06': 'other traffic',
      '2026-10-07': 'no row',
      '2026-10-08': 'no session',
      '2026-10-09': 'open',
    });
    expect(report.headline).toContain('2 days are open');
  });

  it('is not settled where rows can still come', () => {
    const bill = billOf(rowsOf('2026-10-06', more(sixOf(tuesday), { text_out: -60 })));
    const early = { ...bill, used: bill.used.map((one) => ({ ...one, writtenAt: '2026-10-07T03:00:00.000Z' })) };
    const report = comparePeriod({ sessions: [...monday, ...tuesday], bill: early, wanted: nothing, books, notes: [] });
    expect(states(report)).toEqual({ '2026-10-05': 'not settled', '2026-10-06': 'not settled' });
  });
});

describe('the sentence of a period', () => {
  it('names its one story, days without a session by themselves, and shares that add up to all', () => {
    const wednesday = [sessionOf('2026-10-07T08-00-00Z-e', '2026-10-07', [240, 77, 119, 51])];
    const days: readonly (readonly [string, readonly SessionEvidence[]])[] = [
      ['2026-10-05', monday],
      ['2026-10-06', tuesday],
    ];
    const { headline, totals } = compare(
      [...monday, ...tuesday],
      [
        ...days.flatMap(([day, own]) =>
          rowsOf(
            day,
            own.reduce((six, session) => more(six, readAgain(session)), sixOf(own)),
          ),
        ),
        ...rowsOf('2026-10-07', sixOf(wednesday)),
      ],
    );
    expect(headline).toContain('has a story (a further response over the finished conversation, nothing new added');
    expect(headline).toContain('is of days without a session here');
    const shares = [...headline.matchAll(/(\d+)%/g)].reduce((sum, [, share = '0']) => sum + Number(share), 0);
    expect(shares).toBe(100);
    expect(totals[0]?.parts.map(({ state }) => state)).toEqual(['as reported', 'story', 'no session']);
  });
});

describe('sessions of a period', () => {
  const other = 'gpt rt aud 0828 Inp glbl 1M Tokens';

  it('are compared with the meters of their own model and resource, and said where there is none', () => {
    const stray = sessionOf('2026-10-06T10-00-00Z-g', '2026-10-06', [1, 2, 3, 4], { model: 'gpt-realtime-1.5' });
    const report = compare(
      [...monday, ...tuesday, stray],
      [...rowsOf('2026-10-05', sixOf(monday)), ...rowsOf('2026-10-06', sixOf(tuesday))],
    );
    expect(states(report)).toEqual({ '2026-10-05': 'as reported', '2026-10-06': 'as reported' });
    expect(report.sessions.find(({ id }) => id === stray.id)).toMatchObject({
      block: null,
      billed: null,
      why: 'The file holds no meter of gpt-realtime-1.5; it holds gpt-realtime-mini 1215, global.',
    });
  });

  it('leave the money of other models and resources unallocated, by its reason', () => {
    const elsewhere = '/subscriptions/1/resourcegroups/rg/providers/microsoft.cognitiveservices/accounts/contoso-batch';
    const report = compare(
      [...monday, ...tuesday],
      [
        ...rowsOf('2026-10-05', sixOf(monday)),
        ...rowsOf('2026-10-06', sixOf(tuesday)),
        rowOf({ day: '2026-10-06', name: other, tokens: 100_000, price: '33.6' }),
        ...rowsOf('2026-10-06', sixOf(tuesday), elsewhere),
      ],
    );
    expect(report.unallocated.map(({ title, names }) => [title, names.map(({ name }) => name)])).toEqual([
      ['A model with no session here', ['gpt-realtime']],
      ['A resource with no session here', ['contoso-batch']],
    ]);
    expect(report.unallocated[0]?.charged).toEqual([{ cost: '3.36', currency: 'USD' }]);
    expect(report.headline).toMatch(/\d+% of the file belongs to none of these sessions/);
  });

  it('stand together by day, deployment, tag and customer', () => {
    const tagged = monday.map((session, index) => ({
      ...session,
      about: { name: null, note: null, tags: index === 0 ? ['pilot', 'customer=Contoso'] : ['pilot'] },
    }));
    const report = compare(
      [...tagged, ...tuesday],
      [...rowsOf('2026-10-05', sixOf(monday)), ...rowsOf('2026-10-06', sixOf(tuesday))],
    );
    expect(groupSessions(report, 'tag').map(({ of, sessions }) => [of, sessions.length])).toEqual([
      ['pilot', 2],
      [null, 1],
    ]);
    expect(groupSessions(report, 'customer').map(({ of, sessions }) => [of, sessions.length])).toEqual([
      ['Contoso', 1],
      [null, 2],
    ]);
    const [pilot] = groupSessions(report, 'tag');
    const both = report.sessions.slice(0, 2).reduce((sum, { billed }) => sum.plus(billed?.cost ?? 0), new Decimal(0));
    expect(pilot?.billed).toEqual([{ cost: both.toFixed(), currency: 'USD' }]);
  });

  it('make a period only where they are of several days, models or resources', () => {
    const bill = billOf([...rowsOf('2026-10-05', sixOf(monday)), ...rowsOf('2026-10-06', sixOf(tuesday))]);
    expect(isPeriod(monday, bill, nothing, books)).toBe(false);
    expect(isPeriod([...monday, ...tuesday], bill, nothing, books)).toBe(true);
    expect(isPeriod([...monday, ...tuesday], billOf([]), nothing, books)).toBe(false);
  });
});

describe('the sums of a period', () => {
  it('are those of the file to the last decimal, whatever the days hold', () => {
    const amount = fc.nat(400);
    const added = fc.record({ audio_in: amount, audio_out: amount, text_in: amount, text_out: amount });
    fc.assert(
      fc.property(added, added, fc.array(fc.nat(2_000_000), { maxLength: 3 }), (one, two, strays) => {
        const rows = [
          ...rowsOf('2026-10-05', more(sixOf(monday), one)),
          ...rowsOf('2026-10-06', more(sixOf(tuesday), two)),
          ...strays.map((tokens) =>
            rowOf({ day: '2026-10-07', name: 'gpt rt aud 0828 Inp glbl 1M Tokens', tokens, price: '32' }),
          ),
        ];
        const report = compare([...monday, ...tuesday], rows);
        const own = rows.reduce((sum, row) => sum.plus(row.cost), new Decimal(0));
        const [total] = report.totals;
        expect(total?.file).toBe(own.toFixed());
        const parts = (total?.parts ?? []).reduce((sum, { cost }) => sum.plus(cost), new Decimal(0));
        expect(parts.toFixed()).toBe(own.toFixed());
        const cells = report.blocks.flatMap(({ days }) => days.flatMap((day) => day.cells));
        const inCells = cells.reduce((sum, { charged }) => sum.plus(charged[0]?.cost ?? 0), new Decimal(0));
        expect(inCells.toFixed()).toBe(total?.table);
        expect(report.notes).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });
});

describe('the name of a period', () => {
  it('is the month where it is whole, and else its first and last day', () => {
    expect(periodLabel('2026-10-01', '2026-10-31')).toBe('October 2026');
    expect(periodLabel('2026-10-01', '2026-10-30')).toBe('1 to 30 October 2026');
    expect(periodLabel('2026-02-01', '2026-02-28')).toBe('February 2026');
    expect(periodLabel('2026-10-28', '2026-11-03')).toBe('28 October to 3 November 2026');
    expect(periodLabel('2026-12-30', '2027-01-02')).toBe('30 December 2026 to 2 January 2027');
    expect(periodLabel('2026-10', '2026-10')).toBe('October 2026');
    expect(periodLabel('2026-10-06', '2026-10-06')).toBe('6 October 2026');
  });
});
