import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../shared/kit/json.ts';
import {
  addReport,
  emptyLedger,
  isEmptyUsage,
  numericLeaves,
  totalOf,
  type UsageLedger,
} from '../../../shared/usage/ledger.ts';

/** The ledger of the given usage objects, reported one after another by responses. */
const add = (list: readonly JsonObject[]): UsageLedger =>
  list.reduce<UsageLedger>(
    (ledger, usage) => addReport(ledger, { source: 'response', id: 'r', usage, model: null }),
    emptyLedger,
  );

describe('the usage ledger', () => {
  it('keeps a field nobody has seen before, by its path, and marks it', () => {
    const ledger = addReport(emptyLedger, {
      source: 'response',
      id: 'r1',
      model: null,
      usage: { total_tokens: 5, output_token_details: { video_tokens: 3 } },
    });
    expect(ledger.fields).toEqual([
      { source: 'response', model: null, path: 'total_tokens', total: 5, reports: 1, known: true },
      {
        source: 'response',
        model: null,
        path: 'output_token_details.video_tokens',
        total: 3,
        reports: 1,
        known: false,
      },
    ]);
  });

  it('totals equal the sums of the reports, in any order', () => {
    const reports = fc.array(fc.record({ a: fc.nat(), b: fc.record({ c: fc.nat() }) }), { maxLength: 20 });
    fc.assert(
      fc.property(reports, (usages) => {
        const forward = add(usages);
        const backward = add(usages.toReversed());
        expect(totalOf(forward, 'response', 'b.c')).toBe(usages.reduce((sum, usage) => sum + usage.b.c, 0));
        expect(totalOf(backward, 'response', 'a')).toBe(totalOf(forward, 'response', 'a'));
      }),
    );
  });

  it('keeps transcription apart from responses, and models apart from each other', () => {
    let ledger = addReport(emptyLedger, { source: 'response', id: 'r1', model: null, usage: { total_tokens: 5 } });
    ledger = addReport(ledger, { source: 'transcription', id: 'u1', model: 'whisper-1', usage: { seconds: 2 } });
    ledger = addReport(ledger, {
      source: 'transcription',
      id: 'u2',
      model: 'gpt-4o-transcribe',
      usage: { total_tokens: 9 },
    });
    expect(ledger.fields.map((field) => [field.source, field.model, field.total])).toEqual([
      ['response', null, 5],
      ['transcription', 'whisper-1', 2],
      ['transcription', 'gpt-4o-transcribe', 9],
    ]);
  });

  it('finds numeric leaves only, at any depth', () => {
    expect(numericLeaves({ a: 1, b: { c: [2, { d: 3 }] }, e: 'text', f: null, g: true })).toEqual([
      { path: 'a', value: 1 },
      { path: 'b.c.0', value: 2 },
      { path: 'b.c.1.d', value: 3 },
    ]);
  });

  it('calls missing, null and all-zero usage empty', () => {
    expect([undefined, null, {}, { a: 0, b: { c: 0 } }].map(isEmptyUsage)).toEqual([true, true, true, true]);
    expect(isEmptyUsage({ a: 0, b: { c: 1 } })).toBe(false);
  });
});
