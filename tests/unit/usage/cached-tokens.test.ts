import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asNumber, atPath, type JsonObject } from '../../../shared/kit/json.ts';
import { leastAndMost } from '../../../shared/usage/cached-tokens.ts';
import { readUsage } from '../../../shared/usage/read-usage.ts';
import { threadUsage } from '../../fixtures/thread-usage.ts';

const details = 'input_token_details';
const unsplit = (input: { audio: number; text: number; image?: number }, cached: number): JsonObject => ({
  input_tokens: input.audio + input.text + (input.image ?? 0),
  [details]: {
    audio_tokens: input.audio,
    text_tokens: input.text,
    ...(input.image === undefined ? {} : { image_tokens: input.image }),
    cached_tokens: cached,
  },
});

const cachedIn = (usage: JsonObject): Record<'audio' | 'text' | 'image', number> => {
  const at = (kind: string): number => asNumber(atPath(usage, `${details}.cached_tokens_details.${kind}_tokens`)) ?? 0;
  return { audio: at('audio'), text: at('text'), image: at('image') };
};

describe('cached tokens without their kinds', () => {
  it('can be split as far as audio and text of the input allow', () => {
    const { cachedUnsplit } = readUsage(unsplit({ audio: 110, text: 119 }, 128), 'response');
    expect(cachedUnsplit).toEqual({ tokens: 128, audio: [9, 110], text: [18, 119] });
    expect(readUsage(unsplit({ audio: 110, text: 119 }, 64), 'response').cachedUnsplit).toEqual({
      tokens: 64,
      audio: [0, 64],
      text: [0, 64],
    });
  });

  it('are one value where only one split is possible', () => {
    const only = readUsage(unsplit({ audio: 0, text: 229 }, 128), 'response');
    expect(only.cachedUnsplit).toEqual({ tokens: 128, audio: [0, 0], text: [128, 128] });
    const { least, most } = leastAndMost(only);
    expect(least).toEqual(most);
    expect(cachedIn(least)).toEqual({ audio: 0, text: 128, image: 0 });
    const all = readUsage(unsplit({ audio: 110, text: 119 }, 229), 'response');
    expect(all.cachedUnsplit).toEqual({ tokens: 229, audio: [110, 110], text: [119, 119] });
    expect(all.problems).toEqual([]);
  });

  it('keep the kinds that are stated', () => {
    const usage = {
      input_tokens: 300,
      [details]: {
        audio_tokens: 100,
        text_tokens: 100,
        image_tokens: 100,
        cached_tokens: 150,
        cached_tokens_details: { text_tokens: 64 },
      },
    };
    expect(readUsage(usage, 'response').cachedUnsplit).toEqual({
      tokens: 150,
      audio: [0, 86],
      text: [64, 64],
      image: [0, 86],
    });
  });

  it('are of any kind where the input is told in total alone', () => {
    expect(readUsage({ input_tokens: 100, [details]: { cached_tokens: 64 } }, 'response').cachedUnsplit).toEqual({
      tokens: 64,
      audio: [0, 64],
      text: [0, 64],
    });
  });

  it('are nothing to say where all have their kind, or none is cached', () => {
    const read = readUsage(threadUsage, 'response');
    expect(read.cachedUnsplit).toBeNull();
    expect(leastAndMost(read)).toEqual({ least: threadUsage, most: threadUsage });
    expect(readUsage(unsplit({ audio: 5, text: 5 }, 0), 'response').cachedUnsplit).toBeNull();
  });

  it('are in both readings no more than the input they are part of', () => {
    const usage = {
      input_tokens: 120,
      [details]: {
        text_tokens: 120,
        audio_tokens: 0,
        cached_tokens: 1000,
        cached_tokens_details: { text_tokens: 1000 },
      },
    };
    const { least, most } = leastAndMost(readUsage(usage, 'response'));
    expect(cachedIn(least)).toEqual({ audio: 0, text: 120, image: 0 });
    expect(atPath(most, `${details}.cached_tokens`)).toBe(120);
  });
});

const kind = fc.nat(5000);
const share = fc.double({ min: 0, max: 1, noNaN: true });
const report = fc
  .record({
    audio: kind,
    text: kind,
    image: fc.option(kind, { nil: undefined }),
    shares: fc.tuple(share, share, share),
  })
  .map(({ audio, text, image, shares }) => {
    const split = {
      audio: Math.floor(audio * shares[0]),
      text: Math.floor(text * shares[1]),
      image: Math.floor((image ?? 0) * shares[2]),
    };
    const input = { audio, text, ...(image === undefined ? {} : { image }) };
    return { split, usage: unsplit(input, split.audio + split.text + split.image) };
  });

it('the cheapest and the dearest reading bracket every split, and every bound of it can be reached', () => {
  // What the cache saves on a token, audio the most: the price itself does not matter.
  const savings = fc.tuple(fc.nat(100), fc.nat(100), fc.nat(100)).map((all) => {
    const [text, image, audio] = all.toSorted((one, other) => one - other) as [number, number, number];
    return { text, image, audio };
  });
  fc.assert(
    fc.property(report, savings, ({ split, usage }, saved) => {
      const reading = readUsage(usage, 'response');
      const { least, most } = leastAndMost(reading);
      const saving = (one: { audio: number; text: number; image: number }): number =>
        one.audio * saved.audio + one.text * saved.text + one.image * saved.image;
      expect(saving(cachedIn(least))).toBeGreaterThanOrEqual(saving(split));
      expect(saving(cachedIn(most))).toBeLessThanOrEqual(saving(split));
      for (const one of [least, most]) {
        const parts = cachedIn(one);
        expect(parts.audio + parts.text + parts.image).toBe(split.audio + split.text + split.image);
        expect(readUsage(one, 'response').problems).toEqual([]);
        for (const name of ['audio', 'text'] as const) {
          const [low, high] = reading.cachedUnsplit?.[name] ?? [parts[name], parts[name]];
          expect(parts[name]).toBeGreaterThanOrEqual(low);
          expect(parts[name]).toBeLessThanOrEqual(high);
        }
      }
      if (reading.cachedUnsplit !== null) {
        expect(cachedIn(least).audio).toBe(reading.cachedUnsplit.audio[1]);
        expect(cachedIn(most).text).toBe(reading.cachedUnsplit.text[1]);
      }
    }),
    { numRuns: 500 },
  );
});
