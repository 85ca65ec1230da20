import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../shared/kit/json.ts';
import { bookOnDay } from '../../../shared/pricing/choose-book.ts';
import { costOf, knownTotal } from '../../../shared/pricing/cost.ts';
import { pricedModel } from '../../../shared/pricing/model.ts';
import { billedQuantities, foldCached } from '../../../shared/pricing/quantities.ts';
import { type UsageSource } from '../../../shared/usage/fields.ts';
import { addReport, emptyLedger, type UsageLedger } from '../../../shared/usage/ledger.ts';
import { everythingStated, readUsage } from '../../../shared/usage/read-usage.ts';
import { threadUsage } from '../../fixtures/thread-usage.ts';
import { shipped } from './books.ts';

const book = bookOnDay(shipped('2026-10-09'), '2026-11-23');
const realtime = pricedModel(book, 'gpt-realtime');

const report = (usage: JsonObject, source: UsageSource = 'response', ledger = emptyLedger): UsageLedger =>
  addReport(ledger, { source, id: 'r', usage, model: source === 'response' ? null : 'gpt-4o-transcribe' });
const amounts = (usage: JsonObject, source?: UsageSource): Record<string, number> =>
  Object.fromEntries(
    billedQuantities(report(usage, source)).map(({ field, path, quantity }) => [path ?? field, quantity]),
  );
const unpriced = (usage: JsonObject, source?: UsageSource): readonly string[] =>
  costOf(report(usage, source), realtime, book).unpriced;

describe('what no price can be for', () => {
  it('is tokens told in totals alone: they have no kind, and are not free', () => {
    const usage = { total_tokens: 211, input_tokens: 139, output_tokens: 72 };
    expect(amounts(usage)).toEqual({ input_tokens: 139, output_tokens: 72 });
    expect(unpriced(usage)).toEqual(['Input, kind not told: 139 tokens', 'Output, kind not told: 72 tokens']);
    expect(knownTotal(costOf(report(usage), realtime, book))).toBeNull();
    expect(unpriced({ total_tokens: 211 })).toEqual(['Total, direction not told: 211 tokens']);
    expect(unpriced({ total_tokens: 87, input_tokens: 74, output_tokens: 13 }, 'transcription')).toEqual([
      'Input, kind not told, transcription: 74 tokens',
    ]);
  });

  it('is what a report with totals alone adds to one with its kinds', () => {
    const ledger = report({ input_tokens: 139, output_tokens: 72, total_tokens: 211 }, 'response', report(threadUsage));
    const cost = costOf(ledger, realtime, book);
    expect(cost.lines.filter(({ price }) => price !== null)).toHaveLength(6);
    expect(cost.unpriced).toEqual(['Input, kind not told: 139 tokens', 'Output, kind not told: 72 tokens']);
    expect(cost.total).toBe(costOf(report(threadUsage), realtime, book).total);
  });

  it('is a kind that one of the sides does not tell', () => {
    expect(amounts({ input_tokens: 229, input_token_details: { audio_tokens: 110 } })).toEqual({
      audio_in: 110,
      input_tokens: 119,
    });
  });

  it('is a kind that nobody knows once, by its own name, beside what no kind is told of', () => {
    const output = { text_tokens: 60, image_tokens: 40 };
    expect(amounts({ output_tokens: 150, output_token_details: output })).toEqual({
      text_out: 60,
      output_tokens: 50,
      'output_token_details.image_tokens': 40,
    });
  });

  it('is cached tokens beyond their input, and never a negative amount', () => {
    const usage = {
      input_tokens: 120,
      input_token_details: {
        text_tokens: 120,
        audio_tokens: 0,
        cached_tokens: 1000,
        cached_tokens_details: { text_tokens: 1000, audio_tokens: 0 },
      },
    };
    expect(amounts(usage)).toEqual({
      text_cached: 120,
      'input_token_details.cached_tokens_details.text_tokens': 880,
    });
    expect(unpriced(usage)).toEqual(['Text cached, beyond what it is part of: 880 tokens']);
    expect(unpriced({ input_token_details: { cached_tokens: 64 } })).toEqual([
      'Cached, beyond what it is part of: 64 tokens',
    ]);
  });

  it('is reasoning without the output it is part of', () => {
    const usage = { ...threadUsage, output_token_details: {}, output_tokens: 0, total_tokens: 229 };
    expect(unpriced({ ...usage, output_token_details: { reasoning_tokens: 18 } })).toEqual([
      'Reasoning, beyond what it is part of: 18 tokens',
    ]);
  });

  it('is a field that nobody knows, in its own unit', () => {
    const usage = { ...threadUsage, gateway_units: 3, extra_tokens: 5, wait_seconds: 2 };
    expect(unpriced(usage)).toEqual([
      'Not understood, gateway_units: 3 units',
      'Not understood, extra_tokens: 5 tokens',
      'Not understood, wait_seconds: 2 seconds',
    ]);
  });

  it('names tokens of an unknown kind once, not again as what the total leaves', () => {
    const usage = { output_tokens: 33, output_token_details: { text_tokens: 10, audio_tokens: 20, video_tokens: 3 } };
    expect(unpriced(usage)).toEqual(['Not understood, output_token_details.video_tokens: 3 tokens']);
  });

  it('is nothing of another event, whose tokens may be the same ones again', () => {
    expect(
      billedQuantities(addReport(emptyLedger, { source: 'other', id: 'x', usage: threadUsage, model: null })),
    ).toEqual([]);
  });
});

describe('amounts with and without the cache', () => {
  it('of a cached count without its input stand for that input', () => {
    const usage = { input_tokens: 64, input_token_details: { cached_tokens_details: { audio_tokens: 64 } } };
    expect(amounts(usage)).toEqual({ audio_cached: 64 });
  });

  it('are the same tokens, and what has no price stays apart by its path', () => {
    const folded = foldCached(billedQuantities(report({ ...threadUsage, one: 1, two: 2 })));
    expect(Object.fromEntries(folded.map(({ field, path, quantity }) => [path ?? field, quantity]))).toEqual({
      audio_in: 110,
      audio_out: 420,
      text_in: 119,
      text_out: 117,
      one: 1,
      two: 2,
    });
  });
});

describe('whatever is reported', () => {
  const names = fc.constantFrom(
    'input_tokens',
    'inputTokens',
    'output_tokens',
    'total_tokens',
    'audio_tokens',
    'text_tokens',
    'cached_tokens',
    'reasoning_tokens',
    'units',
  );
  const number = fc.oneof(fc.nat(1000), fc.constantFrom(-1, -500, 0.5, 1e308, -1e308));
  const members = fc.dictionary(names, number);
  const usage = fc
    .record({ own: members, input: members, output: members, cached: members })
    .map(({ own, input, output, cached }): JsonObject => ({
      ...own,
      input_token_details: { ...input, cached_tokens_details: cached },
      output_token_details: output,
    }));

  it('no amount is below zero, and no report of something is priced as nothing without a word', () => {
    fc.assert(
      fc.property(usage, fc.boolean(), (raw, read) => {
        const stated = read ? everythingStated(readUsage(raw, 'response')) : raw;
        const ledger = report(stated);
        const all = billedQuantities(ledger);
        expect(all.filter(({ quantity }) => !(quantity > 0))).toEqual([]);
        const says = ledger.fields.some(({ total }) => total !== 0);
        expect(all.length > 0).toBe(says);
        const cost = costOf(ledger, realtime, book);
        expect(cost.unpriced).toHaveLength(all.filter(({ field }) => field === 'not_understood').length);
      }),
      { numRuns: 300 },
    );
  });
});
