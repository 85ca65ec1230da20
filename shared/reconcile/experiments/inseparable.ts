import type { Turn } from '../evidence/reported-responses.ts';
import type { Explained } from '../finding/explanation.ts';
import { letterOf } from '../stories/phrases.ts';
import type { Space } from '../stories/space.ts';
import type { Run } from '../stories/story.ts';
import type { Experiment } from './experiments.ts';
import { pairsOf, rerunOf, runOf, sumsOf } from './predicted-sums.ts';

/** Two explanations that no planned run tells apart, and why not. */
export interface Inseparable {
  /** By position, from 0. */
  readonly pair: readonly [number, number];
  /**
   * `sums`: they add the same amounts at every size, so no run of any size can. `beside`: so they do, and differ in what became of
   * cached tokens or in what happened beside the session. `open`: a number of theirs is as large as a bill makes it. `sizes`: their amounts differ, and no size that was tried keeps them apart.
   */
  readonly kind: 'sums' | 'beside' | 'open' | 'sizes';
  /** A clause that follows the names of both. */
  readonly why: string;
}

const sizes = ['audioIn', 'audioOut', 'textIn', 'textOut', 'userTranscript', 'answerTranscript'] as const;

const base = { audioIn: 1009, audioOut: 2003, textIn: 5003, textOut: 307, userTranscript: 211, answerTranscript: 251 };
const raisedBy = 503;

/** A session of unlike sizes, and the same with each size raised: stories that come to the same in all of these always do. */
function probesOf(stories: readonly Explained[], space: Space): Run[] {
  const rerun = rerunOf(
    stories.map(({ story }) => story),
    space,
  );
  const still = rerun.turns.map((turn): Turn => ({ ...turn, ...base }));
  const raised = still.flatMap((turn, at) =>
    sizes.map((size) => still.with(at, { ...turn, [size]: base[size] + raisedBy })),
  );
  return [still, ...raised].map((turns) => runOf(turns, rerun, space));
}

const eventsOf = ({ story }: Explained): string =>
  story.events
    .map(({ id }) => id)
    .sort()
    .join(' ');
const cachesOf = ({ story }: Explained): string => `${story.cache.audio} ${story.cache.text}`;

function whyOf(one: Explained, other: Explained, alwaysAlike: boolean): Pick<Inseparable, 'kind' | 'why'> {
  if (one.story.open !== null || other.story.open !== null) {
    return {
      kind: 'open',
      why: 'hold a number that nothing predicts; a run alone on its resource and its UTC day rules out what comes of others, and its log the rest',
    };
  }
  if (!alwaysAlike) {
    return {
      kind: 'sizes',
      why: 'differ in their amounts, but at every size that was tried some length of the answer would hide it; the formulas say what to look for',
    };
  }
  const beside = [
    ...(cachesOf(one) === cachesOf(other)
      ? []
      : [
          'in where cached tokens are billed, which a run with nothing cached does not show and one with a warm cache does',
        ]),
    ...(eventsOf(one) === eventsOf(other)
      ? []
      : ['in what happened beside the session, which a run alone on its resource rules out']),
  ];
  return beside.length > 0
    ? { kind: 'beside', why: `read the same again at every size; they differ only ${beside.join(', and ')}` }
    : {
        kind: 'sums',
        why: 'add the same tokens at every size of prompt, question and answer, only dealt out otherwise among their inferences; a bill adds those up, so no choice of sizes can tell them apart, and only a record of each inference’s own tokens could',
      };
}

/** Explanations that are compared with one another: those of the plan. */
const mostCompared = 12;

/** Pairs that no planned experiment splits, each with the reason. */
export function inseparable(
  all: readonly Explained[],
  experiments: readonly Experiment[],
  space: Space,
): Inseparable[] {
  // Without a run to make there is nothing that it could tell apart.
  if (experiments.length === 0) return [];
  const explanations = all.slice(0, mostCompared);
  const split = new Set(experiments.flatMap(({ splits }) => splits.map(String)));
  const probes = probesOf(explanations, space);
  const amounts = explanations.map(({ story }) => JSON.stringify(probes.map((run) => sumsOf(story, run))));
  return pairsOf(explanations.length)
    .filter((pair) => !split.has(String(pair)))
    .flatMap((pair) => {
      const [one, other] = [explanations[pair[0]], explanations[pair[1]]];
      return one === undefined || other === undefined
        ? []
        : [{ pair, ...whyOf(one, other, amounts[pair[0]] === amounts[pair[1]]) }];
    });
}

const letters = ([one, other]: readonly [number, number]): string => `${letterOf(one)} and ${letterOf(other)}`;

/** Pairs that a sentence names; a bill that many stories fit has thousands. */
const mostNamed = 12;

function named(pairs: readonly string[]): string {
  const more = pairs.length - mostNamed;
  const shown = pairs.slice(0, mostNamed).join('; ');
  return more > 0 ? `${shown} and ${more} more ${more === 1 ? 'pair' : 'pairs'}` : shown;
}

/** The pairs in whole sentences, those of one reason in one. */
export function inseparableSentences(pairs: readonly Inseparable[]): string[] {
  const byReason = new Map<string, string[]>();
  for (const { pair, why } of pairs) {
    const alike = byReason.get(why);
    if (alike === undefined) byReason.set(why, [letters(pair)]);
    else alike.push(letters(pair));
  }
  return [...byReason].map(
    ([why, alike]) =>
      `No planned experiment tells ${named(alike)} apart: ${alike.length === 1 ? 'they' : 'the two of each pair'} ${why}.`,
  );
}
