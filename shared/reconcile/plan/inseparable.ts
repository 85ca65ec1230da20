import type { Experiment } from '../experiments.ts';
import type { Explanation } from '../explanation.ts';
import type { Turn } from '../facts.ts';
import { letterOf } from './letters.ts';
import { pairsOf, sameSums, sumsOf } from './sums.ts';

/** Two explanations that no planned run tells apart, and why not. */
export interface Inseparable {
  /** By position, from 0. */
  readonly pair: readonly [number, number];
  /**
   * `sums`: they add the same amounts at every size, so no run of any size can. `beside`: so they do, and differ in what became of
   * cached tokens or in what happened beside the session. `sizes`: their amounts differ, and no size that was tried keeps them apart.
   */
  readonly kind: 'sums' | 'beside' | 'sizes';
  /** A clause that follows the names of both. */
  readonly why: string;
}

const sizes = ['audioIn', 'audioOut', 'textIn', 'textOut', 'userTranscript', 'answerTranscript'] as const;

const nothing: Turn = {
  audioIn: 0,
  textIn: 0,
  audioOut: 0,
  textOut: 0,
  audioCached: 0,
  textCached: 0,
  userTranscript: 0,
  answerTranscript: 0,
};

/** No tokens at all, and each size of each turn by itself raised by one. */
const probes = (turns: number): Turn[][] => {
  const still = Array.from({ length: turns }, () => nothing);
  const raised = still.flatMap((_, at) =>
    sizes.map((size) => still.map((turn, index) => (index === at ? { ...turn, [size]: 1 } : turn))),
  );
  return [still, ...raised];
};

/**
 * Whether two explanations add the same amounts whatever the sizes are. What they add is a sum of the sizes, each some whole
 * number of times, and a constant; two such sums that agree on these probes agree everywhere.
 */
function alwaysAlike(one: Explanation, other: Explanation, turns: number): boolean {
  const fitted = [one, other].filter(({ story }) => story.transcriptsFitted !== null).length;
  // One that reads transcripts which nobody counted differs from one that reads none.
  if (fitted === 1) return false;
  const uncounted = fitted === 2 ? { userTranscript: null, answerTranscript: null } : {};
  return probes(turns)
    .map((probe) => probe.map((turn) => ({ ...turn, ...uncounted })))
    .every((probe) => sameSums(sumsOf(one.story, probe), sumsOf(other.story, probe)));
}

const eventsOf = ({ story }: Explanation): string =>
  story.events
    .map(({ id }) => id)
    .sort()
    .join(' ');
const cachesOf = ({ story }: Explanation): string => `${story.cache.audio} ${story.cache.text}`;

function whyOf(one: Explanation, other: Explanation, turns: number): Pick<Inseparable, 'kind' | 'why'> {
  if (!alwaysAlike(one, other, turns)) {
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

/** Pairs that no planned experiment splits, each with the reason. */
export function inseparable(
  explanations: readonly Explanation[],
  experiments: readonly Experiment[],
  turns: number,
): Inseparable[] {
  const split = new Set(experiments.flatMap(({ splits }) => splits.map(String)));
  return pairsOf(explanations.length)
    .filter((pair) => !split.has(String(pair)))
    .flatMap((pair) => {
      const [one, other] = [explanations[pair[0]], explanations[pair[1]]];
      return one === undefined || other === undefined ? [] : [{ pair, ...whyOf(one, other, turns) }];
    });
}

const letters = ([one, other]: readonly [number, number]): string => `${letterOf(one)} and ${letterOf(other)}`;

/** The pairs in whole sentences, those of one reason in one. */
export function inseparableSentences(pairs: readonly Inseparable[]): string[] {
  const byReason = new Map<string, string[]>();
  for (const { pair, why } of pairs) byReason.set(why, [...(byReason.get(why) ?? []), letters(pair)]);
  return [...byReason].map(
    ([why, named]) =>
      `No planned experiment tells ${named.join('; ')} apart: ${named.length === 1 ? 'they' : 'the two of each pair'} ${why}.`,
  );
}
