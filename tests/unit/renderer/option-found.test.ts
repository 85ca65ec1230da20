import { describe, expect, it } from 'vitest';
import { hasWords, isFound } from '../../../shared/protocol/options/find-option.ts';
import { optionSpecs } from '../../../shared/protocol/options/options.ts';

const found = (words: string): string[] => optionSpecs.filter((spec) => isFound(spec, words)).map(({ id }) => id);

describe('an option', () => {
  it.each([
    ['barge', 'vad.interrupt'],
    ['barge-in', 'vad.interrupt'],
    ['push to talk', 'vad.type'],
    ['push-to-talk', 'vad.type'],
    ['echo', 'noise.type'],
    ['noise', 'vad.threshold'],
    ['sensitivity', 'vad.threshold'],
    ['system prompt', 'instructions'],
    ['G.711', 'input.format'],
    ['turn_detection', 'vad.silence'],
  ])('is found by %s', (words, id) => {
    expect(found(words)).toContain(id);
  });

  it('is found by its words in whatever order, and not by a part of them', () => {
    expect(found('reduction noise')).toContain('noise.type');
    expect(found('noise horse')).toEqual([]);
    expect(hasWords('Echo cancelling', 'cancelling echo')).toBe(true);
  });

  it('is there whatever it is called where nothing is looked for', () => {
    expect(found('')).toHaveLength(optionSpecs.length);
  });
});
