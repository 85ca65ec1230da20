import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../shared/kit/json.ts';
import { usageOfEvent } from '../../../shared/usage/usage-in-event.ts';
import { threadUsage } from '../../fixtures/thread-usage.ts';

const done = (more: JsonObject, response: JsonObject = { id: 'r', status: 'completed', usage: null }): JsonObject => ({
  type: 'response.done',
  response,
  ...more,
});

describe('the usage of a response', () => {
  it('is read in its place without a word, whatever stands beside it', () => {
    const event = done({ usage: { input_tokens: 1 } }, { id: 'r', usage: threadUsage });
    expect(usageOfEvent('response', event)).toEqual({ usage: threadUsage, place: 'response.usage', problems: [] });
  });

  it.each<[string, JsonObject]>([
    ['usage', done({ usage: threadUsage })],
    ['response.metadata.usage', done({}, { id: 'r', usage: null, metadata: { usage: threadUsage } })],
    ['response.token_usage', done({}, { id: 'r', token_usage: threadUsage })],
    ['response.billing.usage', done({}, { id: 'r', billing: { usage: threadUsage } })],
    ['gateway.usage', done({ gateway: { usage: threadUsage } })],
    ['tokens', done({ tokens: threadUsage })],
    ['x.tokens', done({ 'x.tokens': threadUsage })],
  ])('is found as %s, and the place is said', (place, event) => {
    expect(usageOfEvent('response', event)).toEqual({
      usage: threadUsage,
      place,
      problems: [
        {
          kind: 'elsewhere',
          path: place,
          sentence: `The usage stands in ${place} of the event, not in response.usage; it was read there.`,
        },
      ],
    });
  });

  it('is found as a text in the metadata, which can hold nothing else', () => {
    const metadata = { usage: JSON.stringify(threadUsage) };
    const found = usageOfEvent('response', done({}, { id: 'r', usage: null, metadata }));
    expect(found?.usage).toEqual(threadUsage);
    expect(found?.problems.map(({ kind }) => kind)).toEqual(['elsewhere', 'as-text']);
  });

  it('is not made of anything else', () => {
    const error = { code: 'server_error', usage: 'none' };
    const response = {
      id: 'r',
      usage: null,
      max_output_tokens: 4096,
      status_details: { error },
      metadata: { usage: '{' },
    };
    expect(usageOfEvent('response', done({ event_id: 'e' }, response))).toBeNull();
    expect(usageOfEvent('response', { type: 'response.done' })).toBeNull();
    const deep = { usage: `${'{"a":'.repeat(1000)}7${'}'.repeat(1000)}` };
    expect(usageOfEvent('response', done({}, { id: 'r', metadata: deep }))).toBeNull();
  });
});

describe('the usage of a transcription', () => {
  it('is read in its place, and in another one', () => {
    const usage = { type: 'duration', seconds: 3 };
    expect(usageOfEvent('transcription', { item_id: 'u', usage })).toEqual({ usage, place: 'usage', problems: [] });
    expect(usageOfEvent('transcription', { item: { id: 'u', usage } })?.place).toBe('item.usage');
  });
});

it('is looked for in any event without an error', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom('usage', 'response', '__proto__', 'metadata', 'a.b'), fc.jsonValue()),
      (event) => {
        const found = usageOfEvent('response', event as JsonObject);
        expect(found === null || typeof found.usage === 'object').toBe(true);
      },
    ),
  );
});
