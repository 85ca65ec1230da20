import { describe, expect, it } from 'vitest';
import type { Billed } from '../../../shared/billing/meter-kind.ts';
import { reportedTotals, type Turn } from '../../../shared/reconcile/facts.ts';
import { reconcile } from '../../../shared/reconcile/reconcile.ts';
import { searchStories } from '../../../shared/reconcile/stories/search.ts';
import { compareComplexity } from '../../../shared/reconcile/stories/story.ts';

const turn: Turn = {
  audioIn: 3,
  textIn: 4,
  audioOut: 2,
  textOut: 2,
  audioCached: 0,
  textCached: 0,
  userTranscript: 1,
  answerTranscript: 2,
};

/** Its bill with one more inference over the whole conversation. */
const billOf = (one: Turn, more: Partial<Record<keyof Billed, number>> = {}): Billed => {
  const all = reportedTotals([one]);
  const { audio_in, text_in, audio_out, text_out } = all;
  return {
    audio_in: audio_in + one.audioIn + one.audioOut,
    text_in: text_in + one.textIn + one.textOut + 2,
    audio_out: audio_out + 6,
    text_out: text_out + 4,
    ...more,
  };
};

const cases: readonly (readonly [string, Turn, Billed])[] = [
  ['nothing cached', turn, billOf(turn, { audio_cached: 0, text_cached: 0 })],
  [
    'cached tokens on rows of nothing',
    { ...turn, audioCached: 1, textCached: 2 },
    billOf(turn, { audio_cached: 0, text_cached: 0 }),
  ],
  ['cached tokens without rows', { ...turn, audioCached: 1, textCached: 2 }, billOf(turn)],
  [
    'transcripts that nobody counted',
    { ...turn, userTranscript: null, answerTranscript: null },
    billOf(turn, { audio_cached: 0, text_cached: 0 }),
  ],
];

describe('how often a random bill would fit', () => {
  it.each(cases)('is what trying every bill gives: %s', (_, one, bill) => {
    const { explanations } = reconcile([one], bill, null);
    expect(explanations.length).toBeGreaterThan(0);
    // Every bill of these outputs, from below the report to beyond what any story reaches.
    const found = new Map<string, ReturnType<typeof searchStories>>();
    for (let audio = 0; audio <= 27; audio += 1) {
      for (let text = 0; text <= 75; text += 1) {
        const stories = searchStories([one], { ...bill, audio_in: audio, text_in: text });
        if (stories.length > 0) found.set(`${audio} ${text}`, stories);
      }
    }
    for (const { story, coverage } of explanations.filter(
      ({ story: { perMessageFitted, transcriptsFitted } }) => !perMessageFitted && transcriptsFitted === null,
    )) {
      const fitting = [...found.values()].filter((stories) =>
        stories.some((other) => compareComplexity(other, story) <= 0),
      );
      expect(coverage.hits).toBe(fitting.length);
    }
  });
});
