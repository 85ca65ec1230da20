import type { Experiment } from '../experiments.ts';
import { inseparableSentences } from './inseparable.ts';
import { letterOf } from './letters.ts';
import type { ReconcileReport } from '../reconcile-report.ts';

/** One run of the plan: one factor changed, everything else as in the baseline. */
export interface PlanCell {
  readonly id: string;
  readonly kind: Experiment['kind'];
  readonly change: string;
  readonly needed: boolean;
  readonly steps: readonly string[];
  readonly predictions: Experiment['predictions'];
  readonly outcomes: Experiment['outcomes'];
  /** Letters of the stories that this run tells apart. */
  readonly splits: readonly string[];
}

/** A written plan: what to run, in isolation, and what each story says the bill will then show. Plain JSON. */
export interface ExperimentPlan {
  readonly voxtally: 1;
  readonly kind: 'experiment-plan';
  readonly model: string;
  readonly finding: string;
  readonly stories: readonly { readonly letter: string; readonly rank: number; readonly statement: string }[];
  readonly isolation: readonly string[];
  readonly cells: readonly PlanCell[];
  /** Pairs of stories that no run of this plan tells apart. */
  readonly unseparated: readonly string[];
  /** Why not, in whole sentences. */
  readonly unseparatedBecause: readonly string[];
  readonly afterwards: readonly string[];
}

const isolation: readonly string[] = [
  'Give every run a resource of its own, or else a UTC day of its own: a bill adds up all deployments of a resource, meter by meter and day by day.',
  'Begin well after 00:00 UTC and end well before the next, so that no run is in two days.',
  'Use instructions that nobody has used before in every run, and put a few unique words at their beginning: the cache works from the beginning of the prompt.',
  'Use a clip with a unique beginning in every run; half a second of noise of its own before the speech is enough.',
  'Let nothing else use the resource on that day, not the portal’s playground either.',
  'Record every run and keep its log: it tells how many responses were begun.',
];

const afterwards: readonly string[] = [
  'Wait 24 hours after the end of the UTC day, import the costs, and import them again a day later: the two must agree.',
  'Reconcile each run by itself. Its report gives ain, aout, B and tout of the formulas; beyond the report the bill must show one story’s sums in whole tokens.',
  'The repeat is made twice. Two bills that differ by more than their outputs mean that the runs were not isolated.',
];

const pairLetters = ([one, other]: readonly [number, number]): string => `${letterOf(one)} and ${letterOf(other)}`;

/** The plan that a report's surviving stories call for. */
export function planOf({ model, finding, explanations, experiments, inseparable }: ReconcileReport): ExperimentPlan {
  const split = new Set(experiments.flatMap(({ splits }) => splits.map(pairLetters)));
  const pairs = explanations.flatMap((_, i) => explanations.slice(i + 1).map((__, k) => pairLetters([i, i + k + 1])));
  return {
    voxtally: 1,
    kind: 'experiment-plan',
    model: model.label,
    finding: finding.headline,
    stories: explanations.map(({ rank, statement }, index) => ({ letter: letterOf(index), rank, statement })),
    isolation,
    cells: experiments.map(({ id, kind, change, needed, steps, predictions, outcomes, splits }): PlanCell => ({
      id,
      kind,
      change,
      needed,
      steps,
      predictions,
      outcomes,
      splits: splits.map(pairLetters),
    })),
    unseparated: pairs.filter((pair) => !split.has(pair)),
    unseparatedBecause: inseparableSentences(inseparable),
    afterwards,
  };
}
