import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Turn } from '../../../shared/reconcile/facts.ts';
import { inputOf } from '../../../shared/reconcile/stories/story.ts';
import { inseparableSentences } from '../../../shared/reconcile/plan/inseparable.ts';
import { reconcile } from '../../../shared/reconcile/reconcile.ts';
import { threadBill, threadTurn } from './thread.ts';

const size = fc.integer({ min: 0, max: 5000 });
const runs = fc.record({
  audioIn: size,
  audioOut: size,
  textIn: size,
  textOut: size,
  audioCached: fc.constant(0),
  textCached: fc.constant(0),
  userTranscript: size,
  answerTranscript: size,
});

/** What an explanation's inferences read of another run, added up. */
const sums = (one: ReturnType<typeof reconcile>['explanations'][number] | undefined, turn: Turn): string => {
  const read = (one?.story.further ?? []).map((further) => inputOf(further, [turn], one?.story.perMessage ?? 0));
  return `${read.reduce((sum, input) => sum + (input?.audio ?? 0), 0)} ${read.reduce((sum, input) => sum + (input?.text ?? 0), 0)}`;
};

describe('stories that no experiment tells apart', () => {
  const { explanations, inseparable } = reconcile([threadTurn], threadBill, null);

  it('are said to add the same at every size only where they do', () => {
    const pairs = inseparable.filter(({ kind }) => kind === 'sums');
    expect(pairs.map(({ pair }) => pair)).toEqual([[2, 3]]);
    fc.assert(
      fc.property(runs, (turn) => {
        for (const { pair } of pairs) expect(sums(explanations[pair[0]], turn)).toBe(sums(explanations[pair[1]], turn));
      }),
    );
  });

  it('are none of the pairs whose amounts differ at some size', () => {
    const named = new Set(inseparable.map(({ pair }) => String(pair)));
    const turn: Turn = { ...threadTurn, audioIn: 1009, audioOut: 2003, textIn: 5003, textOut: 307 };
    for (const [i, one] of explanations.entries()) {
      for (const [j, other] of explanations.entries()) {
        if (i < j && sums(one, turn) !== sums(other, turn)) expect(named.has(`${i},${j}`)).toBe(false);
      }
    }
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
