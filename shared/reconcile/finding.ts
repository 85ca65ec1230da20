import { isExact, predictMeters } from './stories/arithmetic.ts';
import { mostFurther } from './stories/candidates.ts';
import type { Turn } from './facts.ts';
import type { Billed } from '../billing/meter-kind.ts';
import type { Story } from './stories/story.ts';

/** What a finding claims, for whoever checks it: everything that `headline` says, and no more. */
export type Claim =
  | { readonly kind: 'no bill' | 'nothing fits' | 'as reported' | 'as reported in part' | 'text alone' | 'undecided' }
  | {
      readonly kind: 'further';
      readonly atLeast: number;
      /** Audio that was read again in every story, as `user 0, answer 0`; null: the stories disagree. */
      readonly reads: string | null;
      /** Every story reads an answer again, so it ran after that answer; null: the stories disagree. */
      readonly afterAnswer: boolean | null;
    };

/** What every surviving story shares: the part that the numbers force. */
export interface Finding {
  readonly claim: Claim;
  readonly headline: string;
  /** What the numbers leave open. */
  readonly open: string;
  /** The turn that `headline` names, from 0; left out: it names none. */
  readonly turn?: number;
}

/** How often each turn's caller audio and answer audio were read again, as one comparable text. */
const reading = ({ further }: Story): string =>
  further
    .filter(({ context }) => context.audio.id !== 'none')
    .flatMap(({ context, turn }) =>
      context.audio.id === 'both' ? [`user ${turn}`, `answer ${turn}`] : [`${context.audio.id} ${turn}`],
    )
    .sort()
    .join(', ');

const readsAnswer = ({ further }: Story): boolean => further.some(({ context }) => context.when === 'after');

const countWords: readonly string[] = [
  'no further inference',
  'one further inference',
  'up to two further inferences',
  'up to three further inferences',
];

const timesWord = (times: number): string => (times === 1 ? 'once' : times === 2 ? 'twice' : `${times} times`);
const count = (times: number): string =>
  times === 1 ? 'at least one further inference' : `at least ${times} further inferences`;

/** What became of the cached tokens, where all stories agree on it. */
function cacheWords(stories: readonly Story[]): string {
  const all = new Set(stories.flatMap(({ cache }) => [cache.audio, cache.text]).filter((one) => one !== 'none'));
  const [only] = all.size === 1 ? all : [];
  if (only === 'folded') return ' Cached tokens were billed as uncached.';
  if (only === 'unbilled') return ' Cached tokens were not billed.';
  return only === 'missing' ? ' Cached tokens are on meters that have no row here.' : '';
}

function nothingFits(turns: readonly Turn[], billed: Billed): Finding {
  if (Object.keys(billed).length === 0) {
    return {
      claim: { kind: 'no bill' },
      headline: 'There is no bill to compare with.',
      open: 'Paste the meter table, one meter and quantity a line.',
    };
  }
  return {
    claim: { kind: 'nothing fits' },
    headline: `No story of ${countWords[mostFurther(turns, billed)]} explains every meter.`,
    open: 'Other traffic on the resource, rows not yet emitted or another UTC day may be in the bill. Import it again after 72 hours, and check that nothing else used this resource.',
  };
}

/** Without a further inference: the report is the bill, or a part or a companion of it. */
function withoutFurther(stories: readonly Story[], cache: string): Finding {
  if (stories.some(({ events }) => events.length === 0)) {
    return {
      claim: { kind: 'as reported' },
      headline: `The bill is what was reported.${cache}`,
      open: stories.every(({ events }) => events.length === 0)
        ? 'Every checked meter agrees in whole tokens.'
        : 'Every checked meter agrees in whole tokens. Less simple stories fit too; nothing speaks for them.',
    };
  }
  const titles = [...new Set(stories.map(({ events }) => events.map(({ title }) => title).join(', and ')))];
  const [only, second] = titles;
  return {
    claim: { kind: 'as reported in part' },
    headline: `The bill is what was reported, but ${second === undefined ? (only ?? '') : 'not with these responses alone'}.${cache}`,
    open:
      second === undefined
        ? 'Every checked meter agrees in whole tokens on it.'
        : `Several accounts fit: ${titles.slice(0, 4).join('; ')}${titles.length > 4 ? ' …' : ''}.`,
  };
}

/** Audio that was read again, if all stories agree on it. */
interface ReadAgain {
  /** `user 0, answer 0`. */
  readonly reads: string;
  /** `110 + 420`. */
  readonly sum: string;
  readonly users: number;
  readonly answers: number;
  /** The one turn it is of; null: several. */
  readonly turn: number | null;
}

function readAgain(stories: readonly Story[], turns: readonly Turn[]): ReadAgain | null {
  const all = new Set(stories.map(reading));
  const [only] = all;
  if (all.size !== 1 || only === undefined || only === '' || only.includes('logged')) return null;
  const parts = only.split(', ').map((part) => {
    const [who = '', at = '0'] = part.split(' ');
    const turn = turns[Number(at)];
    return { who, at: Number(at), tokens: (who === 'user' ? turn?.audioIn : turn?.audioOut) ?? 0 };
  });
  // The caller's audio is read before the answer to it.
  const inOrder = parts.toSorted((one, other) => one.at - other.at || other.who.localeCompare(one.who));
  const places = new Set(parts.map(({ at }) => at));
  return {
    reads: only,
    sum: inOrder.map(({ tokens }) => tokens).join(' + '),
    users: parts.filter(({ who }) => who === 'user').length,
    answers: parts.filter(({ who }) => who === 'answer').length,
    turn: places.size === 1 ? (parts[0]?.at ?? null) : null,
  };
}

const hiddenOrContinued = 'a hidden second response, a continuation and a retry after the answer all have these sums.';
const retriedOrCancelled =
  'a retry of the turn, a response cancelled before it reported and a second response to the same turn all have these sums.';

function withFurther(stories: readonly Story[], turns: readonly Turn[], cache: string): Finding {
  const fewest = Math.min(...stories.map(({ further }) => further.length));
  const atLeast = count(fewest);
  const again = readAgain(stories, turns);
  const at = again === null || turns.length === 1 || again.turn === null ? '' : ` at response ${again.turn + 1}`;
  const named = again === null || turns.length === 1 || again.turn === null ? {} : { turn: again.turn };
  const claim = (reads: string | null, afterAnswer: boolean | null): Claim => ({
    kind: 'further',
    atLeast: fewest,
    reads,
    afterAnswer,
  });
  if (again !== null && again.answers > 0) {
    const own = again.turn === null ? 'the answers\u2019' : `the answer's own ${turns[again.turn]?.audioOut ?? 0}`;
    return {
      claim: claim(again.reads, true),
      headline: `The bill holds ${atLeast} over the finished conversation${at}: ${again.sum} audio tokens, read again.${cache}`,
      ...named,
      open: `Every story that fits reads ${own} audio tokens ${timesWord(again.answers)} more, so it ran after the answer. The numbers say that it ran, not why: ${hiddenOrContinued}`,
    };
  }
  if (again !== null) {
    return {
      claim: claim(again.reads, null),
      headline: `The bill holds ${atLeast} over what you said${at}: ${again.sum} audio tokens, read again.${cache}`,
      ...named,
      open: `No story that fits reads the audio of an answer again. The numbers say that it ran, not why: ${retriedOrCancelled}`,
    };
  }
  if (stories.every(readsAnswer)) {
    return {
      claim: claim(null, true),
      headline: `The bill holds ${atLeast} over a finished conversation.${cache}`,
      open: `Every story that fits reads an answer again, so it ran after that answer. The numbers say that it ran, not why: ${hiddenOrContinued}`,
    };
  }
  return {
    claim: claim(null, null),
    headline: `The bill holds ${atLeast}.${cache}`,
    open: 'The stories that fit disagree on what it read. The experiments below tell them apart.',
  };
}

/** States what all surviving stories have in common, and what they leave open. */
export function findingOf(stories: readonly Story[], turns: readonly Turn[], billed: Billed): Finding {
  const exact = stories.filter((story) => isExact(predictMeters(story, turns, billed)));
  if (exact.length === 0) return nothingFits(turns, billed);
  const cache = cacheWords(exact);
  // Of simple stories none with a further inference may be claimed; of the others nothing is forced.
  if (exact.every(({ further }) => further.length === 0)) return withoutFurther(exact, cache);
  if (billed.audio_in === undefined && billed.audio_out === undefined) {
    return {
      claim: { kind: 'text alone' },
      headline: 'The text meters fit, and that is not enough to say why.',
      open: 'Text counts alone are hit by chance too easily. Add the audio meters: they decide.',
    };
  }
  if (exact.some(({ further }) => further.length === 0)) {
    return {
      claim: { kind: 'undecided' },
      headline: 'The bill fits the report, and also stories with more in it.',
      open: 'The simplest story stands first; the rows that are missing, or an experiment, would tell them apart.',
    };
  }
  return withFurther(exact, turns, cache);
}
