import { describe, expect, it } from 'vitest';
import type { WholeTokens } from '../../../shared/billing/meter-kind.ts';
import type { LogEvidence, UnreportedResponse } from '../../../shared/reconcile/evidence/evidence.ts';
import { addTotals, reportedTotals, type Turn } from '../../../shared/reconcile/evidence/reported-responses.ts';
import { reconcile } from '../../../shared/reconcile/reconcile.ts';
import type { Counting } from '../../../shared/usage/rules/rules.ts';
import { threadBill, threadTurn } from './thread.ts';

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
const billOf = (turns: readonly Turn[], more: WholeTokens = {}): WholeTokens =>
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
    // 31 x 50 ms
    expect(explanations[0]?.title).toBe(
      'Response 2 of the log (cancelled, turn_detected, 1.6 s of its answer had come), which reported nothing',
    );
    expect(explanations[0]?.supports[0]).toContain('R2 (cancelled, turn_detected)');
    expect(explanations[0]?.marks[0]).toEqual({
      certainty: 'measured',
      text: 'the log saw response 2 begin, and no usage of it',
    });
    expect(explanations[0]?.inferences.at(-1)).toMatchObject({ context: 'logged-2', response: 2, turn: 0 });
    expect(finding.claim).toEqual({ kind: 'seen', responses: [2] });
    expect(finding.lead).toContain('The log saw it begin, so nothing has to be inferred');
  });

  it('can be in a story once and no more', () => {
    const twice = billOf([first], { audio_in: 726, text_in: 894, audio_out: 31, text_out: 8 });
    const { explanations, finding } = reconcile([first], twice, null, log);
    const seen = explanations.map(({ inferences }) => inferences.filter(({ response }) => response === 2).length);
    expect(Math.max(0, ...seen)).toBeLessThan(2);
    expect(finding.claim.kind).not.toBe('seen');
  });

  it('stands first though a retry reads the same, which is told no more', () => {
    const same = { ...cancelled, audioIn: first.audioIn, textIn: first.textIn };
    const retried = billOf([first], { audio_in: 83, text_in: 371, audio_out: 31, text_out: 8 });
    const { explanations, finding } = reconcile([first], retried, null, { ...log, unreported: [same] });
    expect(finding.claim).toEqual({ kind: 'seen', responses: [2] });
    const contexts = explanations.map(({ inferences }) => inferences.slice(1).map(({ context }) => context));
    expect(contexts[0]).toEqual(['logged-2']);
    expect(contexts.flat()).not.toContain('retry');
  });

  it('may be one of six that are billed all at once, more than are tried one by one', () => {
    const six = [2, 3, 4, 5, 6, 7].map((number): UnreportedResponse => ({
      ...cancelled,
      number,
      audioIn: 100 * number + 7,
      textIn: 90 * number + 3,
    }));
    const all = { ...quiet, responsesCreated: 7, unreported: six };
    // 100 x 27 + 6 x 7 and 90 x 27 + 6 x 3
    const together = billOf([first], { audio_in: 2_742, text_in: 2_448, audio_out: 186, text_out: 40 });
    const { explanations, finding } = reconcile([first], together, null, all);
    expect(finding.claim).toEqual({ kind: 'seen', responses: [2, 3, 4, 5, 6, 7] });
    expect(finding.headline).toContain('responses 2, 3, 4, 5, 6 and 7 reported nothing, and with them the bill closes');
    expect(explanations[0]?.inferences.filter(({ kind }) => kind === 'further')).toHaveLength(6);
    // Four, of which there are no more, are one more than is tried one by one.
    const four = { ...all, unreported: six.slice(0, 4) };
    const most = billOf([first], { audio_in: 1_428, text_in: 1_272, audio_out: 124, text_out: 40 });
    expect(reconcile([first], most, null, four).finding.claim).toEqual({ kind: 'seen', responses: [2, 3, 4, 5] });
    // Five of them are not among what is tried, and the finding says how far it went.
    const five = billOf([first], { audio_in: 2_742 - 707, text_in: 2_448 - 633, audio_out: 155, text_out: 40 });
    expect(reconcile([first], five, null, all).finding).toMatchObject({
      claim: { kind: 'nothing fits' },
      headline: 'No story of up to three further inferences explains every meter.',
    });
  });
});

describe('a retry of a turn', () => {
  it('is told as one inference with every cause that has its sums', () => {
    const { explanations, finding } = reconcile(
      [first, second],
      billOf([first, second], { audio_in: 391, text_in: 447, audio_out: 120, text_out: 30 }),
      null,
    );
    expect(explanations[0]).toMatchObject({ rank: 1, title: 'A retry of the same turn at response 2' });
    expect(explanations[0]?.inferences.at(-1)).toMatchObject({ context: 'retry', turn: 1, measured: true });
    expect(explanations[0]?.mechanisms).toEqual([
      'a retry of the same turn',
      'a response cancelled before it reported what it used',
      'a second response to the same turn, as a double commit or a second response.create makes one',
    ]);
    expect(finding.claim).toEqual({ kind: 'further', atLeast: 1, contexts: [{ context: 'retry', turn: 1 }] });
    expect(finding.open).toBe('The numbers say that it ran, not what began it.');
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
    expect(explanations[0]?.assumptions.join(' ')).toContain('Documentation gives it meters of its own.');
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
    expect(finding).toMatchObject({
      claim: { kind: 'as reported in part' },
      headline: 'The bill fits what was reported if response 1 is not on this bill, but on that of 2026-03-31.',
    });
    // What a log has days for is no assumption.
    expect(explanations[0]?.assumptions).toEqual([]);
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

  it('is not cut where cached tokens on rows of their own make up what the input rows lack', () => {
    const cached = turns.map((turn) => ({ ...turn, audioCached: 64, textCached: 320 }));
    const apart = billOf(turns, { audio_cached: 192, text_cached: 960, audio_in: -192, text_in: -960 });
    const { explanations, storiesFound } = reconcile(cached, apart, null);
    expect(storiesFound).toBe(1);
    expect(explanations[0]?.events).toEqual([]);
  });

  it('keeps further inferences to the responses that are on the bill', () => {
    // Responses 2 and 3, and a retry of response 2: 391 and 447.
    const bill = billOf([second, third], { audio_in: 391, text_in: 447, audio_out: 90, text_out: 30 });
    const { explanations } = reconcile(turns, bill, null, { responsesCreated: 3, responsesReported: 3, days });
    const told = explanations.filter(({ events }) => events.length > 0);
    expect(told.length).toBeGreaterThan(0);
    for (const { events, inferences } of told) {
      const on = new Set(inferences.filter(({ kind }) => kind === 'reported').map(({ turn }) => turn));
      expect(events[0]).toMatch(/not on this bill/);
      for (const { kind, turn } of inferences) if (kind === 'further' && turn !== null) expect(on.has(turn)).toBe(true);
    }
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
    expect(explanations[0]?.assumptions).toEqual(['Cached audio on a meter whose row is not on this bill.']);
    expect(finding.claim).toEqual({ kind: 'as reported' });
    expect(finding.lead).toContain('Cached tokens are taken to be on meters that have no row here.');
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

describe('a transcript that nobody counted', () => {
  const ga: Counting = { family: 'ga', service: 'openai', certain: true };
  /** Its answer: 40 and 4 + 2 x 7 over 200 audio; the one before it 89 and 4 + 2 x 12 over 420. */
  const turns: readonly Turn[] = [
    { ...first, audioIn: 110, textIn: 119, audioOut: 420, textOut: 117, userTranscript: null, answerTranscript: null },
    { ...first, audioIn: 580, textIn: 246, audioOut: 200, textOut: 58, userTranscript: null, answerTranscript: null },
  ];
  // 580 - 420 + 200; 246 - 119 + 93 + 60, the 93 = 89 + 4 worked out from 117.
  const read = { audio_in: 360, text_in: 280, audio_out: 90, text_out: 40 };
  const answer = (more: WholeTokens) => reconcile(turns, billOf(turns, more), null, null, { counting: ga });

  it('leaves a width of 2, which is an assumption and said to be one', () => {
    const { explanations } = answer(read);
    expect(explanations[0]?.inferences.at(-1)).toMatchObject({ context: 'finished', turn: 1 });
    expect(explanations[0]?.marks.filter(({ text }) => text.startsWith('text in'))).toMatchObject([
      { certainty: 'assumed' },
    ]);
    const shifted = [278, 279, 281, 282].map((text_in) => answer({ ...read, text_in }).explanations[0]);
    for (const one of shifted) {
      expect(one?.inferences.at(-1)).toMatchObject({ context: 'finished', turn: 1 });
      expect(one).toMatchObject({ exact: true });
      expect(one?.marks.map(({ text }) => text).join(' ')).not.toContain('text in 280');
    }
    for (const text_in of [277, 283]) {
      const { explanations: others, finding } = answer({ ...read, text_in });
      const all = others.filter(({ exact }) => exact).flatMap(({ inferences }) => inferences.slice(2));
      expect(all.filter(({ context, turn }) => context === 'finished' && turn === 1)).toEqual([]);
      expect(finding.claim.kind).not.toBe('further');
    }
  });

  it('is no width where the next response reports what it read', () => {
    const next: Turn = { ...turns[1], audioIn: 430, textIn: 288, audioOut: 0, textOut: 9 } as Turn;
    const three = [...turns, { ...next, wrote: 'written' } as Turn];
    const told = (text_in: number) =>
      reconcile(three, billOf(three, { ...read, text_in }), null, null, { counting: ga }).explanations;
    expect(told(280)[0]?.marks.map(({ text }) => text)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^text in 280 = .*, to the token$/),
        '+ 2 for an answer read again, as the next response reports',
      ]) as string[],
    );
    const after = told(281)
      .filter(({ exact }) => exact)
      .flatMap(({ inferences }) => inferences.slice(3));
    expect(after.filter(({ context, turn }) => context === 'finished' && turn === 1)).toEqual([]);
  });
});
