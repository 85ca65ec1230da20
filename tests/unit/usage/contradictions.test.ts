import { describe, expect, it } from 'vitest';
import { parseJson, type Json, type JsonObject } from '../../../shared/kit/json.ts';
import { readUsage } from '../../../shared/usage/read-usage.ts';
import { threadUsage } from '../../fixtures/thread-usage.ts';

const kindsOf = (usage: Json, source: 'response' | 'transcription' = 'response'): string[] =>
  readUsage(usage, source).problems.map(({ kind, path }) => `${kind} ${path}`);
const sentences = (usage: Json): string[] => readUsage(usage, 'response').problems.map(({ sentence }) => sentence);

/** A usage object whose sums agree, as any service may report it. */
describe('what cannot be', () => {
  const cases: [string, JsonObject, string[]][] = [
    [
      'cached text above text in',
      {
        input_tokens: 120,
        input_token_details: {
          text_tokens: 120,
          audio_tokens: 0,
          cached_tokens: 1000,
          cached_tokens_details: { text_tokens: 1000, audio_tokens: 0 },
        },
      },
      ['1,000 cached text tokens are reported, more than the 120 text tokens of input they are part of.'],
    ],
    [
      'more cached than input',
      { input_tokens: 229, input_token_details: { text_tokens: 119, audio_tokens: 110, cached_tokens: 230 } },
      ['230 cached tokens are reported, more than the 229 tokens of input they are part of.'],
    ],
    [
      'cached tokens that are not the sum of their kinds',
      { ...threadUsage, input_token_details: { ...threadUsage.input_token_details, cached_tokens: 129 } },
      ['The cached tokens are 129, and their details add up to 128.'],
    ],
    [
      'input that is not the sum of its kinds',
      { ...threadUsage, input_tokens: 230, total_tokens: 767 },
      ['The input tokens are 230, and their details add up to 229.'],
    ],
    [
      'output that is not the sum of its kinds',
      { ...threadUsage, output_tokens: 536, total_tokens: 765 },
      ['The output tokens are 536, and their details add up to 537.'],
    ],
    [
      'a total that is not the sum of both',
      { ...threadUsage, total_tokens: 765 },
      ['The total is 765 tokens, and input and output add up to 766.'],
    ],
    [
      'a total of 0 over what is not',
      { ...threadUsage, total_tokens: 0 },
      ['The total is 0 tokens, and input and output add up to 766.'],
    ],
    [
      'reasoning above text out',
      { ...threadUsage, output_token_details: { ...threadUsage.output_token_details, reasoning_tokens: 118 } },
      ['118 reasoning tokens are reported, more than the 117 tokens of text out they are part of.'],
    ],
  ];
  it.each(cases)('is said: %s', (_, usage, said) => {
    const read = readUsage(usage, 'response');
    expect(read.problems.map(({ sentence }) => sentence)).toEqual(said);
    expect(read.problems.every(({ kind }) => kind === 'impossible')).toBe(true);
  });

  it('is no count: below zero, in parts, or beyond all counting', () => {
    const read = readUsage(
      { input_token_details: { audio_tokens: -1, text_tokens: 1.5, image_tokens: 2 ** 53, cached_tokens: '-2' } },
      'response',
    );
    expect(read.usage).toEqual({});
    expect(read.problems.map(({ sentence }) => sentence)).toEqual([
      'The usage has -1 as input_token_details.audio_tokens, which is below zero.',
      'The usage has 1.5 as input_token_details.text_tokens, which is no whole number.',
      `The usage has ${2 ** 53} as input_token_details.image_tokens, which is more than can be counted.`,
      'The usage has -2 as input_token_details.cached_tokens, which is below zero.',
    ]);
    expect(read.unassigned['input_token_details.text_tokens, not whole']).toBe(1.5);
    expect(kindsOf(parseJson('{"seconds":1e400}') ?? null, 'transcription')).toEqual(['impossible seconds']);
  });
});

describe('what a report leaves open', () => {
  it('is the kind of tokens that are told in totals alone', () => {
    expect(sentences({ total_tokens: 766 })).toEqual([
      'The usage counts 766 tokens in total, and not how many of them are input and how many output.',
    ]);
    expect(sentences({ input_tokens: 229, output_tokens: 537, total_tokens: 766 })).toEqual([
      'The usage counts 229 input tokens, and not how many of them are audio and how many text.',
      'The usage counts 537 output tokens, and not how many of them are audio and how many text.',
    ]);
    expect(sentences({ input_tokens: 229, input_token_details: { audio_tokens: 110 } })).toEqual([
      'Of 229 input tokens in the usage, 119 are of a kind that it does not tell.',
    ]);
    expect(kindsOf({ type: 'tokens', input_tokens: 74, output_tokens: 13, total_tokens: 87 }, 'transcription')).toEqual(
      ['totals-only input_tokens'],
    );
  });

  it('is how cached tokens split, where more than one way is possible', () => {
    // As a real session with images reported it.
    const usage = {
      total_tokens: 376,
      input_tokens: 324,
      output_tokens: 52,
      input_token_details: { text_tokens: 194, audio_tokens: 0, image_tokens: 130, cached_tokens: 193 },
      output_token_details: { text_tokens: 52, audio_tokens: 0, reasoning_tokens: 0 },
    };
    expect(sentences(usage)).toEqual([
      '193 cached tokens are reported, and not how many of each kind. Possible are 63 to 193 text, 0 to 130 image.',
    ]);
  });
});
