import type { Explanation } from './explanation.ts';
import { reportedTotals, type Billed, type Turn } from './facts.ts';
import { mostFurther } from './search.ts';

/** What every surviving story shares: the part that the numbers force. */
export interface Finding {
  readonly headline: string;
  /** What the numbers leave open. */
  readonly open: string;
}

/** Times that the answer's audio and the caller's audio were read again, if every story agrees on it; else null. */
function shared(explanations: readonly Explanation[], turns: readonly Turn[], pick: 'user' | 'answer'): number | null {
  const times = explanations.map(({ story }) =>
    story.further.reduce(
      (total, { context }) => total + (context.audio.id === 'both' || context.audio.id === pick ? 1 : 0),
      0,
    ),
  );
  const first = times[0] ?? 0;
  return times.every((value) => value === first) && turns.length > 0 ? first : null;
}

const countWords: readonly string[] = [
  'no further inference',
  'one further inference',
  'up to two further inferences',
  'up to three further inferences',
];

const timesWord = (times: number): string => (times === 1 ? 'once' : times === 2 ? 'twice' : `${times} times`);

/** States what all surviving explanations have in common, and what they leave open. */
export function findingOf(explanations: readonly Explanation[], turns: readonly Turn[], billed: Billed): Finding {
  const exact = explanations.filter((one) => one.exact);
  if (exact.length === 0) {
    const checked = Object.keys(billed).length;
    return checked === 0
      ? { headline: 'There is no bill to compare with.', open: 'Paste the meter table, one meter and quantity a line.' }
      : {
          headline: `No story of ${countWords[mostFurther(turns)]} explains every meter.`,
          open: 'Other traffic on the resource, rows not yet emitted or another UTC day may be in the bill. Import it again after 72 hours, and check that nothing else used this resource.',
        };
  }
  const cache = new Set(exact.map(({ story }) => story.cache));
  const folded = cache.size === 1 && cache.has('folded');
  const cacheWords = folded
    ? ' Cached tokens were billed as uncached.'
    : cache.size === 1 && cache.has('unbilled')
      ? ' Cached tokens were not billed.'
      : '';
  if (exact.every(({ story }) => story.further.length === 0)) {
    return {
      headline: `The bill is what was reported.${cacheWords}`,
      open: 'Every checked meter agrees in whole tokens.',
    };
  }
  if (billed.audio_in === undefined) {
    return {
      headline: 'The text meters fit, and that is not enough to say why.',
      open: 'Text counts alone are hit by chance too easily. Add the audio meters: they decide.',
    };
  }
  if (exact.some(({ story }) => story.further.length === 0)) {
    return {
      headline: 'The bill fits the report, and also stories with more in it.',
      open: 'The simplest story stands first; the rows that are missing would tell them apart.',
    };
  }
  const reported = reportedTotals(turns);
  const answers = shared(exact, turns, 'answer');
  const users = shared(exact, turns, 'user');
  const fewest = Math.min(...exact.map(({ story }) => story.further.length));
  const atLeast = fewest === 1 ? 'at least one further inference' : `at least ${fewest} further inferences`;
  if (answers !== null && answers > 0 && users !== null && turns.length === 1) {
    const sum = [
      ...Array<number>(users).fill(reported.audio_in),
      ...Array<number>(answers).fill(reported.audio_out),
    ].join(' + ');
    return {
      headline: `The bill holds ${atLeast} over the finished conversation: ${sum} audio tokens, read again.${cacheWords}`,
      open: `Every story that fits reads the answer's own ${reported.audio_out} audio tokens ${timesWord(answers)} more, so it ran after the answer. The numbers say that it ran, not why: a hidden second response, a continuation and a retry after the answer all have these sums.`,
    };
  }
  return {
    headline: `The bill holds ${atLeast}.${cacheWords}`,
    open: 'The stories that fit disagree on what it read. The experiments below tell them apart.',
  };
}
