import { describe, expect, it } from 'vitest';
import type { DayUsage } from '../../../shared/billing/day-usage.ts';
import type { SessionEvidence } from '../../../shared/reconcile/evidence/evidence.ts';
import { comparePeriod, isPeriod } from '../../../shared/reconcile/period/compare-period.ts';
import type { PeriodReport } from '../../../shared/reconcile/period/period-report.ts';
import type { Wanted } from '../../../shared/reconcile/scope/scope.ts';
import { shipped } from '../pricing/books.ts';
import { billOf, rowOf, rowsOf, sessionOf, sixOf, type Six } from './period-case.ts';

const books = [shipped('2026-10-09')] as const;
const nothing: Wanted = { days: [], resource: null, model: null };

const compare = (
  sessions: readonly SessionEvidence[],
  rows: readonly DayUsage[],
  wanted: Wanted = nothing,
): PeriodReport => comparePeriod({ sessions, bill: billOf(rows), wanted, books, notes: [] });

const states = ({ blocks: [block] }: PeriodReport): readonly (readonly string[])[] =>
  (block?.days ?? []).map(({ day, state }) => [day, state]);

const sum = (...all: readonly Six[]): Record<keyof Six, number> =>
  all.reduce<Record<keyof Six, number>>(
    (total, one) => ({
      audio_in: total.audio_in + one.audio_in,
      audio_cached: total.audio_cached + one.audio_cached,
      audio_out: total.audio_out + one.audio_out,
      text_in: total.text_in + one.text_in,
      text_cached: total.text_cached + one.text_cached,
      text_out: total.text_out + one.text_out,
    }),
    sixOf([]),
  );

const monday = [sessionOf('2026-10-05T08-00-00Z-a', '2026-10-05', [110, 420, 119, 117])];
const tuesday = [sessionOf('2026-10-06T08-00-00Z-c', '2026-10-06', [61, 188, 902, 63])];
const all = [...monday, ...tuesday];

describe('a file that bills months alone', () => {
  const report = compare(all, rowsOf('2026-10', sixOf(all)));

  it('is held against all sessions of the month, each once', () => {
    expect(states(report)).toEqual([['2026-10', 'as reported']]);
    expect(report.label).toBe('October 2026');
    expect(report.headline).toBe('October 2026: 100% of the file is as reported, nothing is open.');
  });

  it('gives each session its part', () => {
    expect(report.sessions.map(({ meters }) => meters.audio_out)).toEqual([
      { reported: 420, billed: 420 },
      { reported: 188, billed: 188 },
    ]);
    // 110 × 10 + 420 × 20 + 119 × 0.6 + 117 × 2.4 for a million.
    expect(report.sessions[0]?.billed).toEqual({ cost: '0.0098522', currency: 'USD' });
  });
});

describe('a session of a model that the file lacks', () => {
  const stray = sessionOf('2026-10-05T10-00-00Z-g', '2026-10-05', [1, 2, 3, 4], { model: 'gpt-realtime-1.5' });

  it('is never added to another model on one day, and heads the sentence', () => {
    const sessions = [...monday, stray];
    const rows = rowsOf('2026-10-05', sixOf(monday));
    expect(isPeriod(sessions, billOf(rows), nothing, books)).toBe(true);
    const report = compare(sessions, rows);
    expect(states(report)).toEqual([['2026-10-05', 'as reported']]);
    expect(report.headline).toContain('1 session has no meter in it');
  });

  it('stays where its record puts it, whatever model is asked for', () => {
    const other = sessionOf('2026-10-06T10-00-00Z-h', '2026-10-06', [7, 8, 9, 10], { model: 'gpt-realtime' });
    const rows = [
      ...rowsOf('2026-10-05', sixOf(monday)),
      ...rowsOf('2026-10-06', sixOf(tuesday)),
      rowOf({ day: '2026-10-06', name: 'gpt rt aud 0828 Inp glbl 1M Tokens', tokens: 7, price: '32' }),
    ];
    const report = compare([...all, other], rows, { ...nothing, model: 'gpt-realtime-mini' });
    expect(states(report)).toEqual([
      ['2026-10-05', 'as reported'],
      ['2026-10-06', 'as reported'],
    ]);
    expect(report.sessions.find(({ id }) => id === other.id)?.why).toBe(
      'It spoke to gpt-realtime 0828, global on contoso-voice, and another part of the bill was asked for.',
    );
  });
});

describe('meters of a day', () => {
  it('without a row on any day leave it open, and are named', () => {
    const audioAlone = rowsOf('2026-10-05', { ...sixOf(monday), text_in: 0, text_out: 0 });
    const report = compare(all, [...audioAlone, ...rowsOf('2026-10-06', sixOf(tuesday))]);
    expect(report.blocks[0]?.days[0]).toMatchObject({
      state: 'open',
      sentence: 'What is billed is what was reported; the bill has no row for text in and text out.',
    });
  });

  it('beside the six are no part of a story', () => {
    const [session] = monday;
    if (session === undefined) throw new Error('there is no session');
    const log = { ...session.reported.log, responsesCreated: 1, responsesReported: 1 };
    const heard = {
      ...session,
      reported: {
        ...session.reported,
        log: {
          ...log,
          transcription: { model: 'whisper-1', audioIn: 0, textIn: 0, textOut: 0, seconds: '3600', reports: 1 },
        },
      },
    };
    // A further response over the finished conversation, and two hours of transcription where one was reported.
    const six = sum(sixOf(monday), { ...sixOf([]), audio_in: 530, text_in: 238, audio_out: 100, text_out: 40 });
    const whisper = {
      ...rowOf({ day: '2026-10-05', name: 'Speech-to-Text-Batch-Whisper-glbl Unit', tokens: 0, price: '0' }),
      tokens: null,
      quantity: '2',
      cost: '0.72',
    };
    const report = compare(
      [heard, ...tuesday],
      [...rowsOf('2026-10-05', six), whisper, ...rowsOf('2026-10-06', sixOf(tuesday))],
    );
    const [day] = report.blocks[0]?.days ?? [];
    expect(day?.state).toBe('explained');
    expect(day?.cells.find(({ column }) => column === 'transcription_hours')?.state).toBe('open');
    expect(report.totals[0]?.parts.find(({ state }) => state === 'open')?.cost).toBe('0.36');
    // 530 × 10 + 238 × 0.6 + 100 × 20 + 40 × 2.4 for a million.
    expect(report.stories[0]?.beyond).toEqual([{ cost: '0.0075388', currency: 'USD' }]);
    expect(report.notes.join(' ')).toContain('Transcription and images, 0.72 USD, are in no session');
  });
});

describe('a day whose stories the numbers do not tell apart', () => {
  it('is not called other traffic', () => {
    const small = [
      sessionOf('2026-10-05T08-00-00Z-s', '2026-10-05', [5, 60, 20, 30]),
      sessionOf('2026-10-06T08-00-00Z-t', '2026-10-06', [5, 60, 20, 30]),
    ];
    const [one, two] = small;
    if (one === undefined || two === undefined) throw new Error('there are no sessions');
    const six = sum(sixOf([one]), { ...sixOf([]), audio_in: 5, text_in: 20, audio_out: 40, text_out: 30 });
    const report = compare(small, [...rowsOf('2026-10-05', six), ...rowsOf('2026-10-06', sixOf([two]))]);
    expect(states(report)[0]).toEqual(['2026-10-05', 'open']);
  });
});

describe('a file that was written early', () => {
  it('stays early beside a later one that does not speak of its days', () => {
    const early = billOf(rowsOf('2026-10-05', { ...sixOf(monday), text_out: 60 }));
    const late = billOf(rowsOf('2026-10-28', sixOf(tuesday)));
    const used = [
      ...early.used.map((one) => ({ ...one, writtenAt: '2026-10-06T01:00:00.000Z' })),
      ...late.used.map((one) => ({ ...one, writtenAt: '2026-12-20T00:00:00.000Z' })),
    ];
    const bill = { ...early, days: [...early.days, ...late.days], used, all: used };
    const moved = tuesday.map((session) => ({
      ...session,
      reported: {
        ...session.reported,
        days: ['2026-10-28'],
        log: session.reported.log && { ...session.reported.log, days: ['2026-10-28'] },
      },
    }));
    const report = comparePeriod({ sessions: [...monday, ...moved], bill, wanted: nothing, books, notes: [] });
    const state = Object.fromEntries(states(report).map(([day = '', one = '']) => [day, one]));
    expect([state['2026-10-05'], state['2026-10-28']]).toEqual(['not settled', 'as reported']);
  });
});
