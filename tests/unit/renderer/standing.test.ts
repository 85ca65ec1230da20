import { describe, expect, it } from 'vitest';
import { bestOf } from '../../../shared/reconcile/report/meter-parts.ts';
import { isStated, standingOf } from '../../../renderer/pages/reconcile/case/report.ts';
import type { WholeTokens } from '../../../shared/billing/meter-kind.ts';
import { reconcile } from '../../../shared/reconcile/reconcile.ts';
import { threadBill, threadTurn } from '../reconcile/thread.ts';

const held = (bill: WholeTokens) => {
  const answer = reconcile([threadTurn], bill, null);
  return { answer, standing: standingOf(answer) };
};

describe('the stories of a page', () => {
  it('fill the letter of one that stands first alone and is stated', () => {
    const { answer, standing } = held(threadBill);
    expect(standing.firsts.map(({ index }) => index)).toEqual([0]);
    expect(isStated(answer.finding, standing)).toBe(true);
    expect(bestOf(answer)).toBe(answer.explanations[0]);
  });

  it('rank those outside the measured rules after all others', () => {
    const { answer, standing } = held(threadBill);
    expect(standing.outside.length).toBeGreaterThan(0);
    expect(standing.outside.every(({ story }) => story.outside)).toBe(true);
    expect(standing.outside.at(-1)?.index).toBe(answer.explanations.length - 1);
  });

  it('fill none where the numbers do not say why', () => {
    const small = { ...threadTurn, audioIn: 5, textIn: 20, audioOut: 60, textOut: 30, audioCached: 0, textCached: 0 };
    const answer = reconcile([small], { audio_in: 10, audio_out: 100, text_in: 40, text_out: 60 }, null);
    expect(answer.finding.claim.kind).toBe('undecided');
    expect(isStated(answer.finding, standingOf(answer))).toBe(false);
  });

  it('are none that a bar goes by where nothing explains every meter', () => {
    const { answer, standing } = held({ ...threadBill, audio_in: 777, text_in: 402 });
    expect(standing.firsts).toEqual([]);
    expect(bestOf(answer)).toBeUndefined();
  });
});
