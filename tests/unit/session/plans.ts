import fc from 'fast-check';
import type { Family, Service } from './by-hand.ts';

/** How a response ends: reported right, cut off and reported right, without a report that says anything, or not at all. */
export type Ending = 'reported' | 'cut' | 'null' | 'zero' | 'lost';
const endings: readonly Ending[] = ['reported', 'reported', 'cut', 'null', 'zero', 'lost'];

export type Step =
  | {
      readonly what: 'say';
      readonly frames: number;
      readonly words: number;
      readonly told: 'reported' | 'zero' | 'lost';
    }
  | { readonly what: 'type' | 'write'; readonly tokens: number }
  | {
      readonly what: 'speak';
      readonly ms: number;
      readonly tokens: number;
      /** Stretches of transcript that the stream shows. */
      readonly shown: number;
      readonly ending: Ending;
      /** Runs and audio tokens that the service counts beside what the rules say: 0, or one more or less. */
      readonly stray: { readonly runs: number; readonly audio: number };
    }
  | { readonly what: 'answer'; readonly parts: readonly number[]; readonly thought: number; readonly ending: Ending }
  | {
      readonly what: 'call';
      readonly message: number;
      readonly tokens: number;
      readonly result: number;
      readonly thought: number;
      readonly ending: Ending;
    }
  | { readonly what: 'silence' }
  | { readonly what: 'truncate'; readonly ms: number }
  | { readonly what: 'delete'; readonly which: number }
  | { readonly what: 'instruct'; readonly tokens: number };

export interface Plan {
  readonly family: Family;
  readonly service: Service;
  readonly steps: readonly Step[];
}

const is = <T extends string>(what: T): fc.Arbitrary<T> => fc.constant(what);
const tokens = fc.integer({ min: 1, max: 80 });
const thought = fc.integer({ min: 0, max: 40 });
const ending = fc.constantFrom(...endings);
const speak = (stray: fc.Arbitrary<{ runs: number; audio: number }>): fc.Arbitrary<Step> =>
  fc.record({
    what: is('speak'),
    ms: fc.integer({ min: 1, max: 8000 }),
    tokens,
    shown: fc.integer({ min: 1, max: 6 }),
    ending,
    stray,
  });

const stepsWith = (stray: fc.Arbitrary<{ runs: number; audio: number }>): fc.Arbitrary<readonly Step[]> =>
  fc.array(
    fc.oneof(
      fc.record({
        what: is('say'),
        frames: fc.integer({ min: 1, max: 150 }),
        words: tokens,
        told: fc.constantFrom('reported', 'zero', 'lost'),
      }),
      fc.record({ what: fc.constantFrom('type', 'write'), tokens }),
      { weight: 3, arbitrary: speak(stray) },
      fc.record({ what: is('answer'), parts: fc.array(tokens, { minLength: 1, maxLength: 2 }), thought, ending }),
      fc.record({
        what: is('call'),
        message: fc.integer({ min: 0, max: 20 }),
        tokens,
        result: tokens,
        thought,
        ending,
      }),
      fc.record({ what: is('silence') }),
      fc.record({ what: is('truncate'), ms: fc.integer({ min: 0, max: 8000 }) }),
      fc.record({ what: is('delete'), which: fc.nat({ max: 30 }) }),
      fc.record({ what: is('instruct'), tokens: fc.integer({ min: 1, max: 300 }) }),
    ),
    { maxLength: 16 },
  );

const plansWith = (stray: fc.Arbitrary<{ runs: number; audio: number }>): fc.Arbitrary<Plan> =>
  fc.record({
    family: fc.constantFrom('preview', 'ga', 'reasoning'),
    service: fc.constantFrom('openai', 'azure'),
    steps: stepsWith(stray),
  });

/** Conversations that a service counts by the rules to the token. */
export const plans = plansWith(fc.constant({ runs: 0, audio: 0 }));

const oneOff = fc.integer({ min: -1, max: 1 });
/** Conversations in which it counts a spoken answer one run or one token of audio beside them. */
export const strayPlans = plansWith(fc.record({ runs: oneOff, audio: oneOff }));
