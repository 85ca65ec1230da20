import type { Experiment } from '../experiments.ts';
import type { Explanation } from '../explanation.ts';
import type { Turn } from '../facts.ts';
import { letterOf } from './letters.ts';
import { pairsOf, sumsOf } from './sums.ts';

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

/**
 * What an explanation adds, whatever the sizes are, as one comparable text: a sum of the sizes, each some whole number of times,
 * and a constant. It is found by no tokens at all, and by each size of each turn that is read raised by one.
 */
function amountsOf({ story }: Explanation, turns: number): string {
  // One that reads transcripts which nobody counted differs from one that reads none.
  const uncounted = story.transcriptsFitted === null ? {} : { userTranscript: null, answerTranscript: null };
  const still: readonly Turn[] = Array.from({ length: turns }, () => ({ ...nothing, ...uncounted }));
  const read = new Set([story.further[0]?.turn ?? 0, ...story.further.map(({ turn }) => turn)]);
  const constant = sumsOf(story, still);
  const added = [...read]
    .filter((at) => at < turns)
    .sort((one, other) => one - other)
    .flatMap((at) =>
      sizes.map((size) => {
        const raised = { ...nothing, [size]: 1, ...uncounted };
        const sums = sumsOf(story, still.with(at, raised));
        return [at, size, sums.audioIn - constant.audioIn, sums.textIn - constant.textIn] as const;
      }),
    );
  return JSON.stringify([
    story.transcriptsFitted === null,
    constant,
    added.filter(([, , audio, text]) => audio !== 0 || text !== 0),
  ]);
}

const eventsOf = ({ story }: Explanation): string =>
  story.events
    .map(({ id }) => id)
    .sort()
    .join(' ');
const cachesOf = ({ story }: Explanation): string => `${story.cache.audio} ${story.cache.text}`;

function whyOf(one: Explanation, other: Explanation, alwaysAlike: boolean): Pick<Inseparable, 'kind' | 'why'> {
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

/** Pairs that no planned experiment splits, each with the reason. */
export function inseparable(
  explanations: readonly Explanation[],
  experiments: readonly Experiment[],
  turns: number,
): Inseparable[] {
  const split = new Set(experiments.flatMap(({ splits }) => splits.map(String)));
  const amounts = explanations.map((one) => amountsOf(one, turns));
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
