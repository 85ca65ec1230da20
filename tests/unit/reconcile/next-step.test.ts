import { describe, expect, it } from 'vitest';
import { bySession } from '../../../shared/reconcile/report/by-session.ts';
import { nextStepOf } from '../../../shared/reconcile/report/next-step.ts';
import { moneyParts } from '../../../shared/reconcile/report/story-lines.ts';
import type { ReconcileReport } from '../../../shared/reconcile/reconcile-report.ts';
import { decidedReport } from './thread-report.ts';

const claiming = (kind: 'nothing fits' | 'as reported'): ReconcileReport => ({
  ...decidedReport,
  finding: { ...decidedReport.finding, claim: { kind } },
  experiments: [],
});
const compared = (freshness: 'settled' | 'provisional') => ({ days: ['2026-03-31'], resource: null, freshness });

describe('the next step', () => {
  it('is the first run that is needed, with what the stories say of it', () => {
    const step = nextStepOf(decidedReport);
    expect(step?.title).toMatch(/^Run it again: /);
    expect(step?.text).toContain('story A predicts');
  });

  it('is a run alone where no story fits', () => {
    expect(nextStepOf(claiming('nothing fits'))?.title).toBe('Run the same session once more, alone.');
  });

  it('is to import again while a bill that fits can change, and nothing once it is settled', () => {
    expect(nextStepOf({ ...claiming('as reported'), compared: null })?.title).toBe('Import an export of that day.');
    expect(nextStepOf({ ...claiming('as reported'), compared: compared('provisional') })?.title).toContain('once more');
    expect(nextStepOf({ ...claiming('as reported'), compared: compared('settled') })).toBeNull();
  });
});

describe('the parts of the money', () => {
  it('have the largest that is explained right after what was reported', () => {
    const money = { ...decidedReport.money, further: '0.001', lostDiscount: '0.0094718' };
    const report = { ...decidedReport, money: money as NonNullable<ReconcileReport['money']> };
    expect(moneyParts(report).map(({ kind }) => kind)).toEqual(['reported', 'discount', 'further']);
  });

  it('claim no discount and no run where no story fits: all beyond the report is not explained', () => {
    const parts = moneyParts(claiming('nothing fits'));
    expect(parts.map(({ kind }) => kind)).toEqual(['reported', 'open']);
    expect(parts[1]?.cost).toBe('0.01047176');
  });
});

describe('several sessions', () => {
  it('stand one by one with the sums of what they reported; one alone does not', () => {
    const response = (session: string, audioIn: number) => ({
      number: 1,
      origin: { session, number: 1, responseId: 'resp' },
      audioIn,
      audioCached: 1,
      audioOut: 2,
      textIn: 3,
      textCached: 4,
      textOut: 5,
    });
    const reportedResponses = [response('one', 10), response('two', 20), response('one', 30)];
    const sums = bySession({ sessions: ['one', 'two', 'three'], reportedResponses });
    expect(sums.map(({ session, responses, reported }) => [session, responses, reported.audio_in])).toEqual([
      ['one', 2, 40],
      ['two', 1, 20],
      ['three', 0, 0],
    ]);
    expect(bySession({ sessions: ['one'], reportedResponses })).toEqual([]);
  });
});
