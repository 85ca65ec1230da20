import { Decimal } from 'decimal.js';
import { describe, expect, it } from 'vitest';
import type { DayUsage } from '../../../shared/billing/day-usage.ts';
import { reconcileReport } from '../../../shared/reconcile/reconcile-report.ts';
import { comparePeriod } from '../../../shared/reconcile/period/compare-period.ts';
import type { SessionEvidence } from '../../../shared/reconcile/evidence/evidence.ts';
import type { SessionVerdict } from '../../../shared/reconcile/case/session-verdict.ts';
import { verdictsOfPeriod, verdictsOfReport } from '../../../shared/reconcile/case/session-verdicts.ts';
import { billedModels } from '../../../shared/billing/billed-models.ts';
import { readPastedTable } from '../../../shared/billing/pasted-table.ts';
import { exampleMeters } from '../../../shared/reconcile/case/pasted-texts.ts';
import { shipped } from '../pricing/books.ts';
import { billOf, rowOf, rowsOf, sessionOf, sixOf } from './period-case.ts';

const books = [shipped('2026-10-09')] as const;
const wanted = { days: [], resource: null, model: null };

const verdicts = (sessions: readonly SessionEvidence[], rows: readonly DayUsage[]): SessionVerdict[] =>
  verdictsOfPeriod(comparePeriod({ sessions, bill: billOf(rows), wanted, books, notes: [] }));
/** The published list of the model, for a million: audio in $10, audio out $20, text in $0.60, text out $2.40. */
const byHand = (audioIn: number, audioOut: number, textIn: number, textOut: number): string =>
  new Decimal(audioIn)
    .times('10')
    .plus(new Decimal(audioOut).times('20'))
    .plus(new Decimal(textIn).times('0.6'))
    .plus(new Decimal(textOut).times('2.4'))
    .div(1e6)
    .toFixed();
const exact = (verdict: SessionVerdict | undefined): string =>
  new Decimal(verdict?.billed?.cost ?? NaN).toDecimalPlaces(12).toFixed();

const one = sessionOf('2026-10-05T08-00-00Z-a', '2026-10-05', [110, 420, 119, 117]);
const two = sessionOf('2026-10-05T09-00-00Z-b', '2026-10-05', [83, 257, 371, 74]);
const next = sessionOf('2026-10-06T08-00-00Z-c', '2026-10-06', [61, 188, 902, 63]);

const last = sessionOf('2026-10-07T08-00-00Z-e', '2026-10-07', [41, 77, 204, 31]);

describe('what a bill says of each session', () => {
  it('is its part of a day that is as reported, by the prices of the file', () => {
    const said = verdicts(
      [one, two, next],
      [...rowsOf('2026-10-05', sixOf([one, two])), ...rowsOf('2026-10-06', sixOf([next]))],
    );
    expect(said).toMatchObject([one, two, next].map(({ id }) => ({ sessionId: id, state: 'as reported', reason: '' })));
    expect(said.map(exact)).toEqual([byHand(110, 420, 119, 117), byHand(83, 257, 371, 74), byHand(61, 188, 902, 63)]);
  });

  it('is told of two sessions of one day, which are no period', () => {
    const said = verdicts([one, two], rowsOf('2026-10-05', sixOf([one, two])));
    expect(said.map(exact)).toEqual([byHand(110, 420, 119, 117), byHand(83, 257, 371, 74)]);
  });

  it('has the story that explains it for a reason, and what the story says ran in its money', () => {
    const six = sixOf([one]);
    // A further response over the finished conversation, nothing new added: audio 110 + 420 and text 119 + 117 + 2 again.
    const again = { ...six, audio_in: 110 + 530, text_in: 119 + 238, audio_out: 420 + 100, text_out: 117 + 40 };
    const [said] = verdicts([one, next], [...rowsOf('2026-10-05', again), ...rowsOf('2026-10-06', sixOf([next]))]);
    expect(said).toMatchObject({ state: 'story', without: false });
    expect(said?.reason).toContain('over the finished conversation');
    expect(exact(said)).toBe(byHand(640, 520, 357, 157));
  });

  it('has no part where nothing tells it, with what is beyond the report for a reason', () => {
    const six = { ...sixOf([one]), audio_in: 5000, audio_out: 9000, text_in: 7000, text_out: 800 };
    const [said] = verdicts([one, next], [...rowsOf('2026-10-05', six), ...rowsOf('2026-10-06', sixOf([next]))]);
    expect(said).toMatchObject({ state: 'other traffic', billed: null });
    expect(said).toMatchObject({ reason: '', daySessions: 1 });
    const beyond = byHand(5000 - 110, 9000 - 420, 7000 - 119, 800 - 117);
    expect(new Decimal(said?.beyond?.cost ?? NaN).toFixed()).toBe(beyond);
    const short = { ...sixOf([one]), audio_out: 300 };
    const [open] = verdicts([one, next], [...rowsOf('2026-10-05', short), ...rowsOf('2026-10-06', sixOf([next]))]);
    expect(open).toMatchObject({ state: 'open', billed: null });
    expect(new Decimal(open?.beyond?.cost ?? NaN).toFixed()).toBe(byHand(0, -120, 0, 0));
  });

  it('is that the file has no row of it, or that its rows can still come', () => {
    const rows = rowsOf('2026-10-06', sixOf([next]));
    const days = [...rowsOf('2026-10-05', sixOf([one])), ...rowsOf('2026-10-07', sixOf([last]))];
    expect(verdicts([one, next, last], days)).toMatchObject([
      { state: 'as reported' },
      { state: 'not in the bill', billed: null, reason: 'the file has no row of its day' },
      { state: 'as reported' },
    ]);
    expect(verdicts([one, next], rows)[0]).toMatchObject({ state: 'not settled', billed: null });
    const other = sessionOf('2026-10-05T10-00-00Z-d', '2026-10-05', [1, 2, 3, 4], { model: 'gpt-realtime-2025-08-28' });
    const [, , astray] = verdicts([one, next, other], [...rowsOf('2026-10-05', sixOf([one])), ...rows]);
    expect(astray).toMatchObject({ state: 'not in the bill', billed: null });
    expect(astray?.reason).not.toBe('');
  });

  it('holds what its day is charged for transcription where that is its own, and says where it is not', () => {
    const heard = (session: SessionEvidence, seconds: string): SessionEvidence => ({
      ...session,
      reported: {
        ...session.reported,
        log: {
          responsesCreated: 1,
          responsesReported: 1,
          unreported: [],
          days: session.reported.days,
          transcription: { model: 'whisper-1', audioIn: 0, textIn: 0, textOut: 0, seconds, reports: 1 },
        },
      },
    });
    const hour = (day: string): DayUsage => ({
      ...rowOf({ day, name: 'Speech-to-Text-Batch-Whisper-glbl Unit', tokens: 0, price: '0' }),
      tokens: null,
      quantity: '1',
      cost: '0.36',
    });
    const alone = verdicts(
      [heard(one, '3600'), next],
      [...rowsOf('2026-10-05', sixOf([one])), hour('2026-10-05'), ...rowsOf('2026-10-06', sixOf([next]))],
    );
    expect(alone[0]).toMatchObject({ state: 'as reported', without: false });
    expect(exact(alone[0])).toBe(new Decimal(byHand(110, 420, 119, 117)).plus('0.36').toFixed());
    const both = verdicts(
      [heard(one, '1800'), heard(two, '1800')],
      [...rowsOf('2026-10-05', sixOf([one, two])), hour('2026-10-05')],
    );
    expect(both[0]).toMatchObject({ state: 'as reported', without: true });
    expect(exact(both[0])).toBe(byHand(110, 420, 119, 117));
  });
});

describe('what a pasted table says of sessions', () => {
  const table = readPastedTable(exampleMeters);
  const report = (sessions: readonly string[]) => {
    const model = table.ok ? billedModels(table.rows)[0] : undefined;
    if (model === undefined) throw new Error('the public example is not understood');
    const { turns, log } = one.reported;
    return reconcileReport({ turns, log }, model, books, { notes: [], sessions, compared: null, sources: [] });
  };

  it('is its story, and no part where it names no money', () => {
    const [said] = verdictsOfReport(report(['a']));
    expect(said).toMatchObject({ sessionId: 'a', state: 'story', billed: null });
    expect(said?.reason).toContain('over the finished conversation');
  });

  it('is the same of several together, said as such', () => {
    const said = verdictsOfReport(report(['a', 'b']));
    expect(said.map(({ sessionId, state }) => [sessionId, state])).toEqual([
      ['a', 'story'],
      ['b', 'story'],
    ]);
    expect(said[0]?.reason).toMatch(/, 2 sessions together$/);
  });

  it('is what it charges where one session is all it holds and it says so', () => {
    const paid = report(['a']);
    const charge = { ...paid.charge, costs: [{ cost: '0.0123', currency: 'EUR' }] };
    expect(verdictsOfReport({ ...paid, charge })[0]?.billed).toEqual({ cost: '0.0123', currency: 'EUR' });
    expect(verdictsOfReport({ ...paid, charge, sessions: ['a', 'b'] })[0]?.billed).toBeNull();
    const none = { ...paid.finding, claim: { kind: 'no bill' as const } };
    expect(verdictsOfReport({ ...paid, finding: none })).toEqual([]);
  });
});
