import type { RuleSet } from '../../usage/rules/rules.ts';
import type { Turn } from '../facts.ts';
import { promptsOf } from '../stories/candidates.ts';
import { contexts } from '../stories/contexts.ts';
import { placesOf, type Place } from '../stories/places.ts';
import { middle } from '../stories/span.ts';
import type { Space } from '../stories/space.ts';
import type { FurtherInference, Story } from '../stories/story.ts';

/** What a story adds to the input meters beyond the report; null: nothing predicts it. */
export interface Sums {
  readonly audioIn: number | null;
  readonly textIn: number | null;
}

interface Run {
  readonly places: readonly Place[];
  readonly rules: RuleSet;
  /** Prompts that another session can have: that of the run, and that of the session that is explained. */
  readonly prompts: readonly number[];
}

interface Amounts {
  readonly audio: number;
  readonly text: number;
}

/** What an inference of a story reads in another run; several where it can be one of several. */
function readsIn({ context, turn, reads, response }: FurtherInference, { places, rules, prompts }: Run): Amounts[] {
  if (context === 'first-turn') {
    const { plus } = rules.reads('spoken turn').text;
    return prompts.map((prompt) => ({ audio: 0, text: prompt + plus }));
  }
  const place = places[turn ?? 0];
  const known = contexts.find(({ id }) => id === context);
  // What the log saw read stands as it was: only that session had it.
  if (place === undefined || known === undefined || response !== null) {
    return [{ audio: reads.audio.low, text: reads.text.low }];
  }
  const read = known.reads(place, rules);
  // It cannot run there, so it adds nothing.
  return [read === null ? { audio: 0, text: 0 } : { audio: middle(read.audio), text: middle(read.text) }];
}

/** Sums that a story can come to in a run with these turns, each once. */
export function sumsOf({ further, open }: Story, turns: readonly Turn[], { rules, counting, places }: Space): Sums[] {
  // What the log worked out for a turn holds for that turn alone.
  const plain = turns.map(({ after: _, prompt: __, ...turn }): Turn => turn);
  const changed = placesOf(plain, rules, counting.family);
  const run: Run = {
    places: changed,
    rules,
    prompts: [...new Set([...promptsOf(places, rules), ...promptsOf(changed, rules)])],
  };
  const sums = further.reduce<Amounts[]>(
    (all, one) => {
      const reads = readsIn(one, run);
      return all.flatMap(({ audio, text }) =>
        reads.map((read) => ({ audio: audio + read.audio, text: text + read.text })),
      );
    },
    [{ audio: 0, text: 0 }],
  );
  const told = sums.map(({ audio, text }): Sums => ({
    audioIn: open === 'audio' ? null : audio,
    textIn: open === 'text' ? null : text,
  }));
  return told.filter((one, index) => told.findIndex((other) => sameSums(one, other)) === index);
}

const alike = (one: number | null, other: number | null): boolean => one === null || other === null || one === other;

/** Nothing that both predict is different. */
const sameSums = (one: Sums, other: Sums): boolean =>
  alike(one.audioIn, other.audioIn) && alike(one.textIn, other.textIn);

/** Two stories cannot be told apart by what they can come to. */
export const canMeet = (one: readonly Sums[], other: readonly Sums[]): boolean =>
  one.some((sums) => other.some((others) => sameSums(sums, others)));

/** Every pair of so many, each once. */
export const pairsOf = (count: number): [number, number][] =>
  Array.from({ length: count }, (_, i) => i).flatMap((i) =>
    Array.from({ length: count - i - 1 }, (_, k): [number, number] => [i, i + k + 1]),
  );
