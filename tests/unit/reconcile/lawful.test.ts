import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { oneAnswer } from '../../../shared/reconcile/stories/places.ts';
import { rulesFor } from '../../../shared/usage/rules/rules.ts';
import { usualRuns } from '../session/by-hand.ts';

const ga = rulesFor({ family: 'ga', service: 'azure' });

describe('outputs of one answer', () => {
  it('are a transcript with 4 and 2 for each stretch of it: 211 audio and 64 text are 46 + 18 over 10.55 s', () => {
    // 211 audio: 5 + floor((211 - 98) / 42) = 7 stretches, so 4 + 2 x 7 = 18.
    expect(oneAnswer(ga, 211, 64)).toEqual({ lawful: true, content: 46, frame: 18, seconds: 10.55 });
    // The answer that was reported: 5 + floor((420 - 98) / 42) = 12 stretches, 117 = 89 + 28.
    expect(oneAnswer(ga, 420, 117)).toEqual({ lawful: true, content: 89, frame: 28, seconds: 21 });
  });

  it('without audio are a text with 2', () => {
    expect(oneAnswer(ga, 0, 31)).toEqual({ lawful: true, content: 29, frame: 2, seconds: 0 });
    expect(oneAnswer(ga, 0, 2)).toMatchObject({ lawful: false, content: null });
  });

  it('are none where no whole transcript fits, or where it would be spoken at no human pace', () => {
    // 4, 6, 12 and 20 tokens of transcript have 1 to 4 stretches at most: 10, 14, 22 and 32, and nothing between.
    const none = [6, 11, 12, 15, 16, 23, 24, 33, 38];
    expect(none.map((text) => oneAnswer(ga, 211, text).content)).toEqual(none.map(() => null));
    expect(none.some((text) => oneAnswer(ga, 211, text).lawful)).toBe(false);
    const some = [7, 10, 13, 14, 17, 22, 25, 32, 39];
    expect(some.map((text) => oneAnswer(ga, 211, text).content)).toEqual([1, 4, 5, 6, 7, 12, 13, 20, 21]);
    // 2.8 audio tokens for each of the transcript at least, 20.4 at most.
    expect(oneAnswer(ga, 211, 75 + 18)).toMatchObject({ content: 75, lawful: true });
    expect(oneAnswer(ga, 211, 76 + 18)).toMatchObject({ content: 76, lawful: false });
    expect(oneAnswer(ga, 408, 20 + 12)).toMatchObject({ content: 20, lawful: true });
    expect(oneAnswer(ga, 409, 20 + 12)).toMatchObject({ content: 20, lawful: false });
  });

  it('are read back from whatever the rules put out', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 2000 }), (words, audio) => {
        const text = words + 4 + 2 * usualRuns(words, audio);
        const { content, frame } = oneAnswer(ga, audio, text);
        if (content === null) throw new Error('No transcript was found.');
        // Two transcripts can put out the same where a stretch more begins: either is one.
        expect(content + frame).toBe(text);
        expect(frame).toBe(4 + 2 * usualRuns(content, audio));
      }),
    );
  });
});
