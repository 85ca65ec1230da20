import { markdownRow, markdownText } from '../../foreign/markdown.ts';
import { letterOf } from '../plan/letters.ts';
import { documentDifference, documentMoney } from '../../money/format.ts';
import { chargeSentence, noRowSentence } from './charge-words.ts';
import { alsoOpen, unexcludedTexts } from './open-questions.ts';
import type { NamedReport, ReconcileReport } from '../reconcile-report.ts';
import {
  beyondWords,
  checkWords,
  firstTitle,
  moneyParts,
  moreStories,
  partedMeters,
  partsText,
  laterStanding,
  standing,
  tellingMeters,
  toldStories,
  type ToldStory,
} from './told.ts';
import { hiddenWords, toldRuns } from './runs.ts';
import { chanceSentence, groups, signed } from '../phrases.ts';
import { certaintyWords, meterTitles, statusText } from './words.ts';

const list = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join('\n');
const plain = (lines: readonly string[]): string => list(lines.map(markdownText));

/** A part with its heading; nothing where it has nothing to say. */
const part = (title: string, body: string): string[] => (body === '' ? [] : [`### ${title}\n\n${body}`]);

function table(head: readonly string[], align: readonly string[], rows: readonly (readonly string[])[]): string {
  return [markdownRow(head), `| ${align.join(' | ')} |`, ...rows.map(markdownRow)].join('\n');
}

function metersTable({ meters, money }: ReconcileReport): string {
  const head = [
    'Meter',
    'Reported',
    'Expected',
    'Billed',
    'Beyond the report',
    money === null ? 'Money' : `Money, ${money.currency}`,
    'Status',
  ];
  const rows = meters.map((line) => [
    meterTitles[line.meter],
    groups(line.reported),
    groups(line.expected),
    line.billed === null ? 'no row' : groups(line.billed),
    line.beyond.tokens === null ? '' : signed(line.beyond.tokens),
    line.beyond.money === null ? '' : documentDifference(line.beyond.money),
    statusText(line, letterOf(0)),
  ]);
  return table(
    head,
    head.map((_, index) => (index > 0 && index < 6 ? '---:' : '---')),
    rows,
  );
}

/** A story with how each thing it rests on is known. */
function story({ letter, story: one }: ToldStory, report: ReconcileReport): string {
  return [
    `**${letter}. ${markdownText(one.statement)}** ${markdownText(`(${standing(one, report)})`)}`,
    list([
      ...one.marks.map(({ certainty, text }) => `${certaintyWords[certainty]}: ${markdownText(text)}`),
      ...(one.mechanisms.length === 0
        ? []
        : [markdownText(`the same sums would come of: ${one.mechanisms.join('; ')}`)]),
      ...one.supports.map((text) => markdownText(`for it: ${text}`)),
      ...one.contradictions.map((text) => markdownText(`against it: ${text}`)),
    ]),
  ]
    .filter((text) => text !== '')
    .join('\n\n');
}

/** A story after the first: in one line, with its sums. */
function furtherStory({ letter, story: one }: ToldStory, report: ReconcileReport): string {
  const sums = tellingMeters(one).map(
    (line) => `  - ${markdownText(`${meterTitles[line.meter]} ${checkWords(line)}`)}`,
  );
  const chance = one.coverage === null ? '' : ` ${chanceSentence(one.coverage)}`;
  return [
    `- **${letter}** ${markdownText(`(${laterStanding(one, report)}). ${one.statement}${chance}`)}`,
    ...sums,
  ].join('\n');
}

function storyParts(report: ReconcileReport): string[] {
  const { first, further, outside } = toldStories(report);
  const beyond = beyondWords(report);
  const hidden = report.storiesFound - report.explanations.length;
  const more = hidden > 0 ? [`- ${moreStories(hidden)}`] : [];
  return [
    ...(first === null
      ? []
      : [
          ...part(
            `Every meter, part by part, as story ${first.letter} has them`,
            plain(
              partedMeters(first.story).map(
                (line) => `${meterTitles[line.meter]} ${groups(line.billed ?? 0)} = ${partsText(line)}`,
              ),
            ),
          ),
          ...part(firstTitle(report, first), story(first, report)),
        ]),
    ...part('Further stories', [...further.map((one) => furtherStory(one, report)), ...more].join('\n')),
    ...(report.excluded.length === 0
      ? []
      : part(
          `Excluded${beyond === '' ? '' : `; ${beyond}`}`,
          table(
            ['What else could have run', 'By the rules', 'The number that says no'],
            ['---', '---', '---'],
            report.excluded.map(({ title, rule, fails }) => [title, rule, fails]),
          ),
        )),
    ...part(
      'Ranked after: fits, but no measured rule knows such a thing',
      outside.map((one) => furtherStory(one, report)).join('\n'),
    ),
  ];
}

function moneyPart(report: ReconcileReport): string[] {
  const { money } = report;
  if (money === null) return [];
  const parts = moneyParts(report).map(
    ({ words, cost, share }) =>
      `${words}${share === null ? '' : `, ${Math.round(100 * share)}%`}: ${documentMoney({ cost, currency: money.currency })}`,
  );
  return part(
    'Where the money went, at list price',
    plain([...parts, `Billed: ${documentMoney({ cost: money.billed, currency: money.currency })}`]),
  );
}

/** What each story says that the next runs would add beyond their own reports. */
function runsPart(report: ReconcileReport): string[] {
  const [next] = report.experiments;
  if (next === undefined) return [];
  const told = toldRuns(report);
  const { letters, runs } = told;
  const rows = runs.map(({ number, change, optional, text, as }) => [
    `${number}. ${change}${optional ? ' (optional)' : ''}`,
    ...(as === null ? text : letters.map(() => `as in run ${as}`)),
  ]);
  const outcomes = runs.flatMap(({ number, outcomes }) =>
    outcomes.map((outcome) => `Run ${number}, if it shows ${outcome}.`),
  );
  return part(
    'Next runs: text in that each story predicts beyond the run’s own report',
    [
      table(['Change one thing', ...letters], ['---', ...letters.map(() => '---:')], rows),
      ...(outcomes.length === 0 ? [] : [plain(outcomes)]),
      markdownText(`${hiddenWords(told)} ${next.isolation}`),
    ].join('\n\n'),
  );
}

/** A summary to paste into a ticket or a chat. */
export function reportMarkdown({ name, report, at }: NamedReport): string {
  const { model, finding, compared, sources, many, notes, rules } = report;
  const said = [noRowSentence(report), chargeSentence(report)].filter((text) => text !== null);
  const parts = [
    `## ${markdownText(name)}`,
    `${markdownText(model.label)}: reported usage against the bill. Written ${at}.`,
    `**${markdownText(finding.headline)}**`,
    ...(finding.lead === '' ? [] : [markdownText(finding.lead)]),
    metersTable(report),
    ...said.map(markdownText),
    ...storyParts(report),
    ...(many === null ? [] : part('Over several days', plain([many.finding, ...many.open]))),
    ...moneyPart(report),
    ...part('What no number excludes', plain(unexcludedTexts(report))),
    ...part('Also open', plain(alsoOpen(report))),
    ...runsPart(report),
    ...(compared === null
      ? []
      : part(
          'What was compared',
          markdownText(
            `UTC days ${compared.days.join(', ')}${compared.resource === null ? '' : `, resource ${compared.resource}`}; ${compared.freshness}.`,
          ),
        )),
    ...part(
      'Sources',
      list(
        sources.flatMap(({ files, importedAt }) =>
          files.map(({ name, sha256 }) => `${markdownText(name)}, sha256 \`${sha256}\`, imported ${importedAt}`),
        ),
      ),
    ),
    ...part('Notes', plain(notes)),
    ...part('Rules used', markdownText(rules.sentence)),
  ];
  return `${parts.join('\n\n')}\n`;
}
