import type { Explanation } from './explanation.ts';
import { inputOf } from './story.ts';
import type { Turn } from './facts.ts';

/** One change of one factor that surviving stories answer differently. */
export interface Experiment {
  readonly id: string;
  readonly change: string;
  /** Predicted further input tokens by rank-ordered explanation: what the bill will show beyond the report. */
  readonly predictions: readonly { readonly statement: string; readonly audioIn: number; readonly textIn: number }[];
  /** Pairs of explanations (by position, from 0) that this change tells apart. */
  readonly splits: readonly (readonly [number, number])[];
  readonly isolation: string;
}

interface Toggle {
  readonly id: string;
  readonly change: (turn: Turn) => string;
  readonly apply: (turn: Turn) => Turn;
}

const isolation =
  'Run it alone on a resource of its own, or on a UTC day of its own, with instructions and a clip never used before, so that neither other traffic nor the cache is in the bill.';

/** Prompt tokens to try: the first whose sums no two stories share is taken. */
const promptSizes = [619, 743, 911, 1103, 1327] as const;

const toggles: readonly Toggle[] = [
  ...promptSizes.map((tokens): Toggle => ({
    id: 'instructions',
    change: () => `Instructions of ${tokens} tokens`,
    apply: (turn) => ({ ...turn, textIn: tokens }),
  })),
  { id: 'transcription-off', change: () => 'Transcription off', apply: (turn) => ({ ...turn, userTranscript: 0 }) },
  { id: 'text-answer', change: () => 'Text answers only', apply: (turn) => ({ ...turn, audioOut: 0 }) },
  {
    id: 'longer-question',
    change: (turn) =>
      `A question of ${((turn.audioIn * 3) / 10).toFixed(1)} s instead of ${(turn.audioIn / 10).toFixed(1)} s`,
    apply: (turn) => ({ ...turn, audioIn: turn.audioIn * 3 }),
  },
];

/** The toggles that tell the given explanations apart, most splits first; one size per kind of toggle. */
export function planExperiments(explanations: readonly Explanation[], turns: readonly Turn[]): Experiment[] {
  const turn = turns[0];
  if (turn === undefined || explanations.length < 2) return [];
  const planned = toggles.map((toggle): Experiment => {
    const changed = turns.map((one, index) => (index === 0 ? toggle.apply(one) : one));
    const predictions = explanations.map(({ story, statement }) => {
      const inputs = story.further.map(
        (further) => inputOf(further, changed, story.perMessage) ?? { audio: 0, text: 0 },
      );
      return {
        statement,
        audioIn: inputs.reduce((sum, input) => sum + input.audio, 0),
        textIn: inputs.reduce((sum, input) => sum + input.text, 0),
      };
    });
    const splits = predictions.flatMap((one, i) =>
      predictions.flatMap((other, j): [number, number][] =>
        j > i && (one.audioIn !== other.audioIn || one.textIn !== other.textIn) ? [[i, j]] : [],
      ),
    );
    return { id: toggle.id, change: toggle.change(turn), predictions, splits, isolation };
  });
  const useful = planned
    .filter((experiment) => experiment.splits.length > 0)
    .sort((one, other) => other.splits.length - one.splits.length);
  return useful.filter((experiment, index) => useful.findIndex((other) => other.id === experiment.id) === index);
}
