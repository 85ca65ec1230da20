import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WholeTokens } from '../../../shared/billing/meter-kind.ts';
import { reconcile } from '../../../shared/reconcile/reconcile.ts';
import { threadBill, threadTurn } from './thread.ts';

const without = (bill: WholeTokens, row: keyof WholeTokens, more: WholeTokens): WholeTokens => {
  const { [row]: _, ...rest } = bill;
  return { ...rest, ...more };
};

describe('a bill with more tokens on a cached meter than were ever read', () => {
  it.each([
    ['audio, whose own row is missing', without(threadBill, 'audio_in', { audio_cached: 5000 })],
    ['text, whose own row is missing', without(threadBill, 'text_in', { text_cached: 5000 })],
    ['audio, and nothing else beyond the report', { audio_cached: 5000, audio_out: 420, text_in: 119, text_out: 117 }],
  ])('has no story: %s', (_, billed) => {
    const { finding, explanations } = reconcile([threadTurn], billed, null);
    expect(finding.claim.kind).toBe('nothing fits');
    expect(explanations.filter(({ exact }) => exact)).toEqual([]);
  });

  it('has one as soon as they were read', () => {
    // 110 + 420 again, beside the 110 that were reported: all 640 of them may have been cached.
    const most = (cached: number): string => {
      const billed = without(threadBill, 'audio_in', { audio_cached: cached });
      return reconcile([threadTurn], billed, null).explanations.filter(({ exact }) => exact)[0]?.title ?? 'none';
    };
    expect(most(640)).toContain('finished conversation, nothing new added');
    expect(most(641)).not.toContain('finished conversation, nothing new added');
  });

  it('is never explained exactly, whichever of its rows are missing', () => {
    const tokens = fc.integer({ min: 0, max: 900 });
    const turn = fc.record({ audioIn: tokens, textIn: tokens, audioOut: tokens, textOut: tokens });
    fc.assert(
      fc.property(turn, fc.constantFrom('audio', 'text'), (sizes, modality) => {
        const reported = { ...sizes, audioCached: 0, textCached: 0, userTranscript: null, answerTranscript: null };
        const other = modality === 'audio' ? 'text' : 'audio';
        // Three further inferences, which is as many as are tried, read no more than this of either kind.
        const all = 4 * (sizes.audioIn + sizes.textIn + sizes.audioOut + sizes.textOut + 2);
        const billed: WholeTokens = {
          [`${modality}_cached`]: all + 1,
          [`${other}_in`]: (other === 'text' ? sizes.textIn : sizes.audioIn) * 2,
          audio_out: sizes.audioOut + 5,
          text_out: sizes.textOut + 5,
        };
        const exact = reconcile([reported], billed, null).explanations.filter((one) => one.exact);
        const free = exact.filter(({ freeParameters }) => freeParameters.includes(`${modality}_in`));
        expect(exact.length - free.length).toBe(0);
      }),
      { numRuns: 100, seed: 20_261_128 },
    );
  });
});
