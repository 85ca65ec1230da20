import type { ReconcileReport } from '../../../shared/reconcile/reconcile-report.ts';
import { hiddenWords, toldRuns } from '../../../shared/reconcile/report/runs.ts';
import {
  checkWords,
  laterStanding,
  standing,
  tellingMeters,
  type ToldStory,
} from '../../../shared/reconcile/report/told.ts';
import { chanceSentence } from '../../../shared/reconcile/phrases.ts';
import { certaintyWords, meterTitles } from '../../../shared/reconcile/report/words.ts';
import { visibleLine } from '../../../shared/foreign/visible.ts';
import { indented, textTable } from '../text-table.ts';

const head = ({ letter, story }: ToldStory, stands: string): string =>
  [`  ${letter}  ${visibleLine(story.statement)}`, ...indented([stands], 5)].join('\n');

/** What the log says for and against a story. */
const witnessed = ({ story }: ToldStory): string[] => [
  ...story.supports.map((text) => `For it: ${text}`),
  ...story.contradictions.map((text) => `Against it: ${text}`),
];

const besideOf = (told: ToldStory): string[] => [
  ...(told.story.mechanisms.length === 0 ? [] : [`The same sums would come of: ${told.story.mechanisms.join('; ')}.`]),
  ...witnessed(told),
];

const inset = (text: string): string =>
  text
    .split('\n')
    .map((line) => `   ${line}`)
    .join('\n');

/** The story that stands first, with how each thing it rests on is known. */
export function firstStoryBlock(told: ToldStory, report: ReconcileReport): string {
  const marks = told.story.marks.map(({ certainty, text }) => [certaintyWords[certainty], text]);
  return [
    head(told, standing(told.story, report)),
    ...(marks.length === 0 ? [] : [inset(textTable(marks, ['left', 'left']))]),
    ...indented(besideOf(told), 5),
  ].join('\n');
}

/** A story after the first, with its sums and how often chance does as well. */
export function laterStoryBlock(told: ToldStory, report: ReconcileReport): string {
  const { story } = told;
  const sums = tellingMeters(story).map((line) => [meterTitles[line.meter], checkWords(line)]);
  return [
    head(told, laterStanding(story, report)),
    ...(sums.length === 0 ? [] : [inset(textTable(sums, ['left', 'left']))]),
    ...indented([...(story.coverage === null ? [] : [chanceSentence(story.coverage)]), ...witnessed(told)], 5),
  ].join('\n');
}

/** The next runs in the order in which they are made, and what each story says that they would add. */
export function runsBlock(report: ReconcileReport): string[] {
  const [next] = report.experiments;
  if (next === undefined) return [];
  const told = toldRuns(report);
  const { letters, runs } = told;
  const rows = runs.map(({ number, change, optional, text, as }) => [
    `${number}. ${change}${optional ? ' (optional)' : ''}`,
    ...(as === null ? text : [`as in run ${as}`]),
  ]);
  const outcomes = runs.flatMap(({ number, outcomes }) =>
    outcomes.map((outcome) => `Run ${number}, if it shows ${outcome}.`),
  );
  return [
    textTable([['', ...letters], ...rows], ['left', ...letters.map(() => 'left' as const)]),
    ...indented(outcomes),
    ...indented(
      [hiddenWords(told), next.isolation, '--plan OUT.md writes all of it down.'].filter((text) => text !== ''),
    ),
  ];
}
