import type { Explanation } from './explanation.ts';
import type { Turn } from './facts.ts';
import { causeToggles, toggles, type Toggle } from './plan/toggles.ts';
import { pairsOf, sameSums, sumsOf } from './plan/sums.ts';
import type { Story } from './stories/story.ts';

/** What one explanation says that a run would add beyond its report. */
export interface ExperimentPrediction {
  readonly rank: number;
  readonly statement: string;
  /** For answers as long as the one that was reported. */
  readonly audioIn: number;
  readonly textIn: number;
  /** The same for whatever the run reports: `ain + aout`, `B + tout + 2`. */
  readonly audioFormula: string;
  readonly textFormula: string;
}

/** One change of one factor. */
export interface Experiment {
  readonly id: string;
  /** `sums`: surviving stories predict different amounts. `cause`: they predict the same, and it tells what began them. */
  readonly kind: 'sums' | 'cause';
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

/** The answer to a changed run is not known beforehand: sums are kept apart for answers from half to twice as long. */
const answerScales = [1, 0.5, 0.67, 0.8, 1.25, 1.5, 2] as const;

const scaled = (turn: Turn, scale: number): Turn => ({
  ...turn,
  audioOut: Math.round(turn.audioOut * scale),
  textOut: Math.round(turn.textOut * scale),
  answerTranscript: turn.answerTranscript === null ? null : Math.round(turn.answerTranscript * scale),
});

const changedTurns = (toggle: Toggle, size: number, turns: readonly Turn[], scale: number): Turn[] =>
  turns.map((turn, index) => scaled(index === 0 ? toggle.apply(turn, size) : turn, scale));

/** `ain + aout`, `B + tout + 2`: what a story adds, in letters for the amounts that the run will report. */
function lettersOf({ further, perMessage, transcriptsFitted }: Story, modality: 'audio' | 'text'): string {
  const parts = further
    .map(({ context }) => {
      if (modality === 'audio') return context.audio.letters;
      const overhead = perMessage * context.text.messages;
      return overhead === 0 ? context.text.letters : `${context.text.letters} + ${overhead}`;
    })
    .filter((letters) => letters !== '0');
  return parts.length === 0 ? String(modality === 'text' ? (transcriptsFitted ?? 0) : 0) : parts.join(' + ');
}

function experimentOf(
  toggle: Toggle,
  size: number,
  stories: readonly Explanation[],
  turns: readonly Turn[],
): Experiment {
  const [turn] = turns as readonly [Turn];
  const byScale = answerScales.map((scale) =>
    stories.map(({ story }) => sumsOf(story, changedTurns(toggle, size, turns, scale))),
  );
  const pairs = pairsOf(stories.length);
  const differ = pairs.filter(([i, j]) => byScale.some((sums) => !sameSums(sums[i], sums[j])));
  const collisions = differ.filter(([i, j]) => byScale.some((sums) => sameSums(sums[i], sums[j])));
  const collided = new Set(collisions.map(String));
  return {
    id: toggle.id,
    kind: 'sums',
    change: toggle.change(size, turn),
    predictions: stories.map(({ rank, statement, story }, at) => ({
      rank,
      statement,
      ...(byScale[0]?.[at] ?? { audioIn: 0, textIn: 0 }),
      audioFormula: lettersOf(story, 'audio'),
      textFormula: lettersOf(story, 'text'),
    })),
    splits: differ.filter((pair) => !collided.has(String(pair))),
    collisions,
    needed: false,
    steps: toggle.steps(size, turn),
    outcomes: [],
    isolation,
  };
}

/** The size that tells most stories apart whatever the answer's length, the smaller of equals. */
function sized(toggle: Toggle, stories: readonly Explanation[], turns: readonly Turn[]): Experiment | null {
  const [turn] = turns;
  if (turn === undefined) return null;
  const sizes = toggle.sizes?.(turn) ?? [0];
  const tried = sizes.map((size) => experimentOf(toggle, size, stories, turns));
  return tried.reduce<Experiment | null>(
    (best, one) => (best === null || one.splits.length > best.splits.length ? one : best),
    null,
  );
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

/** The changes that tell the given explanations apart, most splits first; then those that tell causes with the same sums apart. */
export function planExperiments(explanations: readonly Explanation[], turns: readonly Turn[]): Experiment[] {
  const useful = toggles
    .flatMap((toggle) => (explanations.length < 2 ? [] : (sized(toggle, explanations, turns) ?? [])))
    .filter((experiment) => experiment.splits.length > 0)
    .sort((one, other) => other.splits.length - one.splits.length);
  const further = explanations.some(({ story }) => story.further.length > 0);
  const causes = further
    ? causeToggles.map(({ id, change, steps, outcomes }): Experiment => ({
        id,
        kind: 'cause',
        change,
        predictions: explanations.map(({ rank, statement, story }) => ({
          rank,
          statement,
          ...sumsOf(story, turns),
          audioFormula: lettersOf(story, 'audio'),
          textFormula: lettersOf(story, 'text'),
        })),
        splits: [],
        collisions: [],
        needed: false,
        steps,
        outcomes,
        isolation,
      }))
    : [];
  return [...markNeeded(useful), ...causes];
}
