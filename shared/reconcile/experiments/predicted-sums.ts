import type { Turn } from '../evidence/reported-responses.ts';
import { placesOf } from '../stories/places.ts';
import type { Space } from '../stories/space.ts';
import type { Amounts, Run, Story } from '../stories/story.ts';

/** What a story adds to the input meters beyond the report; null: nothing predicts it. */
export interface Sums {
  readonly audioIn: number | null;
  readonly textIn: number | null;
}

/** The turns that stories speak of, each to be run again as a session of its own. */
export interface Rerun {
  readonly turns: readonly Turn[];
  readonly at: Run['at'];
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
  return { places: placesOf(turns, rules, counting.family), at, rules, explained: places };
}

/** Sums that a story can come to in a run, each once. */
export function sumsOf({ further, open }: Story, run: Run): Sums[] {
  const sums = further.reduce<Amounts[]>(
    (all, one) => {
      const reads = one.kind.inRun(one, run);
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
