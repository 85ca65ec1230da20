import { describe, expect, it } from 'vitest';
import { knownField, knownFields, priceFields, readSide, usageOf } from '../../../shared/usage/fields.ts';
import { placeOf, usageWords } from '../../../shared/usage/spelling.ts';

describe('the table of usage fields', () => {
  it('has a whole for every part, of the same source and unit', () => {
    for (const { source, partOf, unit } of knownFields) {
      if (partOf !== null) expect(knownField(source, partOf)?.unit).toBe(unit);
    }
  });

  it('has a field of a response or a transcription for every price', () => {
    for (const price of priceFields) expect(knownFields.some((field) => field.price === price)).toBe(true);
  });

  it('is found by the words of its path and by every other name it has', () => {
    for (const { path, also } of knownFields) {
      const words = path.split('.').flatMap((part) => usageWords(part)?.words ?? ['foreign']);
      expect(placeOf(words)).toBe(path);
      for (const other of also) expect(placeOf(other.split(' '))).toBe(path);
    }
  });

  it('takes no other name twice', () => {
    const names = knownFields.filter(({ source }) => source === 'response').flatMap(({ also }) => also);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('one side of a report', () => {
  const side = (counts: Record<string, number>) => readSide(new Map(Object.entries(counts)), 'input');

  it('is its total, and beside it what its kinds add up to', () => {
    const read = side({ input_tokens: 229, 'input_token_details.audio_tokens': 110 });
    expect(read).toMatchObject({ total: 229, sum: 110, stated: true, tokens: 229, most: 229, billable: 110 });
  });

  it('is the sum of its kinds where no total is stated, and nothing where neither is', () => {
    expect(side({ 'input_token_details.text_tokens': 5 })).toMatchObject({ total: undefined, tokens: 5, most: 5 });
    expect(side({})).toMatchObject({ tokens: undefined, most: 0, billable: 0 });
  });

  it('counts cached tokens of a kind that is not stated for that kind, and of a stated kind once', () => {
    const cached = { 'input_token_details.cached_tokens_details.audio_tokens': 64 };
    expect(side(cached)).toMatchObject({ sum: 0, most: 64, billable: 64 });
    expect(side({ ...cached, 'input_token_details.audio_tokens': 100 })).toMatchObject({ billable: 100 });
  });
});

describe('a usage object made here', () => {
  it('is spelled and ordered as the service does, and names reasoning only where there is any told', () => {
    const usage = usageOf({ text: 119, audio: 110 }, { text: 64, audio: 0 }, { text: 20, audio: 40, reasoning: 6 });
    expect(JSON.stringify(usage)).toBe(
      '{"total_tokens":289,"input_tokens":229,"output_tokens":60,"input_token_details":{"text_tokens":119,"audio_tokens":110,"image_tokens":0,"cached_tokens":64,"cached_tokens_details":{"text_tokens":64,"audio_tokens":0,"image_tokens":0}},"output_token_details":{"text_tokens":20,"audio_tokens":40,"reasoning_tokens":6}}',
    );
    const plain = usageOf({ text: 1, audio: 0 }, { text: 0, audio: 0 }, { text: 1, audio: 0 });
    expect(JSON.stringify(plain)).not.toContain('reasoning');
  });
});
