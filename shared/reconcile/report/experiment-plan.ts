import { type Block, bullets, heading, markdownOf, md, paragraph, table } from '../../kit/untrusted/markdown.ts';
import type { Experiment } from '../experiments/experiments.ts';
import { inseparableSentences } from '../experiments/inseparable.ts';
import type { ReconcileReport } from '../reconcile-report.ts';
import { letterOf } from '../stories/phrases.ts';
import { count as groups } from '../../kit/numbers.ts';

/** Stories beside one another in a table of runs; more would not be read, and the plan has them all. */
const mostStories = 4;

/** A next run as it is told. */
export interface RunRow {
  /** From 1, in the order in which they are made. */
  readonly number: number;
  readonly change: string;
  readonly optional: boolean;
  /** Text in that each of the stories adds beyond the run's own report: `121 + answer`, `238 to 1,254`, `any`. */
  readonly text: readonly string[];
  /** Number of an earlier run of which the stories say the same in both inputs; null: none. */
  readonly as: number | null;
  /** `it shows nothing beyond the report: …`, what the run says whatever the sums. */
  readonly outcomes: readonly string[];
}

export interface RunTable {
  /** Letters of the stories in the columns. */
  readonly letters: readonly string[];
  readonly runs: readonly RunRow[];
  /** Stories that have no column. */
  readonly hidden: number;
}

/** The next runs with what the stories say of them, those of which they say the same told once. */
export function runTable({ experiments }: Pick<ReconcileReport, 'experiments'>): RunTable {
  const count = experiments[0]?.predictions.length ?? 0;
  const sums = experiments.map(({ predictions }) =>
    predictions.map(({ audioWords, textWords }) => `${audioWords}, ${textWords}`).join('\n'),
  );
  return {
    letters: Array.from({ length: Math.min(count, mostStories) }, (_, index) => letterOf(index)),
    hidden: Math.max(0, count - mostStories),
    runs: experiments.map(({ change, needed, predictions, outcomes }, at): RunRow => {
      const first = sums.indexOf(sums[at] ?? '');
      return {
        number: at + 1,
        change,
        optional: !needed,
        text: predictions.slice(0, mostStories).map(({ textWords }) => textWords),
        as: first < at ? first + 1 : null,
        outcomes: outcomes.map(({ sees, means }) => `${sees}: ${means}`),
      };
    }),
  };
}

/** What the table leaves to the plan. */
export const hiddenWords = ({ hidden }: RunTable): string =>
  hidden === 0 ? '' : `${hidden} more ${hidden === 1 ? 'story is' : 'stories are'} in the plan.`;

/** One run of the plan: one factor changed, everything else as in the baseline. */
interface PlanCell {
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
interface ExperimentPlan {
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

const amount = (tokens: number | null): string => (tokens === null ? 'any' : groups(tokens));

function cellBlocks(cell: PlanCell, number: number): readonly Block[] {
  const told = cell.predictions.length > 0 && cell.kind !== 'cause';
  return [
    heading(3, `${number}. ${cell.change}${cell.needed ? '' : ' (optional)'}`),
    bullets(cell.steps),
    ...(told
      ? [
          paragraph('Beyond what the run reports, the bill would show:'),
          table(
            ['Story', 'audio in', 'text in', 'for an answer as long as before'],
            cell.predictions.map((one, index) => [
              letterOf(index),
              one.audioFormula,
              one.textFormula,
              `${amount(one.audioIn)} audio, ${amount(one.textIn)} text`,
            ]),
          ),
          ...(cell.splits.length === 0 ? [] : [paragraph(`Tells apart: ${cell.splits.join('; ')}.`)]),
        ]
      : []),
    bullets(cell.outcomes.map(({ sees, means }) => `If it shows ${sees}: ${means}.`)),
  ];
}

/** The plan as a document to work by. */
export const planMarkdown = (plan: ExperimentPlan): string =>
  markdownOf([
    heading(1, `Experiment plan: ${plan.model}`),
    paragraph(plan.finding),
    heading(2, 'Stories to tell apart'),
    plan.stories.length === 0
      ? paragraph('No story is left to choose between.')
      : table(
          ['Story', 'Rank', 'What it says'],
          plan.stories.map(({ letter, rank, statement }) => [letter, String(rank), statement]),
        ),
    paragraph(md`
\`ain\`, \`aout\`: audio tokens in and out of the run. \`B\`: its prompt, in text tokens. \`tout\`: its text out. \`w\`, \`a\`: the o200k tokens of both transcripts.
    `),
    heading(2, 'Isolation'),
    bullets(plan.isolation),
    heading(2, 'Runs'),
    ...plan.cells.flatMap((cell, index) => cellBlocks(cell, index + 1)),
    ...(plan.unseparatedBecause.length === 0
      ? []
      : [heading(2, 'Not told apart by any of these'), bullets(plan.unseparatedBecause)]),
    heading(2, 'Afterwards'),
    bullets(plan.afterwards),
  ]);
