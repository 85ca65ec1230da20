import { describe, expect, it } from 'vitest';
import { pricedModel } from '../../../shared/pricing/model.ts';
import { reconcile } from '../../../shared/reconcile/reconcile.ts';
import { shipped } from '../pricing/books.ts';
import { billOf, foldedBill, gaAzure, gaOpenAi, turnsOf, without } from './by-the-rules.ts';
import { threadBill, threadTurn } from './thread.ts';

const book = shipped('2026-10-09');
const entry = pricedModel(book, 'gpt-realtime-mini');
if (entry === null) throw new Error('The book does not list the model.');
const mini = { model: entry, currency: book.currency };

describe('a bill that needs no story', () => {
  it('is called what was reported, with cached tokens on their own meters', () => {
    const answer = reconcile([threadTurn], billOf([threadTurn]), mini);
    expect(answer.finding).toEqual({
      claim: { kind: 'as reported' },
      headline: 'The bill is what was reported.',
      lead: 'Every checked meter agrees in whole tokens.',
      open: '',
      chance: null,
    });
    expect(answer.explanations).toHaveLength(1);
    expect(answer.explanations[0]).toMatchObject({
      rank: 1,
      exact: true,
      freeParameters: [],
      title: 'What was reported',
      statement: 'The bill is what was reported.',
      coverage: null,
    });
    expect(answer.meters.every((meter) => meter.status === 'match')).toBe(true);
    expect(answer.money?.difference).toBe('0');
    expect(answer.experiments).toEqual([]);
    expect(answer.alsoOpen).toEqual([]);
  });

  it('is told from one with the cached tokens on the input meters, which is an assumption', () => {
    const { finding, explanations, meters } = reconcile([threadTurn], foldedBill([threadTurn]), mini);
    expect(finding.claim).toEqual({ kind: 'as reported' });
    expect(finding.lead).toBe(
      'Every checked meter agrees in whole tokens. Cached tokens are taken to be billed without their discount: no row on this bill shows them.',
    );
    expect(explanations[0]?.assumptions).toEqual(['Cached tokens billed without the discount.']);
    // 110 on audio in and none cached, where 46 and 64 were reported.
    expect(meters.slice(0, 2).map(({ status, beyond: { tokens } }) => [status, tokens])).toEqual([
      ['explained', 0],
      ['folded', null],
    ]);
  });

  it('is told from one whose cached tokens were not billed at all', () => {
    const unbilled = { ...billOf([threadTurn]), audio_cached: 0, text_cached: 0 };
    const { finding, explanations } = reconcile([threadTurn], unbilled, mini);
    expect(finding.claim).toEqual({ kind: 'as reported' });
    expect(finding.lead).toContain('Cached tokens are taken not to be billed');
    expect(explanations[0]?.assumptions).toEqual(['Cached tokens not billed at all.']);
  });

  it('never folds the sound in and loses the text', () => {
    const mixed = { ...foldedBill([threadTurn]), text_in: 55 };
    const { finding, explanations } = reconcile([threadTurn], mixed, mini);
    expect(finding.claim).toEqual({ kind: 'nothing fits' });
    expect(explanations.some(({ exact }) => exact)).toBe(false);
  });
});

describe('a bill that nothing explains', () => {
  it('is said to be unexplained, and every meter keeps its difference', () => {
    const answer = reconcile([threadTurn], { ...threadBill, audio_in: 641 }, mini, null, { counting: gaAzure });
    // The text fits still, so first turns whose audio nothing predicts are left.
    expect(answer.explanations[0]?.title).toBe('Two other first turns with the default instructions');
    expect(answer.finding.claim).toEqual({ kind: 'undecided' });
    expect(answer.meters[0]).toMatchObject({ difference: 595, status: 'unexplained', beyond: { tokens: 531 } });
    // 640 and 356: neither meter has a story.
    const none = reconcile([threadTurn], { ...threadBill, text_in: 356 }, mini, null, { counting: gaAzure });
    expect(none.finding).toMatchObject({
      claim: { kind: 'nothing fits' },
      headline: expect.stringMatching(/^No story/) as string,
      chance: null,
    });
    expect(none.meters.map(({ status }) => status)).toEqual(Array.from({ length: 6 }, () => 'unexplained'));
  });

  it('is fitted in its text by a typed message of any length, which proves nothing', () => {
    // 434 - 119 - 238 - 4 = 73.
    const { explanations, finding } = reconcile([threadTurn], { ...threadBill, text_in: 434 }, mini, null, {
      counting: gaOpenAi,
    });
    expect(explanations[0]).toMatchObject({
      title: 'A further response over the finished conversation and a new typed message',
      freeParameters: ['audio_out', 'text_in', 'text_out'],
    });
    expect(explanations[0]?.meters.find(({ meter }) => meter === 'text_in')).toMatchObject({
      checked: false,
      arithmetic: '119 + (119 + 117 + 2 + 77)',
    });
    expect(finding.claim).toEqual({ kind: 'undecided' });
  });

  it('shows the story that misses the text alone, with what it misses it by, and calls it nothing more', () => {
    const few = reconcile([threadTurn], { ...threadBill, text_in: 280 }, mini, null, { counting: gaOpenAi });
    // 161 is below 238 by 77, and no story within or outside the rules reads it.
    expect(few.finding.claim).toEqual({ kind: 'nothing fits' });
    expect(few.explanations[0]).toMatchObject({ exact: false });
    expect(few.explanations[0]?.statement).toContain(
      'A near miss, text in told with 77 tokens too many: A further response over the finished conversation',
    );
    expect(few.explanations[0]?.meters.find(({ meter }) => meter === 'text_in')).toMatchObject({
      checked: true,
      residual: -77,
    });
    expect(few.explanations.at(-1)?.statement).toContain('Other traffic');
  });

  it('tells other traffic as what any bill can be told as: every number of it is as billed', () => {
    const { explanations } = reconcile([threadTurn], { ...threadBill, audio_in: 333, text_in: 280 }, mini);
    const traffic = explanations.at(-1);
    expect(traffic).toMatchObject({ exact: false, events: ['other traffic of unknown size'], coverage: null });
    expect(traffic?.meters.some(({ checked }) => checked)).toBe(false);
  });

  it('is below the report where a meter holds less than was reported, and no story is told of it', () => {
    const answer = reconcile([threadTurn], { ...threadBill, audio_out: 400 }, mini);
    expect(answer.explanations).toEqual([]);
    expect(answer.finding.claim).toEqual({ kind: 'nothing fits' });
    expect(reconcile([threadTurn], { ...threadBill, audio_in: 45 }, mini).explanations).toEqual([]);
  });

  it('says what to do when there is no bill at all', () => {
    const { finding, explanations } = reconcile([threadTurn], {}, mini);
    expect(finding.claim).toEqual({ kind: 'no bill' });
    expect(finding.lead).toContain('Paste the meter table');
    expect(explanations.every(({ exact }) => !exact)).toBe(true);
  });
});

describe('a bill without all of its rows', () => {
  it('never makes a finding about the cause of a match on text alone', () => {
    const answer = reconcile([threadTurn], { text_in: 357 }, mini);
    expect(answer.explanations[0]?.inferences.at(-1)).toMatchObject({ kind: 'further' });
    expect(answer.finding.claim).toEqual({ kind: 'undecided' });
    expect(answer.finding.lead).toContain('text alone');
    expect(answer.finding.open).toContain('audio in, audio out, text out');
  });

  it('is silent on a meter that it lacks, which no story checks then', () => {
    const plain = { ...threadTurn, audioCached: 0, textCached: 0 };
    const bill = without(billOf([plain], { audio_in: 530, text_in: 238, audio_out: 211, text_out: 64 }), 'text_in');
    const { explanations, finding } = reconcile([plain], bill, null, null, { counting: gaOpenAi });
    const finished = explanations.find(({ inferences }) => inferences.at(-1)?.context === 'finished');
    expect(finished?.meters.find(({ meter }) => meter === 'text_in')).toMatchObject({
      billed: null,
      checked: false,
      predicted: 357,
      residual: null,
    });
    // Of 1,061 bills the finished conversation and the retry are two, 530 and 110; one of 530 is more often than 1 in 1,000.
    expect(finding.chance).toMatchObject({ of: 1_061 });
    expect(finding.claim).toEqual({ kind: 'undecided' });
  });

  it('tells no story of which no meter is checked: one whose amount nothing predicts needs the other', () => {
    const plain = { ...threadTurn, audioCached: 0, textCached: 0 };
    const whole = billOf([plain], { audio_in: 530, text_in: 238, audio_out: 211, text_out: 64 });
    const open = (bill: ReturnType<typeof without>): string[] =>
      reconcile([plain], bill, null, null, { counting: gaOpenAi }).explanations.flatMap(({ story, inferences }) =>
        story.open === null ? [] : inferences.slice(1).map(({ context }) => context ?? ''),
      );
    // With text in billed, first turns of any sound; with audio in alone, typed messages of any length after an answer of 420.
    expect(open(without(whole, 'audio_in'))).not.toContain('finished+typed');
    expect(open(without(whole, 'audio_in'))).toContain('first-turn');
    expect(open(without(whole, 'text_in'))).not.toContain('first-turn');
    expect(open(without(whole, 'text_in'))).toContain('finished+typed');
    expect(open(without(whole, 'audio_in', 'text_in'))).toEqual([]);
  });
});

describe('what a story says of a meter', () => {
  const counting = gaOpenAi;
  const turns = turnsOf({
    prompt: 111,
    counting,
    exchanges: [
      { asked: { kind: 'spoken', audio: 110 }, answered: { kind: 'spoken', words: 89, audio: 420 } },
      { asked: { kind: 'spoken', audio: 50 }, answered: { kind: 'spoken', words: 40, audio: 200 } },
    ],
  });

  it('writes an older answer that became text out as what goes and what comes', () => {
    // 580 - 420 + 200 and 246 - 119 + 93 + 58 + 2.
    const bill = billOf(turns, { audio_in: 360, text_in: 280, audio_out: 90, text_out: 40 });
    const { explanations, finding } = reconcile(turns, bill, null, null, { counting });
    expect(explanations[0]?.title).toBe(
      'A further response over the finished conversation, nothing new added after response 2',
    );
    const [audio, , , text] = explanations[0]?.meters ?? [];
    expect([audio?.arithmetic, text?.arithmetic]).toEqual([
      '690 + (580 \u2212 420 + 200)',
      '365 + (246 \u2212 26 + 58 + 2)',
    ]);
    expect(text?.parts.map(({ tokens, words }) => [tokens, words])).toEqual([
      [365, 'reported'],
      [246, 'prompt and question re-read'],
      [-26, 'response 1\u2019s answer, now text'],
      [60, 'answer re-read, 58 + 2'],
    ]);
    expect(finding).toMatchObject({
      claim: { kind: 'further', atLeast: 1, contexts: [{ context: 'finished', turn: 1 }] },
      turn: 1,
    });
  });

  it('names the same inference at every response in a few words', () => {
    const all = billOf(turns, { audio_in: 530 + 360, text_in: 238 + 280, audio_out: 180, text_out: 80 });
    const { explanations, finding } = reconcile(turns, all, null, null, { counting });
    expect(explanations[0]?.title).toBe(
      'A further response over the finished conversation, nothing new added, at every response',
    );
    // Two inferences are two, and which they were is not forced.
    expect(finding.claim).toEqual({ kind: 'further', atLeast: 2, contexts: null });
    expect(finding.headline).toContain('at least twice more');
    expect(finding).not.toHaveProperty('turn');
  });

  it('says of a bill that lacks a row that what is billed is as reported, and which row it lacks', () => {
    const { audio_out: _, ...rest } = billOf([threadTurn]);
    expect(reconcile([threadTurn], rest, mini).finding.headline).toBe(
      'What is billed is what was reported; the bill has no row for audio out.',
    );
  });
});
