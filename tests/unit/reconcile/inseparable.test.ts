import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Explained } from '../../../shared/reconcile/finding/explanation.ts';
import type { Turn } from '../../../shared/reconcile/evidence/reported-responses.ts';
import { inseparableSentences } from '../../../shared/reconcile/experiments/inseparable.ts';
import { rerunOf, runOf, sumsOf, type Sums } from '../../../shared/reconcile/experiments/predicted-sums.ts';
import { reconcile, type Reconciliation } from '../../../shared/reconcile/reconcile.ts';
import { spaceOf } from '../../../shared/reconcile/search/build-space.ts';
import type { WholeTokens } from '../../../shared/billing/meter-kind.ts';
import { billOf, foldedBill, gaOpenAi, turnsOf } from './by-the-rules.ts';
import { threadBill, threadTurn } from './thread.ts';

const size = fc.integer({ min: 1, max: 5000 });
const sizes = fc.record({
  audioIn: size,
  audioOut: size,
  textIn: fc.integer({ min: 8, max: 5000 }),
  textOut: size,
  userTranscript: size,
  answerTranscript: size,
});
type Sizes = Partial<Turn>;

/** What each story adds in a run whose turns have these sizes. */
function sumsIn(turns: readonly Turn[], bill: WholeTokens, answer: Reconciliation, changed: Sizes): string[] {
  const space = spaceOf(turns, bill, null, gaOpenAi);
  const stories = answer.explanations.map(({ story }: Explained) => story);
  const rerun = rerunOf(stories, space);
  const run = runOf(
    rerun.turns.map((turn) => ({ ...turn, ...changed })),
    rerun,
    space,
  );
  return stories.map((story) => JSON.stringify(sumsOf(story, run)));
}

const turn: Turn = { ...threadTurn, audioCached: 0, textCached: 0 };
const held = (turns: readonly Turn[], bill: WholeTokens): Reconciliation =>
  reconcile(turns, bill, null, null, { counting: gaOpenAi });

/** Two conversations that begin with the same turn, and a retry of that: which of them was retried, sums cannot tell. */
const twin = { ...turn, conversation: 'a' };
const twins: readonly Turn[] = [twin, { ...twin, conversation: 'b' }];
const retried = billOf(twins, { audio_in: 110, text_in: 119, audio_out: 90, text_out: 40 });

describe('stories that no experiment tells apart', () => {
  it('are said to add the same at every size only where they do', () => {
    const cases: readonly (readonly [readonly Turn[], WholeTokens])[] = [
      [twins, retried],
      [[turn], billOf([turn], { audio_in: 530, text_in: 238, audio_out: 300, text_out: 100 })],
      [[threadTurn], foldedBill([threadTurn], { audio_in: 530, text_in: 238, audio_out: 211, text_out: 64 })],
    ];
    for (const [turns, bill] of cases) {
      const answer = held(turns, bill);
      const alike = answer.inseparable.filter(({ kind }) => kind === 'sums' || kind === 'beside');
      fc.assert(
        fc.property(sizes, (changed) => {
          const sums = sumsIn(turns, bill, answer, changed);
          for (const { pair } of alike) expect(sums[pair[0]]).toBe(sums[pair[1]]);
        }),
        { numRuns: 40 },
      );
    }
  });

  it('are none of the pairs that a run of other sizes splits', () => {
    const answer = held([turn], billOf([turn], { audio_in: 530, text_in: 238, audio_out: 300, text_out: 100 }));
    const split = new Set(answer.experiments.flatMap(({ splits }) => splits.map(String)));
    expect(split.size).toBeGreaterThan(0);
    for (const { pair } of answer.inseparable) expect(split.has(String(pair))).toBe(false);
    // Each pair of the stories that are planned for is one or the other.
    const count = Math.min(12, answer.explanations.length);
    expect(split.size + answer.inseparable.length).toBe((count * (count - 1)) / 2);
  });

  it('differ in what only a run alone rules out where one number is open, and say so', () => {
    const { inseparable } = reconcile([threadTurn], threadBill, null);
    expect(inseparable.length).toBeGreaterThan(0);
    for (const { kind, why } of inseparable) {
      expect(kind).toBe('open');
      expect(why).toContain('a run alone on its resource and its UTC day');
    }
  });

  it('differ only in where cached tokens are billed where that is so', () => {
    // With no row of text in it cannot be told whether the cached text was billed there or not at all.
    const cached: Turn = { ...turn, textCached: 64 };
    const { text_in: _, ...bill } = foldedBill([cached], { audio_in: 110, audio_out: 90, text_out: 40 });
    const { explanations, inseparable } = held([cached], bill);
    expect(
      explanations
        .slice(0, 2)
        .map(({ rank, story: { further, cache } }) => [rank, further.map(({ context }) => context), cache.text]),
    ).toEqual([
      [1, ['retry'], 'folded'],
      [1, ['retry'], 'unbilled'],
    ]);
    expect(inseparable.find(({ pair }) => String(pair) === '0,1')).toMatchObject({
      kind: 'beside',
      why: expect.stringContaining('where cached tokens are billed') as string,
    });
  });

  it('add the same where two turns read the same and either can have been retried', () => {
    const { explanations, inseparable } = held(twins, retried);
    expect(explanations.slice(0, 2).map(({ rank, title }) => [rank, title])).toEqual([
      [1, 'A retry of the same turn at response 1'],
      [1, 'A retry of the same turn at response 2'],
    ]);
    expect(inseparable.find(({ pair }) => String(pair) === '0,1')?.kind).not.toBe('beside');
  });

  it('are named a dozen pairs at most, and the others counted', () => {
    const pairs = Array.from({ length: 300 }, (_, at) => ({
      pair: [0, at + 1] as const,
      kind: 'sums' as const,
      why: 'add the same',
    }));
    const [sentence, ...others] = inseparableSentences(pairs);
    expect(others).toEqual([]);
    expect(sentence).toMatch(/^No planned experiment tells A and B; A and C; .*A and M and 288 more pairs apart: /);
    expect(inseparableSentences(pairs.slice(0, 12)).join('')).not.toContain('more');
    expect(inseparableSentences(pairs.slice(0, 13)).join('')).toContain('A and M and 1 more pair apart');
  });
});

describe('what a story adds in a run', () => {
  const sums = (changed: Sizes, more = { audio_in: 530, text_in: 238, audio_out: 211, text_out: 64 }): Sums[][] => {
    const bill = billOf([turn], more);
    const answer = held([turn], bill);
    return sumsIn([turn], bill, answer, changed).map((text) => JSON.parse(text) as Sums[]);
  };

  it('is worked out again from the sizes of that run', () => {
    // 200 + 300 and 500 + 70 + 2; two first turns of 119 or 500 each, a retry and one of either; transcripts of nobody.
    expect(sums({ audioIn: 200, audioOut: 300, textIn: 500, textOut: 70 })).toEqual([
      [{ audioIn: 500, textIn: 572 }],
      [238, 619, 1000].map((textIn) => ({ audioIn: null, textIn })),
      [619, 1000].map((textIn) => ({ audioIn: null, textIn })),
      [{ audioIn: 500, textIn: null }],
    ]);
  });

  it('names each turn that stories speak of, and no other', () => {
    const talk = {
      prompt: 111,
      counting: gaOpenAi,
      exchanges: [110, 50, 70].map((audio) => ({
        asked: { kind: 'spoken' as const, audio },
        answered: { kind: 'spoken' as const, words: 40, audio: 200 },
      })),
    };
    const turns = turnsOf(talk);
    // After the third: 111 + 3 x 8 + 44 + 44 + 60, and 230 + 200.
    const bill = billOf(turns, { audio_in: 430, text_in: 283, audio_out: 90, text_out: 40 });
    const space = spaceOf(turns, bill, null, gaOpenAi);
    const answer = held(turns, bill);
    const [first] = answer.explanations;
    expect(first?.inferences.at(-1)).toMatchObject({ context: 'finished', turn: 2 });
    if (first === undefined) throw new Error('There is no story.');
    const rerun = rerunOf([first.story], space);
    expect(rerun.turns).toHaveLength(1);
    expect([...rerun.at]).toEqual([[2, 0]]);
    // Run as a session of its own, its question and answer are all there is.
    expect(sumsOf(first.story, runOf(rerun.turns, rerun, space))).toEqual([
      { audioIn: (turns[2]?.audioIn ?? 0) + 200, textIn: (turns[2]?.textIn ?? 0) + 58 + 2 },
    ]);
  });
});
