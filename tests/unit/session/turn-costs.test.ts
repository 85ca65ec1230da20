import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toArray } from '../../../shared/kit/chunk-list.ts';
import { Exact, sumExact } from '../../../shared/kit/money.ts';
import { pricedModel } from '../../../shared/pricing/model.ts';
import { highEnd, sessionCosts } from '../../../shared/session/costs/session-costs.ts';
import { turnCosts, type TurnCosts } from '../../../shared/session/costs/turn-costs.ts';
import { foldSession } from '../../../shared/session/fold/fold.ts';
import type { SessionView } from '../../../shared/session/view.ts';
import { shipped } from '../pricing/books.ts';
import { Conversation } from './conversation.ts';
import { goldenView } from './golden.ts';
import { header, LogWriter } from './log.ts';
import { plans } from './plans.ts';

const book = shipped('2026-10-09');
const model = pricedModel(book, 'gpt-realtime-mini', 'global');

const turnsOf = (view: SessionView): TurnCosts => turnCosts(view, sessionCosts(view, model, book), model, book);
const numbersOf = ({ turns }: TurnCosts): [number, string[]][] =>
  turns.map(({ number, answers }) => [number, answers.map(({ row }) => `R${row.number}`)]);

const all = (amounts: readonly (string | null)[]): string =>
  sumExact(amounts.map((amount) => amount ?? expect.fail('A price is unknown.')));

describe('turns and what they cost', () => {
  it('add up, with the rest, to the sums of the session exactly, and the rest of what is all in turns is nothing', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const { header: of, log } = new Conversation(plan);
        const view = foldSession(of, log.entries);
        const costs = sessionCosts(view, model, book);
        const { turns, rest } = turnCosts(view, costs, model, book);
        expect(all([...turns.map(({ low }) => low), rest.low])).toBe(costs.least.total);
        expect(all([...turns.map(({ best }) => best), rest.best])).toBe(costs.expected.total);
        expect(all([...turns.map(({ high }) => high), rest.high])).toBe(highEnd(costs));
        // Every usage of these logs names its response or its item.
        expect(rest.best).toBe('0');
      }),
      { numRuns: 100 },
    );
  });

  it('hold every response and every transcription exactly once, in order', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const { header: of, log } = new Conversation(plan);
        const view = foldSession(of, log.entries);
        const { turns } = turnsOf(view);
        expect(turns.flatMap(({ answers }) => answers.map(({ response }) => response.id)).toSorted()).toEqual(
          toArray(view.responses)
            .map(({ id }) => id)
            .toSorted(),
        );
        expect(turns.flatMap(({ transcriptions }) => transcriptions.map(({ itemId }) => itemId))).toEqual(
          toArray(view.items).flatMap(({ id, transcription }) => (transcription === null ? [] : [id])),
        );
        const numbers = turns.map(({ number }) => number);
        expect(numbers).toEqual(numbers.toSorted((one, other) => one - other));
      }),
      { numRuns: 100 },
    );
  });

  it('come, on a recorded session, to what its tokens make by hand', () => {
    // R1: 125 text in at 0.60, 19 audio in at 10, 25 text out at 2.40, 60 audio out at 20, each of a million; 2 s at 0.36 an hour.
    const r1 = new Exact(125)
      .times('0.0000006')
      .plus(new Exact(19).times('0.00001'))
      .plus(new Exact(25).times('0.0000024'))
      .plus(new Exact(60).times('0.00002'));
    const [first, second, third] = turnsOf(goldenView('06-truncation')).turns;
    expect(first).toMatchObject({ low: r1.plus('0.0002').toFixed(), high: r1.plus('0.0002').toFixed(), isOpen: false });
    // R2 and R3 ended and reported nothing: sure are a second of transcription each.
    for (const turn of [second, third]) {
      expect(turn).toMatchObject({ low: '0.0001', best: '0.0001', isOpen: true, isEstimated: false });
      expect(new Exact(turn?.high ?? '0').gt('0.0001')).toBe(true);
    }
  });

  it('are numbered by what a person said; two answers to it are of one turn, and so is what a function call led to', () => {
    expect(numbersOf(turnsOf(goldenView('18-two-responses-one-turn')))).toEqual([[1, ['R1', 'R2']]]);
    const [turn] = turnsOf(goldenView('21-tool-round')).turns;
    expect(turn?.answers.map(({ isCall }) => isCall)).toEqual([true, false]);
  });

  it('leave a greeting before the first of them, and an answer without items with what was said last', () => {
    const view = foldSession(
      header,
      new LogWriter()
        .server('response.created', { response: { id: 'r1', conversation_id: 'c' } })
        .server('response.output_item.added', {
          response_id: 'r1',
          item: { id: 'a1', type: 'message', role: 'assistant' },
        })
        .server('conversation.item.added', { item: { id: 'u1', type: 'message', role: 'user', content: [] } })
        .server('response.created', { response: { id: 'r2', conversation_id: 'c' } })
        .server('response.done', { response: { id: 'r2', status: 'failed', output: [] } })
        .server('conversation.item.added', { item: { id: 'u2', type: 'message', role: 'user', content: [] } }).entries,
    );
    expect(numbersOf(turnsOf(view))).toEqual([
      [0, ['R1']],
      [1, ['R2']],
      [2, []],
    ]);
  });

  it('know no sum where a price is unknown', () => {
    const view = goldenView('06-truncation');
    const { turns, rest } = turnCosts(view, sessionCosts(view, null, book), null, book);
    expect(turns.map(({ low }) => low)).toEqual([null, '0.0001', '0.0001']);
    expect(rest.low).toBeNull();
  });
});
