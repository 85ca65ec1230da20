import type { ReconcileReport } from '../../../shared/reconcile/reconcile-report.ts';
import { letterOf } from '../../../shared/reconcile/plan/letters.ts';
import { checkWords, standing, tellingMeters, type ToldStory } from '../../../shared/reconcile/report/told.ts';
import { certaintyWords, chanceSentence, groups, meterTitles } from '../../../shared/reconcile/report/words.ts';
import { textTable } from '../text-table.ts';

const head = ({ letter, story }: ToldStory, report: ReconcileReport): string =>
  `  ${letter}  ${story.statement}\n     ${standing(story, report)}`;

const besideOf = ({ story }: ToldStory): string[] => [
  ...(story.mechanisms.length === 0 ? [] : [`The same sums would come of: ${story.mechanisms.join('; ')}.`]),
  ...story.supports.map((text) => `For it: ${text}`),
  ...story.contradictions.map((text) => `Against it: ${text}`),
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
    head(told, report),
    ...(marks.length === 0 ? [] : [inset(textTable(marks, ['left', 'left']))]),
    ...besideOf(told).map((text) => `     ${text}`),
  ].join('\n');
}

/** A story after the first, with its sums and how often chance does as well. */
export function laterStoryBlock(told: ToldStory, report: ReconcileReport): string {
  const { story } = told;
  const sums = tellingMeters(story).map((line) => [meterTitles[line.meter], checkWords(line)]);
  return [
    head(told, report),
    ...(sums.length === 0 ? [] : [inset(textTable(sums, ['left', 'left']))]),
    ...(story.coverage === null ? [] : [`     ${chanceSentence(story.coverage)}`]),
    ...besideOf(told).map((text) => `     ${text}`),
  ].join('\n');
}

/** The change to make next, what each story says it would add, and the other changes by name. */
export function experimentBlock({ experiments, explanations }: ReconcileReport): string {
  const [next, ...rest] = experiments;
  if (next === undefined) {
    return explanations.length > 1
      ? '  No single change tells these stories apart.'
      : '  No choice between stories is left to be made by a run.';
  }
  const predictions = next.predictions.map((one, index) => [
    `${letterOf(index)} would add`,
    `${groups(one.audioIn)} audio in,`,
    `${groups(one.textIn)} text in`,
  ]);
  const needed = rest.filter((one) => one.needed).map(({ change }) => change);
  const useful = rest.filter((one) => !one.needed).map(({ change }) => change);
  const others = [
    ...(needed.length === 0 ? [] : [`  For the rest: ${needed.join('; ')}.`]),
    ...(useful.length === 0 ? [] : [`  Also useful: ${useful.join('; ')}. --plan OUT.md writes all of it down.`]),
  ];
  return [
    `  ${next.change}. ${next.isolation}`,
    ...(predictions.length === 0 ? [] : [textTable(predictions, ['left', 'right', 'right'])]),
    ...others,
  ].join('\n');
}
