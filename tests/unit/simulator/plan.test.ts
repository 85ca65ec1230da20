import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limitPlan, planSpoken, planWritten, textUntil } from '../../../electron/simulator/responses/plan.ts';
import { assistantAudioTokens } from '../../../shared/usage/recurrence.ts';

/** A tokenizer for these tests: one token a word. */
const words = (text: string): number => text.split(/\s+/).filter((word) => word !== '').length;
const sentence = fc.array(fc.stringMatching(/^[a-z]{1,9}$/), { maxLength: 40 }).map((list) => list.join(' '));
const seconds = fc.integer({ min: 0, max: 20 });

describe('a reply plan', () => {
  it('has said the whole text at its end and nothing at its beginning', () => {
    fc.assert(
      fc.property(sentence, seconds, (text, s) => {
        const plan = planSpoken(text, new Int16Array(s * 24_000));
        expect(textUntil(plan, 0)).toBe('');
        expect(textUntil(plan, Infinity)).toBe(text);
        expect(plan.durationMs).toBe(s * 1000);
      }),
    );
  });

  it('under a limit uses no more tokens than it may, and is the beginning of the whole', () => {
    fc.assert(
      fc.property(sentence, seconds, fc.integer({ min: 1, max: 500 }), fc.boolean(), (text, s, max, spoken) => {
        const whole = spoken ? planSpoken(text, new Int16Array(s * 24_000)) : planWritten(text);
        const plan = limitPlan(whole, max, words);
        const said = textUntil(plan, Infinity);
        const audio = plan.spoken ? assistantAudioTokens(plan.durationMs) : 0;
        expect(audio + words(said)).toBeLessThanOrEqual(max);
        expect(text.startsWith(said)).toBe(true);
        expect(plan.pcm24k.length).toBe(plan.spoken ? plan.durationMs * 24 : 0);
        expect(plan.limited).toBe(said !== text || plan.durationMs !== whole.durationMs);
      }),
    );
  });

  it('without a limit is left as it is', () => {
    const plan = planWritten('Some words.');
    expect(limitPlan(plan, 'inf', words)).toBe(plan);
  });
});
