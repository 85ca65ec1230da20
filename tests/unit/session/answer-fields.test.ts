import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toArray } from '../../../shared/kit/chunk-list.ts';
import { sumExact } from '../../../shared/kit/money.ts';
import { pricedModel } from '../../../shared/pricing/model.ts';
import { answerFields } from '../../../shared/session/costs/answer-fields.ts';
import { responseRows } from '../../../shared/session/costs/response-costs.ts';
import { sessionCosts } from '../../../shared/session/costs/session-costs.ts';
import { foldSession } from '../../../shared/session/fold/fold.ts';
import { threadUsage } from '../../fixtures/thread-usage.ts';
import { shipped } from '../pricing/books.ts';
import { Conversation } from './conversation.ts';
import { header, LogWriter } from './log.ts';
import { plans } from './plans.ts';

const book = shipped('2026-10-09');
const model = pricedModel(book, 'gpt-realtime-mini', 'global');

describe('what one answer used', () => {
  it('is what the service reported, cached tokens apart, each at its own price', () => {
    const log = new LogWriter();
    log.bench({ type: 'bench.connected', handshakeMs: 80 });
    log.server('response.created', { response: { id: 'r1', status: 'in_progress' } });
    log.server('response.done', { response: { id: 'r1', status: 'completed', usage: threadUsage } });
    const [response] = toArray(foldSession(header, log.entries).responses);
    const fields = response === undefined ? [] : answerFields(response, model, book);
    const told = fields.map(({ label, reported, cost }) => [label, reported, cost]);
    // 110 audio in, 64 of them cached; 119 text in, 64 cached; 420 audio and 117 text out.
    expect(new Map(told.map(([label, ...rest]) => [label, rest]))).toEqual(
      new Map<string, unknown>([
        ['Audio in', [46, '0.00046']],
        ['Audio cached', [64, '0.0000192']],
        ['Audio out', [420, '0.0084']],
        ['Text in', [55, '0.000033']],
        ['Text cached', [64, '0.00000384']],
        ['Text out', [117, '0.0002808']],
      ]),
    );
  });

  it('adds up to what its row costs, and says of none that it was reported where it was not', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const { header: of, log } = new Conversation(plan);
        const view = foldSession(of, log.entries);
        const { learned } = sessionCosts(view, model, book).totals;
        const responses = toArray(view.responses);
        const rows = responseRows(responses, learned, model, book);
        responses.forEach((response, at) => {
          const fields = answerFields(response, model, book);
          expect(sumExact(fields.map(({ cost }) => cost ?? expect.fail('A price is unknown.')))).toBe(rows[at]?.cost);
          const isReported = rows[at]?.basis === 'reported';
          expect(fields.every(({ reported }) => (reported !== null) === isReported)).toBe(true);
        });
      }),
      { numRuns: 60 },
    );
  });
});
