import { describe, expect, it } from 'vitest';
import { replace, toArray } from '../../../shared/kit/chunk-list.ts';
import type { JsonObject } from '../../../shared/kit/json.ts';
import { bookOnDay } from '../../../shared/pricing/choose-book.ts';
import { expectedRows } from '../../../shared/session/costs/expected-rows.ts';
import { sessionCosts } from '../../../shared/session/costs/session-costs.ts';
import { foldSession } from '../../../shared/session/fold/fold.ts';
import { addReport, emptyLedger } from '../../../shared/usage/ledger.ts';
import { threadUsage } from '../../fixtures/thread-usage.ts';
import { shipped } from '../pricing/books.ts';
import { header, LogWriter } from './log.ts';

/** The same usage, and how often it was looked at as a whole. */
function watched(usage: JsonObject): { readonly usage: JsonObject; readonly looks: () => number } {
  let looks = 0;
  const proxy = new Proxy(usage, {
    ownKeys: (target) => {
      looks += 1;
      return Reflect.ownKeys(target);
    },
  });
  return { usage: proxy, looks: () => looks };
}

describe('a response that reported what it used', () => {
  it('has its usage read once for all of its readings', () => {
    const log = new LogWriter()
      .server('response.created', { response: { id: 'r1', usage: null } })
      .server('response.done', { response: { id: 'r1', status: 'completed', output: [], usage: threadUsage } });
    const view = foldSession(header, log.entries);
    const [response] = toArray(view.responses);
    if (response === undefined) throw new Error('There is no response.');
    const { usage, looks } = watched(response.expected.usage);
    const responses = replace(view.responses, 0, { ...response, expected: { ...response.expected, usage } });
    const book = bookOnDay(shipped('2026-10-09'), '2026-11-23');
    const looksOf = (read: () => unknown): number => {
      const before = looks();
      read();
      return looks() - before;
    };
    const once = (): unknown => addReport(emptyLedger, { source: 'response', id: '', usage, model: null });
    // What the sums work out of an object is kept, and they are needed all the same.
    once();
    sessionCosts({ ...view, responses }, null, book);
    expect(looksOf(once)).toBeGreaterThan(0);
    expect(looksOf(() => expectedRows({ ...view, responses }, null, book))).toBe(looksOf(once));
  });
});
