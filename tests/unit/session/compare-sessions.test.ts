import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../shared/kit/json.ts';
import { Exact } from '../../../shared/kit/money.ts';
import { bookOnDay } from '../../../shared/pricing/choose-book.ts';
import { modelOfView } from '../../../shared/session/costs/model-of-view.ts';
import { foldSession } from '../../../shared/session/fold/fold.ts';
import {
  compareSessions,
  type Comparison,
  type Difference,
  moneyDifference,
  type MoneyDifference,
  type PricedSession,
} from '../../../shared/session/library/compare-sessions.ts';
import { shipped } from '../pricing/books.ts';
import { header, LogWriter } from './log.ts';

const book = bookOnDay(shipped('2026-10-09'), '2026-11-23');

const usageOf = (audio: number, text: number): JsonObject => ({
  total_tokens: 2 * (audio + text),
  input_tokens: audio + text,
  output_tokens: audio + text,
  input_token_details: { text_tokens: text, audio_tokens: audio, cached_tokens: 0 },
  output_token_details: { text_tokens: text, audio_tokens: audio },
});

interface Wish {
  readonly model?: string;
  readonly session?: JsonObject;
  /** Null: a response that ends and never says what it used. */
  readonly usages: readonly (JsonObject | null)[];
}

function priced({ model = 'gpt-realtime-mini-2025-12-15', session = {}, usages }: Wish): PricedSession {
  const log = new LogWriter().server('session.created', { session: { type: 'realtime', model, ...session } });
  usages.forEach((usage, index) => {
    const id = `resp_${index}`;
    log.server('response.created', { response: { id, usage: null } });
    log.server('response.done', { response: { id, status: 'completed', output: [], usage } });
  });
  const view = foldSession(header, log.entries);
  return { view, book, model: modelOfView(view, book)?.model ?? null };
}

const vad = (turnDetection: JsonObject): JsonObject => ({ audio: { input: { turn_detection: turnDetection } } });

const wishes = fc.record({
  model: fc.constantFrom('gpt-realtime-mini-2025-12-15', 'gpt-realtime', 'nobody-knows-it'),
  session: fc.constantFrom(vad({ type: 'server_vad' }), vad({ type: 'semantic_vad', eagerness: 'low' }), {}),
  usages: fc.array(fc.option(fc.tuple(fc.nat(5000), fc.nat(5000)).map(([audio, text]) => usageOf(audio, text))), {
    maxLength: 6,
  }),
});

const counts = ({ responses, notReported, asked, fields }: Comparison): Difference[] => [
  responses,
  notReported,
  asked,
  ...fields.toSorted((a, b) => (a.label < b.label ? -1 : 1)),
];
const monies = ({ expected, ifBilled, reported }: Comparison): MoneyDifference[] => [expected, ifBilled, reported];

describe('two sessions compared', () => {
  it('have differences that turn their sign, and nothing else, when they are swapped', () => {
    fc.assert(
      fc.property(wishes, wishes, (a, b) => {
        const [there, back] = [compareSessions(priced(a), priced(b)), compareSessions(priced(b), priced(a))];
        expect(counts(back).map(({ one, other, less }) => ({ one: other, other: one, less: less ?? null }))).toEqual(
          counts(there).map(({ one, other, less }) => ({ one, other, less: less === null ? null : 0 - less })),
        );
        for (const [index, money] of monies(there).entries()) {
          const swapped = monies(back)[index];
          expect([swapped?.one, swapped?.other]).toEqual([money.other, money.one]);
          expect(swapped?.less ?? null).toBe(money.less === null ? null : new Exact(0).minus(money.less).toFixed());
        }
        const ids = ({ options }: Comparison): string[] => options.different.map(({ id }) => id);
        expect(ids(back)).toEqual(ids(there));
        expect(back.options.equal).toBe(there.options.equal);
      }),
    );
  });

  it('do not differ from themselves', () => {
    fc.assert(
      fc.property(wishes, (wish) => {
        const same = compareSessions(priced(wish), priced(wish));
        expect(same.options.different).toEqual([]);
        expect(counts(same).every(({ less }) => less === 0 || less === null)).toBe(true);
        expect(monies(same).every(({ less }) => less === '0' || less === null)).toBe(true);
      }),
    );
  });

  it('name the options that differ in effect, and count the others', () => {
    const one = priced({ session: vad({ type: 'server_vad', create_response: true }), usages: [] });
    const other = priced({ session: vad({ type: 'server_vad', create_response: false }), usages: [] });
    const { options } = compareSessions(one, other);
    expect(options.different).toEqual([{ id: 'vad.create', label: 'Create response', one: 'on', other: 'off' }]);
    expect(options.told).toBe(true);
    expect(options.equal).toBeGreaterThan(10);
  });

  it('say which options only one of them has', () => {
    const one = priced({ session: vad({ type: 'server_vad' }), usages: [] });
    const other = priced({ session: vad({ type: 'semantic_vad', eagerness: 'low' }), usages: [] });
    const { different } = compareSessions(one, other).options;
    expect(different.find(({ id }) => id === 'vad.eagerness')).toMatchObject({ one: null, other: 'low' });
    expect(different.find(({ id }) => id === 'vad.silence')).toMatchObject({ other: null });
  });

  it('count what was never reported, and keep what it may cost out of the low end', () => {
    const comparison = compareSessions(priced({ usages: [usageOf(10, 20)] }), priced({ usages: [null] }));
    expect(comparison.notReported).toEqual({ one: 0, other: 1, less: 1 });
    expect(comparison.expected.other).toMatchObject({ amount: '0', about: false });
    expect(comparison.ifBilled.one.amount).toBe('0');
    expect(new Exact(comparison.ifBilled.other.amount ?? 0).gt(0)).toBe(true);
    expect(comparison.fields.find(({ label }) => label === 'Audio out')).toMatchObject({ one: 10, less: -10 });
  });
});

describe('a difference of money', () => {
  const side = (amount: string | null, currency: string, unpriced: string[] = []) => ({
    amount,
    currency,
    about: false,
    unpriced,
  });
  it('is exact in one currency, and none between two or where a price is missing', () => {
    expect(moneyDifference(side('0.3', 'USD'), side('0.1', 'USD')).less).toBe('-0.2');
    expect(moneyDifference(side('0.3', 'USD'), side('0.1', 'EUR')).less).toBeNull();
    expect(moneyDifference(side('0.3', 'USD'), side(null, 'USD')).less).toBeNull();
    expect(moneyDifference(side('0.3', 'USD', ['Image in: 3 tokens']), side('0.1', 'USD')).less).toBeNull();
  });
});
