import { type BilledSpans, type MeterKind, meterKinds, meterFacts } from '../../billing/meter-kind.ts';
import { single } from '../../kit/span.ts';
import { msPerSpokenToken } from '../../usage/rules/rules.ts';
import { reportedTotals, type Turn } from '../evidence/reported-responses.ts';
import type { Excluded } from './answer-types.ts';
import { listed } from './phrases.ts';
import type { StoryKind } from './story-kind.ts';
import { count } from '../../kit/numbers.ts';

/** What people tell of such bills. */
export const oftenTold: StoryKind = {
  id: 'often-told',
  told: ({ turns, billed }) => failedPopularStories(turns, billed),
};

/** Predictions of a rival for the meters it speaks of; null when it cannot be told of these turns. */
type PopularStory = {
  readonly id: string;
  /** No mechanism is known that would make such numbers. */
  readonly accident?: true;
  /** Meters that it takes as they are billed: that they fit says nothing. */
  readonly taken?: readonly MeterKind[];
  readonly title: (facts: Facts) => string;
  readonly predict: (facts: Facts) => Partial<Record<MeterKind, number>> | null;
};

interface Facts {
  /** Cached tokens inside the input, or apart from it. */
  readonly reported: Record<MeterKind, number>;
  /** Those of the billed numbers that are one number. */
  readonly billed: Readonly<Partial<Record<MeterKind, number>>>;
  readonly turns: readonly Turn[];
}

/** The claim that circulates. The provider's own rate is one token for 100 ms of the caller's audio. */
const claimedTokensPerSecond = 60;
const tokensPerSecond = 1000 / msPerSpokenToken;

/** Stories worth naming because people tell them. Each is one entry: its title and the numbers it would give. */
const popularStories: readonly PopularStory[] = [
  {
    id: 'repeated-prompt',
    title: ({ reported, billed }) =>
      `${count(Math.round((billed.text_in ?? 0) / reported.text_in))} prompts of ${count(reported.text_in)}`,
    predict: ({ reported, billed }) => {
      const times = (billed.text_in ?? 0) / reported.text_in;
      return Number.isInteger(times) && times > 1
        ? { text_in: times * reported.text_in, audio_in: times * reported.audio_in }
        : null;
    },
  },
  {
    id: 'realtime-transcribes',
    title: () => 'The realtime model also transcribes both sides',
    predict: ({ reported, turns }) => {
      const user = turns.reduce<number | null>(
        (sum, turn) => (sum === null || turn.userTranscript === null ? null : sum + turn.userTranscript),
        0,
      );
      const answer = turns.reduce((sum, turn) => sum + (turn.answerTranscript ?? turn.textOut), 0);
      return {
        audio_in: 2 * reported.audio_in + reported.audio_out,
        audio_out: reported.audio_out,
        text_in: 3 * reported.text_in,
        text_out: reported.text_out + answer + (user ?? 0),
      };
    },
  },
  {
    id: 'tokens-per-second',
    title: () => `${claimedTokensPerSecond} audio tokens a second`,
    predict: ({ reported }) => ({ audio_in: (reported.audio_in / tokensPerSecond) * claimedTokensPerSecond }),
  },
  {
    id: 'longer-answer',
    title: () => 'A longer answer than was reported',
    predict: ({ reported, billed }) => ({
      audio_in: reported.audio_in,
      text_in: reported.text_in,
      ...(billed.audio_out === undefined ? {} : { audio_out: billed.audio_out }),
      ...(billed.text_out === undefined ? {} : { text_out: billed.text_out }),
    }),
    taken: ['audio_out', 'text_out'],
  },
  {
    id: 'cached-as-text-out',
    title: () => 'Cached tokens booked as text out',
    predict: ({ reported }) =>
      reported.text_cached === 0
        ? null
        : {
            text_out: reported.text_out + reported.text_cached,
            text_in: reported.audio_in + reported.text_in + reported.audio_cached + reported.text_cached,
          },
    accident: true,
  },
];

const said = (meter: MeterKind, value: number): string => `${meterFacts[meter].words} ${count(value)}`;

interface Failure {
  /** Of how many meters it says otherwise, or nothing. */
  readonly no: number;
  readonly excluded: Excluded;
}

/** Why a rival fails; `untold`: it cannot be told of these turns. */
function failureOf(rival: PopularStory, facts: Facts): Failure | 'untold' | 'fits' {
  const { billed, reported } = facts;
  const predicted = rival.predict(facts);
  if (predicted === null) return 'untold';
  const spoken = meterKinds.flatMap((meter): [MeterKind, number][] => {
    const value = predicted[meter];
    return value === undefined || billed[meter] === undefined ? [] : [[meter, value]];
  });
  const wrong = spoken.filter(([meter, value]) => billed[meter] !== value);
  const right = spoken.filter(
    ([meter, value]) => billed[meter] === value && value > 0 && !(rival.taken ?? []).includes(meter),
  );
  const silent = (['audio_in', 'audio_out', 'text_in', 'text_out'] as const).filter(
    (meter) => predicted[meter] === undefined && billed[meter] !== undefined && billed[meter] !== reported[meter],
  );
  if (wrong.length + silent.length === 0) return 'fits';
  const fails = [
    ...wrong.map(([meter, value]) => `${said(meter, value)}, billed ${count(billed[meter] ?? 0)}`),
    ...(silent.length === 0 ? [] : [`silent on ${listed(silent.map((meter) => meterFacts[meter].words))}`]),
    ...(rival.accident === true && right.length > 0 ? ['no mechanism'] : []),
  ];
  const accident = rival.accident === true && right.length > 0 ? ', by accident' : '';
  const rule =
    right.length === 0
      ? 'often told; nothing of it fits'
      : `often told; fits ${right.map(([meter, value]) => said(meter, value)).join(', ')}${accident}`;
  const excluded = { id: rival.id, title: rival.title(facts), rule, fails: fails.join('; ') };
  return { no: wrong.length + silent.length, excluded };
}

/**
 * The named rivals that fail on this bill, each with what of it fits. One fails on a meter that it predicts otherwise, or by
 * saying nothing of one that is not as reported. One that fits everywhere is not listed: the search has it.
 */
function failedPopularStories(turns: readonly Turn[], bill: BilledSpans): Excluded[] {
  const reported = reportedTotals(turns);
  const { audio_in, audio_cached, text_in, text_cached } = reported;
  // Whoever tells one says nothing of the cache: it is held against the bill both ways, and fails by the better one.
  const ways = [reported, { ...reported, audio_in: audio_in - audio_cached, text_in: text_in - text_cached }];
  // A rounded number says neither that such a story fits nor that it fails.
  const billed = Object.fromEntries(
    meterKinds.flatMap((meter) => {
      const value = single(bill[meter]);
      return value === null ? [] : [[meter, value]];
    }),
  );
  // Of a bill that holds no more than was reported nobody tells these.
  const more = (['audio_in', 'audio_out', 'text_in', 'text_out'] as const).some(
    (meter) => (billed[meter] ?? 0) > reported[meter],
  );
  if (!more || turns.length === 0) return [];
  return popularStories.flatMap((rival) => {
    const told = ways.map((way) => failureOf(rival, { reported: way, billed, turns }));
    if (told.includes('fits')) return [];
    const failures = told.filter((one) => typeof one !== 'string');
    const fewest = Math.min(...failures.map(({ no }) => no));
    return failures
      .filter(({ no }) => no === fewest)
      .slice(0, 1)
      .map(({ excluded }) => excluded);
  });
}
