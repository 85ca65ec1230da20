import type { Turn } from '../evidence/reported-responses.ts';
import type { Explained } from '../finding/explanation.ts';
import { count } from '../../kit/numbers.ts';
import type { Space } from '../stories/space.ts';
import { middle } from '../../kit/span.ts';
import type { Story } from '../stories/story.ts';
import { canMeet, pairsOf, type Rerun, rerunOf, runOf, type Sums, sumsOf } from './predicted-sums.ts';
import { causeToggles, repeat, type Toggle, toggles } from './toggles.ts';

/** What one explanation says that a run would add beyond its report. */
export interface ExperimentPrediction {
  readonly rank: number;
  readonly statement: string;
  /** For answers as long as the one that was reported; null: the story predicts no number. */
  readonly audioIn: number | null;
  readonly textIn: number | null;
  /** The same for whatever the run reports: `ain + aout`, `B + tout + 2`. */
  readonly audioFormula: string;
  readonly textFormula: string;
  /** The same with what is known beforehand put in: `121 + answer`, `238 to 1,254`, `any`. The answer's tokens are what the run reports. */
  readonly audioWords: string;
  readonly textWords: string;
}

/** One run: nothing changed, or one factor. */
export interface Experiment {
  readonly id: string;
  /** `repeat`: as it was, twice. `sums`: surviving stories predict different amounts. `cause`: they predict the same, and it tells what began them. */
  readonly kind: 'repeat' | 'sums' | 'cause';
  readonly change: string;
  /** Predicted further input tokens by rank-ordered explanation: what the bill will show beyond the report. */
  readonly predictions: readonly ExperimentPrediction[];
  /** Pairs of explanations (by position, from 0) that this change tells apart. */
  readonly splits: readonly (readonly [number, number])[];
  /** Pairs of stories that differ here and would show the same sums by chance at some length of the answer. */
  readonly collisions: readonly (readonly [number, number])[];
  /** It is needed: together with the others so marked it splits every pair that any change splits. */
  readonly needed: boolean;
  readonly steps: readonly string[];
  readonly outcomes: readonly { readonly sees: string; readonly means: string }[];
  readonly isolation: string;
}

const isolation =
  'Run it alone on a resource of its own, or on a UTC day of its own, with instructions and a clip never used before, so that neither other traffic nor the cache is in the bill.';

const scaled = (turn: Turn, scale: number): Turn => ({
  ...turn,
  audioOut: Math.round(turn.audioOut * scale),
  textOut: Math.round(turn.textOut * scale),
  answerTranscript: turn.answerTranscript === null ? null : Math.round(turn.answerTranscript * scale),
});

const changedTurns = (toggle: Toggle, size: number, turns: readonly Turn[], scale: number): Turn[] =>
  turns.map((turn) => scaled(toggle.apply(turn, size), scale));

/** `ain + aout`, `B + tout + 2`: what a story adds, in letters for the amounts that the run will report. */
function lettersOf({ further }: Story, modality: 'audio' | 'text'): string {
  const parts = further.map(({ words }) => words.letters[modality]).filter((letters) => letters !== '0');
  return parts.length === 0 ? '0' : parts.join(' + ');
}

/** The least and the most of several sums, as `238` or `238 to 1,254`. */
function rangeWords(values: readonly number[]): string {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return low === high ? count(low) : `${count(low)} to ${count(high)}`;
}

/** Lengths of an answer between which a story's sums are read as a formula. */
const probes = [1000, 3000] as const;

/** What a story adds in a run whose answer is as long as it will be: a number, or one with the answer in it. */
function wordsOf(key: keyof Sums, [short = [], long = []]: readonly (readonly Sums[])[]): string {
  if (short.some((sums) => sums[key] === null)) return 'any';
  const slope = Math.round(((long[0]?.[key] ?? 0) - (short[0]?.[key] ?? 0)) / (probes[1] - probes[0]));
  const numbers = short.flatMap((sums) => sums[key] ?? []).map((value) => value - slope * probes[0]);
  const answer = slope === 0 ? '' : slope === 1 ? ' + answer' : ` + ${slope} \u00d7 answer`;
  return `${rangeWords(numbers)}${answer}`;
}

/** The turns of a run whose answers have so many tokens of each kind: a formula is read off two of these. */
const answering = (turns: readonly Turn[], tokens: number): Turn[] =>
  turns.map((turn) => ({
    ...turn,
    audioOut: turn.audioOut > 0 ? tokens : 0,
    textOut: turn.textOut > 0 ? tokens : 0,
    answerTranscript: turn.answerTranscript === null ? null : tokens,
    // An answer of no audio is still a spoken one.
    wrote: turn.wrote ?? (turn.audioOut > 0 ? 'spoken' : 'written'),
  }));

/** What a plan is made of: stories, and the session in which they are to be told apart. */
interface Planned {
  readonly stories: readonly Explained[];
  readonly rerun: Rerun;
  readonly space: Space;
}

/** What a story adds on the bill that it explains. */
function ownSums({ further, open }: Story): Sums {
  const of = (modality: 'audio' | 'text'): number | null =>
    open === modality || open === 'both' ? null : further.reduce((sum, { reads }) => sum + middle(reads[modality]), 0);
  return { audioIn: of('audio'), textIn: of('text') };
}

/** @param asWas the run changes nothing, so that an answer as long as before makes what the story adds here */
function predictionsOf(
  { stories, rerun, space }: Planned,
  turns: readonly Turn[],
  asWas = false,
): ExperimentPrediction[] {
  const run = runOf(turns, rerun, space);
  const [short, long] = probes.map((tokens) => runOf(answering(turns, tokens), rerun, space));
  return stories.map(({ rank, statement, story }) => {
    const sums = asWas ? [ownSums(story)] : sumsOf(story, run);
    const only = (key: keyof Sums): number | null => (sums.length === 1 ? (sums[0]?.[key] ?? null) : null);
    const ends = [short, long].map((one) => (one === undefined ? [] : sumsOf(story, one)));
    return {
      rank,
      statement,
      audioIn: only('audioIn'),
      textIn: only('textIn'),
      audioFormula: lettersOf(story, 'audio'),
      textFormula: lettersOf(story, 'text'),
      audioWords: wordsOf('audioIn', ends),
      textWords: wordsOf('textIn', ends),
    };
  });
}

function experimentOf(toggle: Toggle, size: number, planned: Planned): Experiment {
  const { stories, rerun, space } = planned;
  const { turns } = rerun;
  const [turn] = turns as readonly [Turn];
  const byScale = toggle.answerScales.map((scale) => {
    const run = runOf(changedTurns(toggle, size, turns, scale), rerun, space);
    return stories.map(({ story }) => sumsOf(story, run));
  });
  const differ = pairsOf(stories.length).filter(([i, j]) => byScale.some((sums) => !canMeet(sums[i], sums[j])));
  const collisions = differ.filter(([i, j]) => byScale.some((sums) => canMeet(sums[i], sums[j])));
  const collided = new Set(collisions.map(String));
  return {
    id: toggle.id,
    kind: 'sums',
    change: toggle.change(size, turn),
    predictions: predictionsOf(planned, changedTurns(toggle, size, turns, 1)),
    splits: differ.filter((pair) => !collided.has(String(pair))),
    collisions,
    needed: false,
    steps: toggle.steps(size, turn),
    outcomes: [],
    isolation,
  };
}

/** The size that tells most stories apart whatever the answer's length, the smaller of equals. */
function sized(toggle: Toggle, planned: Planned): Experiment | null {
  const [turn] = planned.rerun.turns;
  if (turn === undefined) return null;
  const all = pairsOf(planned.stories.length).length;
  let best: Experiment | null = null;
  for (const size of toggle.sizes?.(turn) ?? [0]) {
    const one = experimentOf(toggle, size, planned);
    if (best === null || one.splits.length > best.splits.length) best = one;
    if (best.splits.length === all) break;
  }
  return best;
}

/** Marks the fewest changes, greedily, that together split all that can be split. */
function markNeeded(experiments: readonly Experiment[]): Experiment[] {
  const open = new Set(experiments.flatMap(({ splits }) => splits.map(String)));
  const needed = new Set<Experiment>();
  while (open.size > 0) {
    const gain = (one: Experiment): number => one.splits.filter((pair) => open.has(String(pair))).length;
    const best = experiments.reduce((most, one) => (gain(one) > gain(most) ? one : most));
    needed.add(best);
    for (const pair of best.splits) open.delete(String(pair));
  }
  return experiments.map((one) => ({ ...one, needed: needed.has(one) }));
}

/** Explanations that a plan works on: those beyond these are told apart by the first runs or not at all. */
const mostPlanned = 12;

/**
 * The next runs in the order in which they are made: as it was, twice; what tells the causes of the same sums apart; then the
 * changes that tell the explanations apart, most splits first. Nothing where the report alone explains the bill.
 */
export function planExperiments(explanations: readonly Explained[], space: Space): Experiment[] {
  const stories = explanations.slice(0, mostPlanned);
  const further = stories.some(({ story }) => story.further.length > 0);
  if (!further || space.turns.length === 0) return [];
  const rerun = rerunOf(
    stories.map(({ story }) => story),
    space,
  );
  const planned: Planned = { stories, rerun, space };
  const useful = toggles
    .flatMap((toggle) => (stories.length < 2 ? [] : (sized(toggle, planned) ?? [])))
    .filter((experiment) => experiment.splits.length > 0)
    .sort((one, other) => other.splits.length - one.splits.length);
  const fixed = {
    predictions: predictionsOf(planned, rerun.turns, true),
    splits: [],
    collisions: [],
    isolation,
  } as const;
  return [
    { ...fixed, ...repeat(rerun.turns[0]?.textOut ?? 0), kind: 'repeat', needed: true },
    ...causeToggles.map((toggle): Experiment => ({ ...fixed, ...toggle, kind: 'cause', needed: toggle.first })),
    ...markNeeded(useful),
  ];
}
