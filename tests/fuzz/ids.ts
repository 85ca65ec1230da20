import { between, chance, pick, type Random } from '../findings/random.ts';
import { memberNames } from './names.ts';

/** The ids a made-up service gives. Few, so that events meet; some of them are names that every object answers to. */
export interface Ids {
  readonly item: string;
  readonly previous: string;
  readonly response: string;
  readonly call: string;
  readonly event: string;
}

const own = ['item', 'resp', 'call'] as const;

/** An id of this kind; now and then of another kind, a hostile one, or none at all. */
export function anyId(random: Random, kind: (typeof own)[number], most: number): string {
  if (chance(random, 0.03)) return pick(random, memberNames);
  if (chance(random, 0.01)) return '';
  const of = chance(random, 0.04) ? pick(random, own) : kind;
  return `${of}_${between(random, 1, most)}`;
}

/** Ids of a thing that may or may not be there. */
export const anyIds = (random: Random, most = 6): Ids => ({
  item: anyId(random, 'item', most),
  previous: anyId(random, 'item', most),
  response: anyId(random, 'resp', most),
  call: anyId(random, 'call', most),
  event: chance(random, 0.5) ? `bench_${between(random, 1, 12)}` : anyId(random, 'call', most),
});
