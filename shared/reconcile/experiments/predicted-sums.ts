import type { RuleSet } from '../../usage/rules/rules.ts';
import type { Turn } from '../evidence/reported-responses.ts';
import { promptsOf, type Space } from '../search/space.ts';
import { contexts } from '../stories/further-response.ts';
import { type Place, placesOf } from '../stories/places.ts';
import { middle } from '../stories/span.ts';
import type { FurtherInference, Story } from '../stories/story.ts';

/** What a story adds to the input meters beyond the report; null: nothing predicts it. */
export interface Sums {
  readonly audioIn: number | null;
  readonly textIn: number | null;
}

/** The turns that stories speak of, each to be run again as a session of its own. */
export interface Rerun {
  readonly turns: readonly Turn[];
  /** Where a turn of the session that is explained stands among them. */
  readonly at: ReadonlyMap<number, number>;
}

/** A session that is to be run: what stands at its turns, by the rules. */
export interface Run {
  readonly places: readonly Place[];
  readonly at: Rerun['at'];
  readonly rules: RuleSet;
  /** Prompts that another session can have: that of the run, and that of the session that is explained. */
  readonly prompts: readonly number[];
}

interface Amounts {
  readonly audio: number;
  readonly text: number;
}

/** What the log worked out for a turn holds for that turn alone. */
function alone(turn: Turn, index: number): Turn {
  const { after: _after, prompt: _prompt, ...plain } = turn;
  return { ...plain, conversation: `run ${index}` };
}

/** The turns that stories name; the first of the session where they name none. */
export function rerunOf(stories: readonly Story[], { turns }: Space): Rerun {
  const named = new Set(stories.flatMap(({ further }) => further.flatMap(({ turn }) => turn ?? [])));
  const indexes = named.size === 0 ? [0] : [...named].sort((one, other) => one - other);
  return {
    turns: indexes.flatMap((index) => turns[index] ?? []).map(alone),
    at: new Map(indexes.map((index, position) => [index, position])),
  };
}

/** A run with these turns, which are those of the rerun with a factor changed. */
export function runOf(turns: readonly Turn[], { at }: Rerun, { rules, counting, places }: Space): Run {
  const changed = placesOf(turns, rules, counting.family);
  return {
    places: changed,
    at,
    rules,
    prompts: [...new Set([...promptsOf(places, rules), ...promptsOf(changed.slice(0, 1), rules)])],
  };
}

/** What an inference of a story reads in a run; several where it can be one of several. */
function readsIn({ context, turn, reads, response }: FurtherInference, { places, at, rules, prompts }: Run): Amounts[] {
  if (context === 'first-turn') {
    const { plus } = rules.reads('spoken turn').text;
    return prompts.map((prompt) => ({ audio: 0, text: prompt + plus }));
  }
  const place = places[at.get(turn ?? 0) ?? 0];
  const known = contexts.find(({ id }) => id === context);
  // What the log saw read stands as it was: only that session had it.
  if (place === undefined || known === undefined || response !== null) {
    return [{ audio: reads.audio.low, text: reads.text.low }];
  }
  const read = known.reads(place, rules);
  // It cannot run there, so it adds nothing.
  return [read === null ? { audio: 0, text: 0 } : { audio: middle(read.audio), text: middle(read.text) }];
}

/** Sums that a story can come to in a run, each once. */
export function sumsOf({ further, open }: Story, run: Run): Sums[] {
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
    audioIn: open === 'audio' || open === 'both' ? null : audio,
    textIn: open === 'text' || open === 'both' ? null : text,
  }));
  return told.filter((one, index) => told.findIndex((other) => sameSums(one, other)) === index);
}

const alike = (one: number | null, other: number | null): boolean => one === null || other === null || one === other;

/** Nothing that both predict is different. */
const sameSums = (one: Sums, other: Sums): boolean =>
  alike(one.audioIn, other.audioIn) && alike(one.textIn, other.textIn);

/** Two stories cannot be told apart by what they can come to. */
export const canMeet = (one: readonly Sums[] = [], other: readonly Sums[] = []): boolean =>
  one.some((sums) => other.some((others) => sameSums(sums, others)));

/** Every pair of so many, each once. */
export const pairsOf = (count: number): [number, number][] =>
  Array.from({ length: count }, (_, i) => i).flatMap((i) =>
    Array.from({ length: count - i - 1 }, (_, k): [number, number] => [i, i + k + 1]),
  );
