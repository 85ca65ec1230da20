import type { Turn } from '../../../shared/reconcile/evidence/reported-responses.ts';
import { threadTurn } from './thread.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Combination,
  combined,
  eachExact,
  eachOpen,
  together,
} from '../../../shared/reconcile/search/story-search.ts';
import { from, point } from '../../../shared/kit/span.ts';
import { asItWas, type FurtherInference } from '../../../shared/reconcile/stories/story.ts';

interface Of {
  readonly name: string;
  readonly audio?: number;
  readonly width?: number;
  readonly text?: number;
  readonly open?: 'audio' | 'text';
  readonly response?: number;
  readonly turn?: number;
}

const one = ({ name, audio = 0, width = 0, text = 0, open, response, turn = 0 }: Of): FurtherInference => ({
  kind: { inRun: asItWas },
  context: name,
  turn,
  title: { one: name, many: name },
  when: null,
  reads: {
    audio: open === 'audio' ? from(audio) : { low: audio, high: audio + width },
    text: open === 'text' ? from(text) : point(text),
    open: open ?? null,
  },
  words: { letters: { audio: '', text: '' }, audio: [], text: [] },
  outside: false,
  workedOut: false,
  mechanisms: [],
  response: response ?? null,
  outputs: { audio: from(0), text: from(0) },
});

const names = ({ further }: Combination): string =>
  further
    .map(({ context }) => context)
    .sort()
    .join('');
const told = (each: (tell: (combination: Combination) => void) => void): string[] => {
  const all: string[] = [];
  each((combination) => all.push(names(combination)));
  return all.sort();
};

/** So many turns of which no conversation is known. */
const unnamed = (count: number): Turn[] => Array.from({ length: count }, () => threadTurn);

describe('several further inferences', () => {
  it('read together what each of them reads', () => {
    const [a, b] = [
      one({ name: 'a', audio: 3, width: 1, text: 7 }),
      one({ name: 'b', audio: 5, text: 2, open: 'audio' }),
    ];
    expect(combined([])).toMatchObject({ audio: point(0), text: point(0), open: null });
    expect(combined([a, a])).toMatchObject({ audio: { low: 6, high: 8 }, text: point(14), open: null });
    expect(combined([a, b])).toMatchObject({ audio: from(8), text: point(9), open: 'audio' });
  });

  it('are nothing where both amounts would be open', () => {
    const [heard, typed] = [one({ name: 'a', open: 'audio' }), one({ name: 'b', open: 'text' })];
    expect(combined([heard, typed])).toBeNull();
    expect(combined([heard, heard])?.open).toBe('audio');
  });
});

describe('combinations of inferences whose amounts are known', () => {
  const items = [one({ name: 'c', audio: 5 }), one({ name: 'a', audio: 2 }), one({ name: 'b', audio: 3, width: 2 })];

  it('are told each once, none of them first, up to so many', () => {
    expect(told((tell) => eachExact(items, 0, null, tell))).toEqual(['']);
    expect(told((tell) => eachExact(items, 2, null, tell))).toEqual(
      ['', 'a', 'b', 'c', 'aa', 'ab', 'ac', 'bb', 'bc', 'cc'].sort(),
    );
  });

  it('are told only where their audio is wanted, within the width of each', () => {
    expect(told((tell) => eachExact(items, 2, [5].map(point), tell))).toEqual(['ab', 'b', 'c']);
    expect(told((tell) => eachExact(items, 2, [4].map(point), tell))).toEqual(['aa', 'b']);
    expect(told((tell) => eachExact(items, 2, [0].map(point), tell))).toEqual(['']);
    expect(told((tell) => eachExact(items, 2, [2, 10].map(point), tell))).toEqual(['a', 'bb', 'bc', 'cc']);
  });

  it('hold a response of the log once and no more', () => {
    const logged = [one({ name: 'a', audio: 2, response: 7 }), one({ name: 'b', audio: 3 })];
    expect(told((tell) => eachExact(logged, 3, null, tell))).toEqual(['', 'a', 'ab', 'abb', 'b', 'bb', 'bbb']);
    // Two readings of one response are one response.
    const twice = [one({ name: 'a', audio: 2, response: 7 }), one({ name: 'b', audio: 3, response: 7 })];
    expect(told((tell) => eachExact(twice, 3, null, tell))).toEqual(['', 'a', 'b']);
  });

  it('are all of those that trying every one finds', () => {
    const sizes = fc.array(fc.tuple(fc.nat(6), fc.nat(2)), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(sizes, fc.array(fc.nat(14), { minLength: 1, maxLength: 2 }), (all, wanted) => {
        const some = all.map(([audio, width], at) => one({ name: 'abcde'.charAt(at), audio, width }));
        const every = (most: number): number[][] =>
          most === 0 ? [[]] : [[], ...some.flatMap((_, at) => every(most - 1).map((rest) => [at, ...rest]))];
        const fits = every(3).filter((picked) => {
          const low = picked.reduce((sum, at) => sum + (all[at]?.[0] ?? 0), 0);
          const high = picked.reduce((sum, at) => sum + (all[at]?.[0] ?? 0) + (all[at]?.[1] ?? 0), 0);
          return wanted.some((audio) => audio >= low && audio <= high);
        });
        const expected = new Set(
          fits.map((picked) =>
            picked
              .map((at) => 'abcde'.charAt(at))
              .sort()
              .join(''),
          ),
        );
        expect(told((tell) => eachExact(some, 3, wanted.map(point), tell))).toEqual([...expected].sort());
      }),
    );
  });
});

describe('combinations with an open amount', () => {
  const heard = one({ name: 'h', open: 'audio' });
  const typed = one({ name: 't', open: 'text' });
  const exact = [one({ name: 'a', audio: 2 }), one({ name: 'b', audio: 3, response: 4 })];

  it('hold one that is open at least, each combination once, and never both kinds', () => {
    expect(told((tell) => eachOpen([heard, typed], exact, 1, tell))).toEqual(['h', 't']);
    expect(told((tell) => eachOpen([heard, typed], exact, 2, tell))).toEqual(
      ['ah', 'at', 'bh', 'bt', 'h', 'hh', 't', 'tt'].sort(),
    );
    expect(told((tell) => eachOpen([], exact, 2, tell))).toEqual([]);
    expect(told((tell) => eachOpen([heard], exact, 0, tell))).toEqual([]);
  });

  it('hold a response of the log once', () => {
    const logged = one({ name: 'l', open: 'audio', response: 4 });
    expect(told((tell) => eachOpen([logged], exact, 3, tell))).toEqual(['aal', 'al', 'l']);
  });
});

describe('all of one kind', () => {
  const finished = [0, 1, 2].map((turn) => one({ name: 'f', audio: 10 + turn, text: 1, turn }));

  it('are the same inference at every turn, where every turn can have it', () => {
    const all = together([...finished, one({ name: 'r', turn: 0 }), one({ name: 'r', turn: 1 })], [], unnamed(3));
    expect(all.map(names)).toEqual(['fff']);
    expect(all[0]).toMatchObject({ audio: point(33), text: point(3) });
    expect(together(finished, [], unnamed(4))).toEqual([]);
  });

  it('are all that the log saw, each response once, where there are two at least', () => {
    const logged = [1, 2, 3].map((response) => one({ name: String(response), audio: response, response }));
    expect(together([], logged, unnamed(5)).map(names)).toEqual(['123']);
    expect(together([], logged.slice(0, 1), unnamed(5))).toEqual([]);
    const readings = [...logged, one({ name: 'x', audio: 9, response: 2 })];
    expect(together([], readings, unnamed(5)).map(names)).toEqual(['123']);
    const open = one({ name: 'o', open: 'audio', response: 4 });
    expect(together([], [...logged, open], unnamed(5)).map(names)).toEqual(['123']);
  });

  it('of the log are none of those at every turn', () => {
    const seen = finished.map((further, at) => ({ ...further, response: at + 5 }));
    expect(together(seen, [], unnamed(3))).toEqual([]);
  });
});
