import { describe, expect, it } from 'vitest';
import type { LogEvidence, UnreportedResponse } from '../../../../shared/reconcile/evidence.ts';
import { addTotals, reportedTotals, type Turn } from '../../../../shared/reconcile/facts.ts';
import type { Billed } from '../../../../shared/billing/meter-kind.ts';
import { reconcile } from '../../../../shared/reconcile/reconcile.ts';
import { threadBill, threadTurn } from '../thread.ts';

const first: Turn = {
  audioIn: 83,
  textIn: 371,
  audioOut: 257,
  textOut: 74,
  audioCached: 0,
  textCached: 0,
  userTranscript: 19,
  answerTranscript: 61,
};
const second: Turn = { ...first, audioIn: 391, textIn: 447, audioOut: 149, textOut: 43 };
const third: Turn = { ...first, audioIn: 617, textIn: 492, audioOut: 331, textOut: 97 };

const quiet: LogEvidence = { responsesCreated: 1, responsesReported: 1 };
const cancelled: UnreportedResponse = {
  number: 2,
  status: 'cancelled',
  reason: 'turn_detected',
  after: 1,
  audioIn: 363,
  textIn: 447,
  audioOut: 31,
};

/** A bill of these turns with so much more on it. */
const billOf = (turns: readonly Turn[], more: Billed = {}): Billed =>
  addTotals(
    { audio_cached: 0, text_cached: 0, audio_in: 0, audio_out: 0, text_in: 0, text_out: 0, ...more },
    reportedTotals(turns),
  );

describe('a response cancelled before it reported', () => {
  const log = { ...quiet, responsesCreated: 2, unreported: [cancelled] };
  const bill = billOf([first], { audio_in: 363, text_in: 447, audio_out: 31, text_out: 8 });

  it('is found by what the log says it had read, and named', () => {
    const { explanations, finding } = reconcile([first], bill, null, log);
    expect(explanations[0]).toMatchObject({ rank: 1, exact: true });
    expect(explanations[0]?.statement).toContain('response 2 of the log (cancelled, turn_detected, 1.6 s');
    expect(explanations[0]?.supports[0]).toContain('R2 (cancelled, turn_detected)');
    expect(finding.headline).toContain('at least one further inference');
  });

  it('can be in a story once and no more', () => {
    const twice = billOf([first], { audio_in: 726, text_in: 894, audio_out: 31, text_out: 8 });
    const { explanations } = reconcile([first], twice, null, log);
    expect(explanations.filter(({ statement }) => statement.split('response 2 of the log').length > 2)).toEqual([]);
  });
});

describe('a retry of a turn', () => {
  it('is told as one inference with every cause that has its sums', () => {
    const { explanations, finding } = reconcile(
      [first, second],
      billOf([first, second], { audio_in: 391, text_in: 447, audio_out: 120, text_out: 30 }),
      null,
    );
    expect(explanations[0]?.inferences.at(-1)).toMatchObject({ context: 'user+prompt', turn: 1 });
    expect(explanations[0]?.mechanisms).toEqual(
      expect.arrayContaining(['a retry of the same turn', 'a response cancelled before it reported what it used']),
    );
    expect(finding.open).toContain('not why');
  });
});

describe('transcription', () => {
  const transcription = { model: 'gpt-4o-transcribe', audioIn: 83, textIn: 11, textOut: 19, seconds: null, reports: 1 };

  it('is found on the Realtime meters when its own report fits them', () => {
    const { explanations } = reconcile([first], billOf([first], { audio_in: 83, text_in: 11, text_out: 19 }), null, {
      ...quiet,
      transcription,
    });
    expect(explanations[0]).toMatchObject({ rank: 1, exact: true, freeParameters: [] });
    expect(explanations[0]?.events).toEqual(['transcription of what you said is on these meters']);
    expect(explanations[0]?.meters[0]?.arithmetic).toBe('83 + 83');
  });

  it('is not told of a bill that is what was reported', () => {
    const { explanations, finding } = reconcile([first], billOf([first]), null, { ...quiet, transcription });
    expect(explanations[0]?.events).toEqual([]);
    expect(finding.headline).toBe('The bill is what was reported.');
  });
});

describe('a session over midnight UTC', () => {
  const turns = [first, second, third];
  const days = ['2026-03-31', '2026-04-01', '2026-04-01'];

  it('is found by its days when the bill holds one of them', () => {
    const log = { responsesCreated: 3, responsesReported: 3, days };
    const { explanations, finding } = reconcile(turns, billOf([second, third]), null, log);
    expect(explanations[0]).toMatchObject({ rank: 1, exact: true });
    expect(finding.headline).toBe(
      'The bill is what was reported, but response 1 is not on this bill, but on that of 2026-03-31.',
    );
  });

  it('is told without days as an assumption, with rows not yet emitted as another cause', () => {
    const { explanations } = reconcile(turns, billOf([first, second]), null);
    expect(explanations[0]?.events).toEqual(['response 3 is not on this bill']);
    expect(explanations[0]?.assumptions.join(' ')).toContain('not emitted yet');
    expect(explanations[0]?.inferences.map(({ turn }) => turn)).toEqual([0, 1]);
  });

  it('is not cut anywhere when the bill holds as much as was reported', () => {
    expect(reconcile(turns, billOf(turns), null).storiesFound).toBe(1);
  });
});

describe("another session's traffic", () => {
  it('is found when the library holds that session', () => {
    const others = [{ id: 'afternoon', totals: reportedTotals([second]) }];
    const { explanations } = reconcile([first], billOf([first, second]), null, { ...quiet, others });
    expect(explanations[0]).toMatchObject({ exact: true, events: ['session afternoon is on these meters too'] });
  });
});

describe('a cached row that is not on the bill', () => {
  it('is one of the ways the cached tokens may have gone, told as missing', () => {
    const { audio_cached: _, ...bill } = {
      ...threadBill,
      audio_in: 46,
      text_in: 55,
      text_cached: 64,
      audio_out: 420,
      text_out: 117,
    };
    const { explanations, finding } = reconcile([threadTurn], bill, null);
    expect(explanations[0]?.meters[1]).toMatchObject({ predicted: 64, billed: null, checked: false });
    expect(explanations[0]?.assumptions.join(' ')).toContain('not emitted yet');
    expect(finding.headline).toContain('The bill is what was reported.');
  });
});

describe('requests that Azure Monitor counted', () => {
  it('speak for the story with as many inferences, and against any other', () => {
    const two = { ...quiet, responsesCreated: 2, requests: { count: 2, source: 'Azure Monitor' } };
    const one = { ...two, requests: { count: 1, source: 'Azure Monitor' } };
    expect(reconcile([threadTurn], threadBill, null, two).explanations[0]?.supports.join(' ')).toContain('counts 2');
    expect(reconcile([threadTurn], threadBill, null, one).explanations[0]?.contradictions.join(' ')).toContain(
      'Azure Monitor counts 1 request; this story has 2 inferences.',
    );
  });
});

describe('transcripts that nobody counted', () => {
  it('leave the text meter unchecked, and the story behind the one that is checked', () => {
    const { explanations } = reconcile([threadTurn], threadBill, null);
    const open = explanations.find(({ freeParameters }) => freeParameters.includes('tokens of the transcripts'));
    expect(explanations[0]?.freeParameters).toEqual(['audio_out', 'text_out']);
    expect(open?.rank).toBe(2);
    expect(open?.meters.find(({ meter }) => meter === 'text_in')).toMatchObject({ checked: false, billed: 357 });
  });
});
