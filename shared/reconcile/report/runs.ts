import { letterOf } from '../plan/letters.ts';
import type { ReconcileReport } from '../reconcile-report.ts';

/** Stories beside one another in a table of runs; more would not be read, and the plan has them all. */
const mostStories = 4;

/** A next run as it is told. */
export interface ToldRun {
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

export interface ToldRuns {
  /** Letters of the stories in the columns. */
  readonly letters: readonly string[];
  readonly runs: readonly ToldRun[];
  /** Stories that have no column. */
  readonly hidden: number;
}

/** The next runs with what the stories say of them, those of which they say the same told once. */
export function toldRuns({ experiments }: Pick<ReconcileReport, 'experiments'>): ToldRuns {
  const count = experiments[0]?.predictions.length ?? 0;
  const sums = experiments.map(({ predictions }) =>
    predictions.map(({ audioWords, textWords }) => `${audioWords}, ${textWords}`).join('\n'),
  );
  return {
    letters: Array.from({ length: Math.min(count, mostStories) }, (_, index) => letterOf(index)),
    hidden: Math.max(0, count - mostStories),
    runs: experiments.map(({ change, needed, predictions, outcomes }, at): ToldRun => {
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
export const hiddenWords = ({ hidden }: ToldRuns): string =>
  hidden === 0 ? '' : `${hidden} more ${hidden === 1 ? 'story is' : 'stories are'} in the plan.`;
