import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addTokens,
  assistantAudioTokens,
  cacheBlockTokens,
  defaultPromptTokens,
  expectedUsage,
  inputTokens,
  itemTokens,
  noTokens,
  tokensPerMessageOverhead,
  userAudioTokens,
  type ContextItem,
} from '../../../shared/usage/recurrence.ts';

const question: ContextItem = { kind: 'user-audio', audioMs: 11_000 };
const reply: ContextItem = { kind: 'assistant-audio', audioMs: 21_000, textTokens: 117 };

const items = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('user-audio' as const), audioMs: fc.integer({ min: 0, max: 60_000 }) }),
    fc.record({ kind: fc.constant('text' as const), textTokens: fc.integer({ min: 0, max: 2000 }) }),
    fc.record({
      kind: fc.constant('assistant-audio' as const),
      audioMs: fc.integer({ min: 0, max: 60_000 }),
      textTokens: fc.integer({ min: 0, max: 2000 }),
    }),
  ),
  { maxLength: 20 },
);
const amount = fc.nat({ max: 5000 });
const tokens = fc.record({ text: amount, audio: amount });
const output = fc.record({ audioMs: amount, textTokens: amount });

describe('the worked turn: 11.0 s spoken, answered by 21.0 s with 117 transcript tokens', () => {
  it('reads 119 text and 110 audio and produces 117 text and 420 audio', () => {
    const usage = expectedUsage(
      { promptTokens: defaultPromptTokens, items: [question], processed: noTokens },
      { audioMs: 21_000, textTokens: 117 },
    );
    expect(usage).toEqual({
      total_tokens: 766,
      input_tokens: 229,
      output_tokens: 537,
      input_token_details: {
        text_tokens: 119,
        audio_tokens: 110,
        image_tokens: 0,
        cached_tokens: 0,
        cached_tokens_details: { text_tokens: 0, audio_tokens: 0, image_tokens: 0 },
      },
      output_token_details: { text_tokens: 117, audio_tokens: 420 },
    });
  });

  it('reports 64 and 64 cached when the same prompt and audio ran before', () => {
    const before = { text: 119, audio: 110 };
    const usage = expectedUsage(
      { promptTokens: defaultPromptTokens, items: [question], processed: before },
      { audioMs: 21_000, textTokens: 117 },
    );
    expect(usage.input_token_details).toMatchObject({
      cached_tokens: 128,
      cached_tokens_details: { text_tokens: 64, audio_tokens: 64 },
    });
  });

  it('makes a further inference over the finished conversation read 238 text and 530 audio', () => {
    expect(inputTokens(defaultPromptTokens, [question, reply])).toEqual({ text: 238, audio: 530 });
  });
});

describe('audio tokens', () => {
  it('count a started unit as a whole one', () => {
    expect([0, 1, 100, 100.5, 101, 200].map(userAudioTokens)).toEqual([0, 1, 1, 2, 2, 2]);
    expect([0, 1, 50, 51, 100].map(assistantAudioTokens)).toEqual([0, 1, 1, 2, 2]);
  });

  it('do not start another unit for the rounding of a sum of frames', () => {
    const frames = Array.from({ length: 33 }, () => 100 / 3);
    expect(userAudioTokens(frames.reduce((sum, ms) => sum + ms, 0))).toBe(11);
  });

  it('never exceed one unit more than the exact length', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000 }), (ms) => {
        expect(userAudioTokens(ms)).toBe(Math.floor((ms + 99) / 100));
        expect(assistantAudioTokens(ms)).toBe(Math.floor((ms + 49) / 50));
      }),
    );
  });
});

describe('the recurrence', () => {
  it('bills every earlier item again: a context reads as its beginning plus what was added', () => {
    fc.assert(
      fc.property(amount, items, items, (prompt, before, after) => {
        const whole = inputTokens(prompt, [...before, ...after]);
        expect(whole).toEqual(after.map(itemTokens).reduce(addTokens, inputTokens(prompt, before)));
      }),
    );
  });

  it('re-reads an answer at the size it was produced, plus the overhead of a message', () => {
    fc.assert(
      fc.property(amount, items, output, (promptTokens, context, produced) => {
        const usage = expectedUsage({ promptTokens, items: context, processed: noTokens }, produced);
        const next = inputTokens(promptTokens, [...context, { kind: 'assistant-audio', ...produced }]);
        const { text_tokens: text, audio_tokens: audio } = usage.output_token_details;
        expect(next.audio - usage.input_token_details.audio_tokens).toBe(audio);
        expect(next.text - usage.input_token_details.text_tokens).toBe(text + tokensPerMessageOverhead);
      }),
    );
  });

  it('has totals that are the sums of their parts', () => {
    fc.assert(
      fc.property(amount, items, tokens, output, (promptTokens, context, processed, produced) => {
        const usage = expectedUsage({ promptTokens, items: context, processed }, produced);
        const { input_token_details: read, output_token_details: made } = usage;
        expect(usage.input_tokens).toBe(read.text_tokens + read.audio_tokens + read.image_tokens);
        expect(usage.output_tokens).toBe(made.text_tokens + made.audio_tokens);
        expect(usage.total_tokens).toBe(usage.input_tokens + usage.output_tokens);
      }),
    );
  });

  it('reports cached tokens in whole blocks, never more than was read or processed', () => {
    fc.assert(
      fc.property(amount, items, tokens, (promptTokens, context, processed) => {
        const read = expectedUsage(
          { promptTokens, items: context, processed },
          { audioMs: 0, textTokens: 0 },
        ).input_token_details;
        const cached = read.cached_tokens_details;
        for (const [part, whole, before] of [
          [cached.text_tokens, read.text_tokens, processed.text],
          [cached.audio_tokens, read.audio_tokens, processed.audio],
        ] as const) {
          expect(part % cacheBlockTokens).toBe(0);
          expect(part).toBeLessThanOrEqual(Math.min(whole, before));
          expect(Math.min(whole, before) - part).toBeLessThan(cacheBlockTokens);
        }
        expect(read.cached_tokens).toBe(cached.text_tokens + cached.audio_tokens);
      }),
    );
  });
});
