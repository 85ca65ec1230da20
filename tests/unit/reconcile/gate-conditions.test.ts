import { describe, expect, it } from 'vitest';
import type { WholeTokens } from '../../../shared/billing/meter-kind.ts';
import type { LogEvidence, UnreportedResponse } from '../../../shared/reconcile/evidence/evidence.ts';
import type { Turn } from '../../../shared/reconcile/evidence/reported-responses.ts';
import { mostChance } from '../../../shared/reconcile/finding/finding.ts';
import { reconcile, type Reconciliation } from '../../../shared/reconcile/reconcile.ts';
import { noWidth } from '../../../shared/usage/expected.ts';
import { billOf, foldedBill, gaOpenAi, without } from './by-the-rules.ts';
import { threadBill, threadTurn } from './thread.ts';

const turnOf = (audioIn: number, textIn: number, audioOut: number, textOut: number): Turn => ({
  audioIn,
  textIn,
  audioOut,
  textOut,
  audioCached: 0,
  textCached: 0,
  userTranscript: null,
  answerTranscript: null,
});
const held = (turns: readonly Turn[], bill: WholeTokens, log: LogEvidence | null = null): Reconciliation =>
  reconcile(turns, bill, null, log, { counting: gaOpenAi });
const logOf = (...unreported: readonly UnreportedResponse[]): LogEvidence => ({
  responsesCreated: 1 + unreported.length,
  responsesReported: 1,
  unreported,
});
const cancelled: UnreportedResponse = {
  number: 2,
  status: 'cancelled',
  reason: 'turn_detected',
  after: 1,
  audioIn: 0,
  textIn: 0,
  audioOut: 0,
  textOut: 0,
  width: noWidth,
  basis: 'if billed',
};

const turn = turnOf(110, 119, 420, 117);
/** Once it has answered it reads 530 and 238. */
const again = { audio_in: 530, text_in: 238, audio_out: 211, text_out: 64 };
const further = { kind: 'further', atLeast: 1, contexts: [{ context: 'finished', turn: 0 }] };

describe('a further inference that no log saw', () => {
  it('is stated where every condition holds', () => {
    const { finding } = held([turn], billOf([turn], again));
    expect(finding.claim).toEqual(further);
    expect(finding.headline).toBe(
      'OpenAI billed tokens that the API did not report: the model ran at least once more than the API told you.',
    );
  });

  it('is never stated on text alone, however seldom chance does as well', () => {
    const written = turnOf(0, 40_119, 0, 5_117);
    const { finding, explanations } = held([written], billOf([written], { text_in: 45_238, text_out: 64 }));
    expect(explanations[0]).toMatchObject({
      rank: 1,
      exact: true,
      title: expect.stringContaining('finished') as string,
    });
    // It and the retry: 2 of 2 x 45,238 + 1.
    expect(finding.chance).toMatchObject({ hits: 2, of: 90_477 });
    expect(finding.claim).toEqual({ kind: 'undecided' });
    expect(finding.lead).toBe(
      'What is beyond the report is text alone, 45,302 tokens, and text alone is hit by chance too easily to say what made it.',
    );
  });

  it('is stated where sound was put out, though none of it was read', () => {
    const typed = turnOf(0, 1_119, 420, 117);
    const bill = billOf([typed], { text_in: 1_119, audio_out: 211, text_out: 64 });
    const { finding } = held([typed], bill);
    // The retry alone of 1 x 2,239.
    expect(finding.chance).toMatchObject({ hits: 1, of: 2_239 });
    expect(finding.claim).toEqual({ kind: 'further', atLeast: 1, contexts: [{ context: 'retry', turn: 0 }] });
    // The same with the sound as it was reported is text alone.
    expect(held([typed], { ...bill, audio_out: 420 }).finding.claim).toEqual({ kind: 'undecided' });
    // One token of sound more is beyond.
    expect(held([typed], { ...bill, audio_out: 421 }).finding.claim.kind).toBe('further');
  });

  it('is not stated where the meters of sound have no rows', () => {
    const { finding } = held([turn], without(billOf([turn], again), 'audio_in', 'audio_out'));
    expect(finding.claim).toEqual({ kind: 'undecided' });
    expect(finding.open).toContain('The rows that are missing (audio in, audio out) may decide it.');
  });

  it('is stated where chance does as well in 1 of 1,000 bills at most, and not where it does more often', () => {
    expect(mostChance).toBe(0.001);
    // Read again: 10 + 24 and 8 + 4 + 2, so 69 x 29 bills are drawn, and two of them are held: it and the retry.
    const below = turnOf(10, 8, 24, 4);
    const stated = held([below], billOf([below], { audio_in: 34, text_in: 14, audio_out: 9, text_out: 4 })).finding;
    expect(stated.chance).toMatchObject({ hits: 2, of: 2_001 });
    expect(stated.claim).toEqual(further);
    expect(stated.lead).toContain('Of all bills this far off, 2 in 2,001 fit as simple a story.');
    // 10 + 18 and 9 + 6 + 2: 57 x 35.
    const above = turnOf(10, 9, 18, 6);
    const open = held([above], billOf([above], { audio_in: 28, text_in: 17, audio_out: 9, text_out: 4 })).finding;
    expect(open.chance).toMatchObject({ hits: 2, of: 1_995 });
    expect(open.claim).toEqual({ kind: 'undecided' });
    expect(open.headline).toBe('The bill is not what was reported, and the numbers do not say why.');
    expect(open.lead).toContain('of all bills this far off 2 in 1,995 fit as simple a story, which is too many');
  });

  it('is not stated where the stories are too many to count', () => {
    const turns = Array.from({ length: 120 }, (_, at) => ({
      ...turn,
      conversation: `session ${at}`,
      audioIn: 110 + at,
    }));
    const bill = billOf(turns, { audio_in: 110 + 111 + 112, text_in: 3 * 119, audio_out: 9, text_out: 21 });
    expect(held(turns, bill).finding).toMatchObject({ claim: { kind: 'undecided' }, chance: { share: 1 } });
  });

  it('ran where no log of these sessions saw it, if each of their responses has reported', () => {
    const more = (log: LogEvidence | null): string => held([turn], billOf([turn], again), log).finding.headline;
    expect(more(logOf())).toContain('at least once more than the log of these sessions holds');
    expect(more({ responsesCreated: 2, responsesReported: 1 })).toContain('more than the API told you');
    expect(more(null)).toContain('more than the API told you');
  });
});

describe('responses of a log that may be billed', () => {
  const bill = billOf([turn], again);

  it('raise what has to be exceeded by the most they can come to', () => {
    // 530 and 238 are beyond the report; all but 60 and 38 of them may be this response's.
    const silent = { ...cancelled, audioIn: 460, textIn: 190, width: { ...noWidth, audioIn: 10, textIn: 10 } };
    const { finding } = held([turn], bill, logOf(silent));
    expect(finding.chance?.of).toBe(121 * 77);
    expect(finding.claim).toEqual(further);
    // With 30 of sound and 8 of text beyond, 61 x 17 bills are drawn, and one held of 1,037 is the finished conversation.
    const closer = { ...silent, audioIn: 490, textIn: 220 };
    const near = held([turn], bill, logOf(closer)).finding;
    expect(near.chance).toMatchObject({ hits: 1, of: 61 * 17 });
    expect(near.claim).toEqual(further);
    // With 7 of text it is one of 915.
    const close = held([turn], bill, logOf({ ...closer, textIn: 221 })).finding;
    expect(close.chance).toMatchObject({ hits: 1, of: 61 * 15 });
    expect(close.claim).toEqual({ kind: 'undecided' });
  });

  it('leave nothing to be stated where they can be all of it', () => {
    const whole = {
      ...cancelled,
      audioIn: 530,
      textIn: 239,
      audioOut: 209,
      textOut: 64,
      width: { ...noWidth, audioOut: 2 },
    };
    const { finding } = held([turn], bill, logOf(whole));
    expect(finding.claim).toEqual({ kind: 'undecided' });
    expect(finding.lead).toContain('Nothing is beyond the report and what may have been billed with it');
    expect(finding.chance).toBeNull();
    // A token of sound put out is left: then no input is beyond, and nothing can be drawn.
    const less = held([turn], bill, logOf({ ...whole, audioOut: 208 })).finding;
    expect(less).toMatchObject({ claim: { kind: 'undecided' }, chance: null });
  });

  it('leave nothing to be stated where one of them has no known size', () => {
    const unknown = { ...cancelled, audioIn: null, textIn: null };
    const { finding, explanations } = held([turn], bill, logOf(unknown));
    expect(explanations[0]?.inferences.at(-1)).toMatchObject({ context: 'finished', turn: 0 });
    expect(finding.claim).toEqual({ kind: 'undecided' });
    expect(finding.chance).toBeNull();
    // One that came to nothing takes nothing away.
    expect(held([turn], bill, logOf({ ...cancelled, nothing: true })).finding.claim).toEqual(further);
  });

  it('are named without any gate where with them the bill closes, text alone too', () => {
    const silent = { ...cancelled, audioIn: 3, textIn: 9, audioOut: 2, textOut: 4 };
    const closes = billOf([turn], { audio_in: 3, text_in: 9, audio_out: 1, text_out: 2 });
    const { finding } = held([turn], closes, logOf(silent));
    expect(finding.claim).toEqual({ kind: 'seen', responses: [2] });
    expect(finding.headline).toBe(
      'OpenAI billed tokens that the API did not report: response 2 reported nothing, and with it the bill closes.',
    );
    const text = { ...silent, audioIn: 0, audioOut: 0 };
    const alone = held([turn], billOf([turn], { text_in: 9, text_out: 2 }), logOf(text)).finding;
    expect(alone.claim).toEqual({ kind: 'seen', responses: [2] });
  });

  it('are named within the width of what they read, and not a token beyond', () => {
    const silent = { ...cancelled, audioIn: 30, textIn: 90, width: { ...noWidth, audioIn: 1, textIn: 3 } };
    const claimOf = (audio_in: number, text_in: number) =>
      held([turn], billOf([turn], { audio_in, text_in }), logOf(silent)).finding.claim.kind;
    expect([claimOf(29, 87), claimOf(31, 93)]).toEqual(['seen', 'seen']);
    expect([claimOf(28, 90), claimOf(32, 90), claimOf(30, 86), claimOf(30, 94)]).toEqual([
      'nothing fits',
      'nothing fits',
      'nothing fits',
      'nothing fits',
    ]);
  });

  it('are named within what they can have put out: any part of it, and all where the report was lost', () => {
    const silent = {
      ...cancelled,
      audioIn: 30,
      textIn: 90,
      audioOut: 20,
      textOut: 11,
      width: { ...noWidth, audioOut: 2, textOut: 3 },
    };
    const claimOf = (audio_out: number, text_out: number, basis: UnreportedResponse['basis'] = 'if billed') =>
      held([turn], billOf([turn], { audio_in: 30, text_in: 90, audio_out, text_out }), logOf({ ...silent, basis }))
        .finding.claim.kind;
    expect([claimOf(0, 0), claimOf(22, 14)]).toEqual(['seen', 'seen']);
    expect([claimOf(23, 14), claimOf(22, 15)]).toEqual(['nothing fits', 'nothing fits']);
    expect([claimOf(18, 8, 'estimated'), claimOf(22, 14, 'estimated')]).toEqual(['seen', 'seen']);
    expect([claimOf(17, 11, 'estimated'), claimOf(20, 7, 'estimated'), claimOf(23, 11, 'estimated')]).toEqual([
      'nothing fits',
      'nothing fits',
      'nothing fits',
    ]);
  });

  it('are not told apart where either of them closes the bill', () => {
    const silent = { ...cancelled, audioIn: 30, textIn: 90, audioOut: 20, textOut: 11 };
    const two = logOf(silent, { ...silent, number: 3 });
    const closes = billOf([turn], { audio_in: 30, text_in: 90, audio_out: 20, text_out: 11 });
    const { finding } = held([turn], closes, two);
    expect(finding.claim).toEqual({ kind: 'seen among', count: 1, responses: [2, 3] });
    expect(finding.headline).toContain('one of the responses 2 and 3, which reported nothing, closes the bill');
    // Both of them are both.
    const both = billOf([turn], { audio_in: 60, text_in: 180, audio_out: 40, text_out: 22 });
    expect(held([turn], both, two).finding.claim).toEqual({ kind: 'seen', responses: [2, 3] });
  });

  it('are not named beside an inference that the log never saw', () => {
    const silent = { ...cancelled, audioIn: 30, textIn: 90 };
    const both = billOf([turn], { ...again, audio_in: 560, text_in: 328 });
    const { finding } = held([turn], both, logOf(silent));
    // Both together are the one story; beyond what may be billed are 530 and 238.
    expect(finding.claim).toEqual({ kind: 'further', atLeast: 2, contexts: null });
    expect(finding.chance?.of).toBe(1_061 * 477);
  });
});

describe('a bill that passes the gate by its numbers', () => {
  it('is no sign that the model ran where only input that was reported is beyond, and nothing was put out', () => {
    const input = { audio_in: 110, text_in: 119 };
    const retry = { kind: 'further', atLeast: 1, contexts: [{ context: 'retry', turn: 0 }] };
    const { finding, explanations } = held([turn], billOf([turn], input));
    expect(explanations[0]?.inferences.at(-1)).toMatchObject({ context: 'retry' });
    // It, and the report with nothing more, whose outputs are these.
    expect(finding.chance).toMatchObject({ hits: 2, of: 221 * 239 });
    expect(finding.claim).toEqual({ kind: 'undecided' });
    expect(finding.lead).toContain('input that was billed again comes to that');
    // A token of either kind was put out, or it is not known.
    for (const out of [{ audio_out: 1 }, { text_out: 1 }]) {
      expect(held([turn], billOf([turn], { ...input, ...out })).finding.claim).toEqual(retry);
    }
    expect(held([turn], without(billOf([turn], input), 'audio_out')).finding.claim).toEqual(retry);
    // Nobody bills an answer as input by counting twice.
    const finished = billOf([turn], { audio_in: 530, text_in: 238 });
    expect(held([turn], finished).finding.claim).toEqual(further);
  });

  it('is none where all that is beyond is a response once more, to the token on every meter', () => {
    const again = { audio_in: 110, text_in: 119, audio_out: 420, text_out: 117 };
    const { finding, explanations } = held([turn], billOf([turn], again));
    expect(explanations[0]?.inferences.at(-1)).toMatchObject({ context: 'retry' });
    expect(finding.claim).toEqual({ kind: 'undecided' });
    expect(finding.lead).toContain('What is beyond the report is response 1 once more, to the token on every meter');
    const twice = { audio_in: 220, text_in: 238, audio_out: 840, text_out: 234 };
    expect(held([turn], billOf([turn], twice)).finding.lead).toContain('response 1 2 times more');
    // A retry whose answer came out one token longer is a retry.
    const retry = { kind: 'further', atLeast: 1, contexts: [{ context: 'retry', turn: 0 }] };
    expect(held([turn], billOf([turn], { ...again, audio_out: 421 })).finding.claim).toEqual(retry);
    expect(held([turn], billOf([turn], { ...again, text_out: 118 })).finding.claim).toEqual(retry);
  });
});

describe('first-ranked stories', () => {
  it('with a further inference and without one leave the bill undecided', () => {
    const silent = { ...cancelled, audioIn: 363, textIn: 447, audioOut: 31, textOut: 8 };
    const totals = { audio_in: 363, audio_cached: 0, audio_out: 31, text_in: 447, text_cached: 0, text_out: 8 };
    // How many responses were begun is not known, so neither story is borne out.
    const log = { ...logOf(silent), responsesCreated: null, others: [{ id: 'afternoon', totals }] };
    const { finding, explanations } = held([turn], billOf([turn], totals), log);
    expect(explanations.filter(({ rank }) => rank === 1).map(({ inferences }) => inferences.length)).toEqual(
      expect.arrayContaining([1, 2]),
    );
    expect(finding).toMatchObject({
      claim: { kind: 'undecided' },
      headline: 'The bill fits the report, and also stories with more in it.',
    });
  });

  it('that differ in what ran are told as what is not forced', () => {
    // Once it has answered a reads 110 + 110 and 119 + 117 + 2: what the response of b read.
    const equal = turnOf(110, 119, 110, 117);
    const other = { ...turnOf(220, 238, 90, 40), conversation: 'b' };
    const turns = [{ ...equal, conversation: 'a' }, other];
    const { finding, explanations } = held(turns, billOf(turns, { ...again, audio_in: 220 }));
    expect(explanations.filter(({ rank }) => rank === 1).map(({ inferences }) => inferences.at(-1)?.context)).toEqual([
      'finished',
      'retry',
    ]);
    expect(finding.claim).toEqual({ kind: 'further', atLeast: 1, contexts: null });
    expect(finding.lead).toMatch(/^What ran is not forced; the simplest that fits would be .* or /);
    expect(finding.open).toContain('something ran, not what');
  });

  it('of several inferences, or with an open number, are not named as what ran', () => {
    const two = billOf([turn], { audio_in: 1_060, text_in: 476, audio_out: 422, text_out: 128 });
    expect(held([turn], two).finding.claim).toEqual({ kind: 'further', atLeast: 2, contexts: null });
    // Another first turn: 119 text and 777 audio that nothing predicts. Of 1,555 x 239 that line holds 1,554.
    const wide = turnOf(110, 2_119, 420, 117);
    const other = held([wide], billOf([wide], { audio_in: 777, text_in: 2_119, audio_out: 90, text_out: 40 })).finding;
    expect(other.claim).toEqual({ kind: 'further', atLeast: 1, contexts: null });
    expect(other.lead).toContain('another first turn with the same prompt');
  });

  it('outside the measured rules are never stated, alone or not', () => {
    // Cut short: 119 + 8 and 110 + 100 of 420, on ga never recorded.
    const { finding, explanations } = held([turn], billOf([turn], { ...again, audio_in: 210, text_in: 127 }));
    expect(explanations.filter(({ outside }) => !outside).every(({ exact }) => !exact)).toBe(true);
    expect(explanations.find(({ outside }) => outside)?.inferences.at(-1)).toMatchObject({
      context: 'truncated',
      measured: false,
    });
    expect(finding.claim).toEqual({ kind: 'nothing fits' });
    expect(finding.headline).toBe('No story that the measured rules know explains every meter.');
    expect(finding.lead).toContain('Nothing is claimed of it');
  });
});

describe('cached tokens', () => {
  it('are counted with their input on both sides of the gate', () => {
    // Apart on the bill, or on the input's meter: the same is beyond, and the same drawn.
    const apart = billOf([threadTurn], again);
    expect(held([threadTurn], apart).finding.chance).toMatchObject({ of: 1_061 * 477 });
    expect(foldedBill([threadTurn], again)).toEqual(threadBill);
    expect(held([threadTurn], threadBill).finding.chance).toMatchObject({ of: 1_061 * 477 });
    expect(held([threadTurn], apart).finding.claim).toEqual(further);
  });
});
