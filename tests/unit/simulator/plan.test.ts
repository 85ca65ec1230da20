import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  chunkMs,
  limitPlan,
  planSpoken,
  planTokens,
  planWritten,
  textUntil,
  usualRuns,
} from '../../../electron/simulator/model/reply-plan.ts';
import { rulesFor } from '../../../shared/usage/rules/rules.ts';

/** A tokenizer for these tests: one token a word. */
const words = (text: string): number => text.split(/\s+/).filter((word) => word !== '').length;
const sentence = fc.array(fc.stringMatching(/^[a-z]{1,9}$/), { maxLength: 40 }).map((list) => list.join(' '));
const seconds = fc.integer({ min: 0, max: 20 });
const runs = fc.integer({ min: 1, max: 30 });
const rules = rulesFor({ family: 'ga', service: 'openai' });

describe('a reply plan', () => {
  it('has said the whole text at its end and nothing at its beginning', () => {
    fc.assert(
      fc.property(sentence, seconds, runs, (text, s, count) => {
        const plan = planSpoken(text, new Int16Array(s * 24_000), count, rules);
        expect(textUntil(plan, 0)).toBe('');
        expect(textUntil(plan, Infinity)).toBe(text);
        expect(plan.durationMs).toBe(s * 1000);
      }),
    );
  });

  it('speaks in as many runs as it is told, each with audio behind it, as far as there is text and audio for them', () => {
    fc.assert(
      fc.property(sentence, seconds, runs, (text, s, count) => {
        const starts = [
          ...new Set(planSpoken(text, new Int16Array(s * 24_000), count, rules).words.map(({ atMs }) => atMs)),
        ];
        const most = Math.min(count, text.length, Math.max(1, (s * 1000) / chunkMs));
        expect(starts).toHaveLength(text === '' ? 0 : most);
        expect(starts.every((at) => at % chunkMs === 0 && at < Math.max(1, s * 1000))).toBe(true);
        expect(starts.toSorted((one, other) => one - other)).toEqual(starts);
      }),
    );
  });

  it('has 12 runs for 89 tokens of text in 21 s, by hand: 5 and one for each 42 of the 322 tokens above 98', () => {
    const text = Array.from({ length: 89 }, () => 'word').join(' ');
    expect(usualRuns(text, new Int16Array(21 * 24_000), rules, words)).toBe(12);
    // 89, 4 and twice 12 of text, and 21 000 / 50 of audio.
    expect(planTokens(planSpoken(text, new Int16Array(21 * 24_000), 12, rules), rules, words)).toBe(117 + 420);
  });

  it('has had as many runs at every moment as the rules see in what has been said by then', () => {
    const text = Array.from({ length: 89 }, () => 'word').join(' ');
    const pcm = new Int16Array(21 * 24_000);
    const plan = planSpoken(text, pcm, usualRuns(text, pcm, rules, words), rules);
    for (let ms = chunkMs; ms <= plan.durationMs; ms += chunkMs) {
      const begun = new Set(plan.words.filter(({ atMs }) => atMs < ms).map(({ atMs }) => atMs)).size;
      const tokens = ms / 50;
      // 1 below 12 tokens of audio, 2 below 22, 3 below 37, 4 below 98, then one more for each 42.
      const limits = [12, 22, 37, 98, 140, 182, 224, 266, 308, 350, 392];
      expect(begun).toBe(1 + limits.filter((limit) => limit <= tokens).length);
    }
  });

  it('under a limit uses no more tokens than it may, and is the beginning of the whole', () => {
    fc.assert(
      fc.property(
        sentence,
        seconds,
        fc.integer({ min: 6, max: 500 }),
        fc.constantFrom('spoken', 'written'),
        (text, s, max, kind) => {
          const whole = kind === 'spoken' ? planSpoken(text, new Int16Array(s * 24_000), 5, rules) : planWritten(text);
          const plan = limitPlan(whole, max, rules, words);
          const said = textUntil(plan, Infinity);
          const audio = kind === 'spoken' ? plan.durationMs / 50 : 0;
          expect(audio + words(said)).toBeLessThanOrEqual(max);
          expect(text.startsWith(said)).toBe(true);
          expect(plan.pcm24k.length).toBe(kind === 'spoken' ? plan.durationMs * 24 : 0);
          // Where only the tokens that close an answer are over the limit, nothing of it is cut.
          if (said !== text || plan.durationMs !== whole.durationMs) expect(plan.limited).toBe(true);
          if (!plan.limited) expect(plan).toBe(whole);
        },
      ),
    );
  });

  it('without a limit in reach is left as it is', () => {
    const plan = planWritten('Some words.');
    expect(limitPlan(plan, 4, rules, words)).toBe(plan);
    expect(limitPlan(plan, 3, rules, words)).not.toBe(plan);
  });
});
