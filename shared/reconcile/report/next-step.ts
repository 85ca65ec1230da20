import { inseparableSentences } from '../experiments/inseparable.ts';
import type { ReconcileReport } from '../reconcile-report.ts';
import { letterOf, listed } from '../stories/phrases.ts';

/** What to do next in a few words, and why or how in whole sentences. */
export interface NextStep {
  readonly title: string;
  readonly text: string;
}

const alone: NextStep = {
  title: 'Run the same session once more, alone.',
  text: 'No story fits, so no run can tell stories apart yet. On a resource or a UTC day of its own, whatever is then billed beyond its report is its own.',
};

/** Stories that a sentence names with what they predict. */
const mostNamed = 3;

/** The first run that tells stories apart, with what each of them says that its bill will show. */
function runStep({ experiments }: ReconcileReport): NextStep | null {
  const next = experiments.find(({ needed }) => needed) ?? experiments[0];
  if (next === undefined) return null;
  const told = next.predictions
    .slice(0, mostNamed)
    .map(({ textWords }, index) => `story ${letterOf(index)} ${index === 0 ? 'predicts ' : ''}${textWords}`);
  const text =
    next.kind === 'cause' || told.length === 0
      ? 'It tells what began it, whatever the sums.'
      : `Of text in beyond the report ${listed(told)}.`;
  return {
    title: `Run it again: ${next.change.charAt(0).toLowerCase()}${next.change.slice(1)}.`,
    text: `${text} ${next.isolation}`,
  };
}

/** What lets the amounts of this bill still change, and what ends that; null: they stay. */
function settlingStep({ compared }: ReconcileReport): NextStep | null {
  if (compared === null) {
    return {
      title: 'Import an export of that day.',
      text: 'A pasted table has no clock: its rows can change until 72 hours after the month has ended. An export says when it was written.',
    };
  }
  return compared.freshness === 'settled'
    ? null
    : {
        title: 'Import the day once more when it is settled.',
        text: 'Its amounts can change until 72 hours after the month has ended; two imports a day apart that agree settle it sooner.',
      };
}

/** The next step that the numbers leave; null: the bill is settled, and is what was reported. */
export function nextStepOf(report: ReconcileReport): NextStep | null {
  const { finding, explanations, inseparable } = report;
  const run = runStep(report);
  if (run !== null) return run;
  switch (finding.claim.kind) {
    case 'nothing fits':
      return alone;
    case 'no bill':
      return { title: 'Add the bill.', text: finding.lead };
    case 'ratio':
      return { title: 'Find the factor in the bill.', text: finding.open };
    case 'as reported':
      return settlingStep(report);
    case 'as reported in part':
    case 'seen':
    case 'seen among':
    case 'further':
    case 'undecided': {
      if (explanations.length < 2) return settlingStep(report);
      return {
        title: 'No single change tells these stories apart.',
        text: [
          ...inseparableSentences(inseparable),
          'A run alone, on a UTC day or a resource of its own, keeps other traffic out of the bill.',
        ].join(' '),
      };
    }
  }
}
