import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Exact } from '../../../shared/kit/money.ts';
import { type Figure, type MoneyFigure, moneyLess } from '../../../shared/session/library/compare-figures.ts';
import {
  compareSessions,
  type Comparison,
  type PricedSession,
} from '../../../shared/session/library/compare-sessions.ts';
import { priced, usageOf, vad } from './priced-sessions.ts';

const wishes = fc.record({
  model: fc.constantFrom('gpt-realtime-mini-2025-12-15', 'gpt-realtime', 'nobody-knows-it'),
  session: fc.constantFrom(vad({ type: 'server_vad' }), vad({ type: 'semantic_vad', eagerness: 'low' }), {}),
  usages: fc.array(fc.option(fc.tuple(fc.nat(5000), fc.nat(5000)).map(([audio, text]) => usageOf(audio, text))), {
    maxLength: 6,
  }),
});

const counts = ({ responses, notReported, asked, fields }: Comparison): (readonly Figure[])[] => [
  responses,
  notReported,
  asked,
  ...fields.toSorted((a, b) => (a.label < b.label ? -1 : 1)).map(({ figures }) => figures),
];
const monies = ({ expected, ifBilled, reported, perTurn }: Comparison): (readonly MoneyFigure[])[] => [
  expected,
  ifBilled,
  reported,
  perTurn,
];
const ids = ({ options }: Comparison): string[] => options.different.map(({ id }) => id);

describe('sessions compared', () => {
  it('have differences that turn their sign, and nothing else, when two are swapped', () => {
    fc.assert(
      fc.property(wishes, wishes, (a, b) => {
        const there = compareSessions([priced(a), priced(b)]);
        const back = compareSessions([priced(b), priced(a)]);
        for (const [index, [one, other]] of counts(there).entries()) {
          const [first, second] = counts(back)[index] ?? [];
          expect([second?.value, first?.value]).toEqual([one?.value, other?.value]);
          const less = other?.less ?? null;
          expect(second?.less ?? null).toBe(less === null ? null : 0 - less);
        }
        for (const [index, [one, other]] of monies(there).entries()) {
          const [first, second] = monies(back)[index] ?? [];
          expect([second?.amount, first?.amount]).toEqual([one?.amount, other?.amount]);
          const less = other?.less ?? null;
          expect(second?.less ?? null).toBe(less === null ? null : new Exact(0).minus(less).toFixed());
        }
        expect(ids(back)).toEqual(ids(there));
        expect(back.options.equal).toBe(there.options.equal);
      }),
    );
  });

  it('do not differ from themselves, however many there are', () => {
    fc.assert(
      fc.property(wishes, fc.integer({ min: 2, max: 4 }), (wish, many) => {
        const same = compareSessions(Array.from({ length: many }, () => priced(wish)));
        expect(same.sessions).toHaveLength(many);
        expect(same.options.different).toEqual([]);
        expect(
          counts(same)
            .flat()
            .every(({ less }) => less === 0 || less === null),
        ).toBe(true);
        expect(
          monies(same)
            .flat()
            .every(({ less }) => less === '0' || less === null),
        ).toBe(true);
        expect(same.firstAudio.every(({ less }) => less === 0 || less === null)).toBe(true);
        expect(same.matches.unmatched).toBe(0);
      }),
    );
  });

  it('differ from the first as each of them does alone', () => {
    fc.assert(
      fc.property(wishes, wishes, wishes, (a, b, c) => {
        const three = compareSessions([priced(a), priced(b), priced(c)]);
        const two = compareSessions([priced(a), priced(c)]);
        expect(monies(three).map((of) => of[2])).toEqual(monies(two).map((of) => of[1]));
        expect(three.responses[2]).toEqual(two.responses[1]);
      }),
    );
  });

  it('name the options that differ in effect, and count the others', () => {
    const one = priced({ session: vad({ type: 'server_vad', create_response: true }), usages: [] });
    const other = priced({ session: vad({ type: 'server_vad', create_response: false }), usages: [] });
    const { options } = compareSessions([one, other, one]);
    expect(options.different).toEqual([
      {
        id: 'vad.create',
        label: 'Create response',
        values: [
          { text: 'on', differs: false, among: [] },
          { text: 'off', differs: true, among: [] },
          { text: 'on', differs: false, among: [] },
        ],
      },
    ]);
    expect(options.told).toBe(true);
    expect(options.equal).toBeGreaterThan(10);
  });

  it('tell texts of one length apart', () => {
    const told = (instructions: string): PricedSession => priced({ session: { instructions }, usages: [] });
    const { different } = compareSessions([
      told('Be short.'),
      told('Be quick.'),
      told('Be short.'),
      told('Be early.'),
    ]).options;
    expect(different.find(({ id }) => id === 'instructions')?.values.map(({ text }) => text)).toEqual([
      '9 characters',
      'another, 9 characters',
      '9 characters',
      'a third, 9 characters',
    ]);
  });

  it('say which options only some of them have, where that tells more than the option that takes them away', () => {
    const one = priced({ session: vad({ type: 'server_vad', silence_duration_ms: 700 }), usages: [] });
    const other = priced({ session: vad({ type: 'semantic_vad', eagerness: 'low' }), usages: [] });
    const usual = priced({ session: vad({ type: 'server_vad' }), usages: [] });
    const idsOf = (...sessions: PricedSession[]) => ids(compareSessions(sessions));
    const textsOf = (id: string, ...sessions: PricedSession[]) =>
      compareSessions(sessions)
        .options.different.find((option) => option.id === id)
        ?.values.map(({ text }) => text);
    expect(textsOf('vad.eagerness', one, other)).toEqual([null, 'low']);
    expect(textsOf('vad.silence', one, other)).toEqual(['700 ms', null]);
    // Threshold and prefix padding are the service's own in the one, and do not exist in the other.
    expect(idsOf(one, other)).toEqual(['vad.type', 'vad.silence', 'vad.eagerness']);
    expect(idsOf(usual, other)).toEqual(['vad.type', 'vad.eagerness']);
    // Two that have it differ, so it is told of the third, too.
    expect(textsOf('vad.silence', one, usual, other)).toEqual(['700 ms', '500 ms', null]);
    const { options } = compareSessions([usual, other]);
    const all = compareSessions([usual, usual]).options.equal;
    // Eagerness exists beside the semantic kind alone; all that exist anywhere are counted once.
    expect(options.equal + options.different.length).toBe(all + 1);
  });

  it('count what was never reported, and keep what it may cost out of the low end', () => {
    const comparison = compareSessions([priced({ usages: [usageOf(10, 20)] }), priced({ usages: [null] })]);
    expect(comparison.notReported).toEqual([
      { value: 0, less: null },
      { value: 1, less: 1 },
    ]);
    expect(comparison.expected[1]).toMatchObject({ amount: '0', about: false });
    expect(comparison.ifBilled[0]?.amount).toBe('0');
    expect(new Exact(comparison.ifBilled[1]?.amount ?? 0).gt(0)).toBe(true);
    const out = comparison.fields.find(({ label }) => label === 'Audio out');
    expect(out?.figures).toMatchObject([{ value: 10, less: null }, { less: -10 }]);
  });

  it('have no money a turn or a minute where there is neither', () => {
    const { perTurn, perMinute } = compareSessions([priced({ usages: [] }), priced({ usages: [usageOf(10, 20)] })]);
    // Nobody said anything, and no connection was noted.
    expect([...perTurn, ...perMinute].map(({ amount }) => amount)).toEqual([null, null, null, null]);
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
    expect(moneyLess(side('0.3', 'USD'), side('0.1', 'USD'))).toBe('-0.2');
    expect(moneyLess(side('0.3', 'USD'), side('0.1', 'EUR'))).toBeNull();
    expect(moneyLess(side('0.3', 'USD'), side(null, 'USD'))).toBeNull();
    expect(moneyLess(side('0.3', 'USD', ['Image in: 3 tokens']), side('0.1', 'USD'))).toBeNull();
  });
});
