import { describe, expect, it } from 'vitest';
import { meterKindOf } from '../../../shared/billing/meter-kind.ts';
import type { DayUsage } from '../../../shared/billing/day-usage.ts';
import { assemble } from '../../../shared/reconcile/case/assemble.ts';
import type { Wanted } from '../../../shared/reconcile/scope/scope.ts';
import { comparePeriod } from '../../../shared/reconcile/period/compare-period.ts';
import { groupSessions } from '../../../shared/reconcile/period/groups.ts';
import type { PeriodReport } from '../../../shared/reconcile/period/period-report.ts';
import type { SessionEvidence } from '../../../shared/reconcile/evidence/evidence.ts';
import { shipped } from '../pricing/books.ts';
import { billOf, rowOf, rowsOf, sessionOf, sixOf } from './period-case.ts';

const unique = (values: readonly string[]): string[] => [...new Set(values)];
const books = [shipped('2026-10-09')] as const;
const nothing = { days: [], resource: null, model: null };

const compare = (sessions: readonly SessionEvidence[], rows: readonly DayUsage[]): PeriodReport =>
  comparePeriod({ sessions, bill: billOf(rows), wanted: nothing, books, notes: [] });

const dayOf = ({ blocks: [block] }: PeriodReport, day: string) => block?.days.find((one) => one.day === day);

const monday = [sessionOf('2026-10-05T08-00-00Z-a', '2026-10-05', [1110, 420, 1119, 317])];
const tuesday = [sessionOf('2026-10-06T08-00-00Z-c', '2026-10-06', [661, 188, 902, 263])];
const both = [...monday, ...tuesday];
const [mondayRows, tuesdayRows] = [rowsOf('2026-10-05', sixOf(monday)), rowsOf('2026-10-06', sixOf(tuesday))];

describe('what a day of a period claims', () => {
  it('is not as reported where a meter has no row that other days have', () => {
    const rows = tuesdayRows.filter(({ meter }) => meterKindOf(meter) !== 'text_out');
    const report = compare(both, [...mondayRows, ...rows]);
    expect(dayOf(report, '2026-10-06')?.state).toBe('open');
    expect(report.headline).toContain('1 day is open');
  });

  it('is other traffic only where audio and text each hold what was reported', () => {
    const more = { ...sixOf(tuesday), audio_out: 1188, text_out: 1263, text_in: 9_902 };
    const traffic = compare(both, [...mondayRows, ...rowsOf('2026-10-06', more)]);
    expect(dayOf(traffic, '2026-10-06')?.state).toBe('other traffic');
    const less = compare(both, [...mondayRows, ...rowsOf('2026-10-06', { ...more, audio_in: 611 })]);
    expect(dayOf(less, '2026-10-06')?.state).toBe('open');
  });
});

const parts = ({ totals: [total] }: PeriodReport): Record<string, string> =>
  Object.fromEntries((total?.parts ?? []).map(({ state, cost }) => [state, cost]));

describe('where the money of a period went', () => {
  it('is all of a charge where less is billed than was reported, and never below zero', () => {
    // 188 audio tokens out are reported and 100 billed: at 20 USD a million 0.002 USD, of which no part is known to be right.
    const less = compare(both, [...mondayRows, ...rowsOf('2026-10-06', { ...sixOf(tuesday), audio_out: 100 })]);
    expect(dayOf(less, '2026-10-06')?.state).toBe('open');
    expect(parts(less)['open']).toBe('0.002');
    expect(less.totals[0]?.parts.every(({ share }) => share !== null)).toBe(true);
  });

  it('holds a session once where the file bills its day and its month', () => {
    const report = compare(both, [...mondayRows, ...tuesdayRows, ...rowsOf('2026-10', sixOf(both))]);
    expect(dayOf(report, '2026-10')?.state).toBe('no session');
    expect(report.sessions.map(({ meters: { audio_out } }) => audio_out.reported)).toEqual([420, 188]);
    expect(report.notes.join(' ')).toContain(
      'an amount may be in these files twice: gpt-realtime-mini 1215, global, 2026-10.',
    );
  });

  it('says what a session reported where it has no place on the bill, and nothing of what it was billed', () => {
    const other = sessionOf('2026-10-06T09-00-00Z-d', '2026-10-06', [77, 55, 33, 22], {
      model: 'gpt-realtime-2025-08-28',
    });
    const { sessions } = compare([...both, other], [...mondayRows, ...tuesdayRows]);
    expect(sessions[2]).toMatchObject({
      block: null,
      billed: null,
      meters: { audio_out: { reported: 55, billed: null } },
    });
  });

  it('adds up no column of which a row cannot be read', () => {
    const [first, ...rest] = tuesdayRows;
    if (first === undefined) throw new Error('no row');
    const unread = { ...first, tokens: null, problem: 'Row 2: quantity "?" cannot be read.' };
    const report = compare(both, [...mondayRows, unread, ...rest]);
    const tokens = report.blocks[0]?.totals.map(({ column, tokens: sum }) => [column, sum]);
    expect(Object.fromEntries(tokens ?? [])).toMatchObject({ audio_in: null, audio_out: 608 });
  });

  it('tells no part of a charge in two currencies', () => {
    const [first] = tuesdayRows;
    if (first === undefined) throw new Error('no row');
    const half = { ...first, tokens: 0, quantity: '0', cost: '0.5', currency: 'EUR' };
    const report = compare(both, [...mondayRows, ...tuesdayRows, half]);
    expect(report.sessions.map(({ billed }) => billed?.currency ?? null)).toEqual(['USD', null]);
    expect(parts(report)['as reported']).toBe(report.totals[0]?.file);
  });
});

describe('one day of several', () => {
  const held = (more: readonly SessionEvidence[], rows: readonly DayUsage[], wanted: Wanted) => {
    const answer = assemble({
      reported: {
        turns: more.flatMap(({ reported }) => reported.turns),
        notes: [],
        log: null,
        sessions: more.map(({ id }) => id),
        days: ['2026-10-05', '2026-10-06'],
        resources: ['contoso-voice'],
        models: unique(more.flatMap(({ reported }) => reported.models)),
      },
      sessions: more,
      bill: { kind: 'imports', name: 'The bill', bills: billOf(rows).used },
      wanted,
      books,
    });
    if (!answer.ok) throw new Error(answer.error.message);
    if (answer.assembled.kind !== 'report') throw new Error(answer.assembled.kind);
    return answer.assembled.report;
  };

  it('is held against the sessions of that day alone', () => {
    const report = held(both, [...mondayRows, ...tuesdayRows], { ...nothing, days: ['2026-10-06'] });
    expect(report.sessions).toEqual(['2026-10-06T08-00-00Z-c']);
    expect(report.finding.claim.kind).toBe('as reported');
  });

  it('is held against the sessions of the model that is asked for', () => {
    const other = sessionOf('2026-10-06T09-00-00Z-d', '2026-10-06', [0, 0, 330, 220], {
      model: 'gpt-realtime-2025-08-28',
    });
    const rows = [
      ['gpt rt txt in gl 0828 1M Tokens', 330, '4'],
      ['gpt rt txt out gl 0828 1M Tokens', 220, '16'],
    ].map(([name, tokens, price]) =>
      rowOf({ day: '2026-10-06', name: String(name), tokens: Number(tokens), price: String(price) }),
    );
    const report = held([...both, other], [...mondayRows, ...tuesdayRows, ...rows], {
      ...nothing,
      days: ['2026-10-06'],
      model: 'gpt-realtime-mini 1215, global',
    });
    expect(report.sessions).toEqual(['2026-10-06T08-00-00Z-c']);
    expect(report.finding.claim.kind).toBe('as reported');
  });
});

describe('the sentences of a period', () => {
  it('name a charge that cannot be read, which is no charge of zero', () => {
    const [first, ...rest] = tuesdayRows;
    if (first === undefined) throw new Error('no row');
    const unread = { ...first, tokens: null, cost: '0', currency: '', problem: 'Row 8: cost "n/a" cannot be read.' };
    const report = compare(both, [...mondayRows, unread, ...rest]);
    expect(report.totals.map(({ currency }) => currency)).toEqual(['USD']);
    expect(report.lead).toContain('1 charge cannot be read and is in no sum.');
    expect(dayOf(report, '2026-10-06')?.state).toBe('unreadable');
  });

  it('name the currency of their shares where there are several', () => {
    const euros = tuesdayRows.map((row) => ({ ...row, currency: 'EUR' }));
    expect(compare(both, [...mondayRows, ...euros]).headline).toContain(
      '100% of what is charged in USD is as reported',
    );
    expect(compare(both, [...mondayRows, ...tuesdayRows]).headline).toContain('100% of the file is as reported');
  });

  it('claim no share of a file that charges nothing', () => {
    const none = [...mondayRows, ...tuesdayRows].map((row) => ({ ...row, cost: '0' }));
    expect(compare(both, none).headline).toBe('5 to 6 October 2026: the file charges 0 USD; nothing is open.');
  });

  it('leave open that one factor is the same run repeated', () => {
    const again = sessionOf('2026-10-05T10-00-00Z-b', '2026-10-05', [1110, 420, 1119, 317]);
    const three = rowsOf('2026-10-05', sixOf([...monday, ...monday, again]));
    const report = compare([...monday, again, ...tuesday], [...three, ...tuesdayRows]);
    expect(dayOf(report, '2026-10-05')?.sentence).toContain('or the same run repeated beside these would');
  });
});

describe('what several models or days share', () => {
  const heard = (session: SessionEvidence): SessionEvidence => ({
    ...session,
    reported: {
      ...session.reported,
      log: {
        responsesCreated: 1,
        responsesReported: 1,
        days: session.reported.days,
        transcription: { model: 'whisper-1', audioIn: 0, textIn: 0, textOut: 0, seconds: '3', reports: 1 },
      },
    },
  });
  const hours = (day: string): DayUsage => ({
    ...rowOf({ day, name: 'Speech-to-Text-Batch-Whisper-glbl Unit', tokens: 0, price: '0' }),
    tokens: null,
    quantity: '0.00166667',
    cost: '0.0006',
  });

  it('is no part of one of them: transcription of two models on one resource is not allocated', () => {
    const other = sessionOf('2026-10-06T09-00-00Z-d', '2026-10-06', [0, 0, 330, 220], {
      model: 'gpt-realtime-2025-08-28',
    });
    const rows = [
      rowOf({ day: '2026-10-06', name: 'gpt rt txt in gl 0828 1M Tokens', tokens: 330, price: '4' }),
      rowOf({ day: '2026-10-06', name: 'gpt rt txt out gl 0828 1M Tokens', tokens: 220, price: '16' }),
    ];
    const report = compare([...both, other].map(heard), [...mondayRows, ...tuesdayRows, ...rows, hours('2026-10-06')]);
    expect(report.blocks.map(({ days }) => days.map(({ state }) => state))).toEqual([
      ['as reported', 'as reported'],
      ['nothing', 'as reported'],
    ]);
    expect(report.unallocated).toMatchObject([
      { title: 'Transcription that several models here share', charged: [{ cost: '0.0006', currency: 'USD' }] },
    ]);
  });

  it('stands once: a session over midnight is of the day on which it began', () => {
    const [late] = compare(both, [...mondayRows, ...tuesdayRows]).sessions;
    if (late === undefined) throw new Error('no session');
    const groups = groupSessions({ sessions: [{ ...late, days: ['2026-10-05', '2026-10-06'] }] }, 'day');
    expect(groups.map(({ of, sessions }) => [of, sessions.length])).toEqual([['2026-10-05', 1]]);
  });
});
