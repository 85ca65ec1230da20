import { periodWords } from '../../kit/dates.ts';
import {
  bullets,
  code,
  heading,
  markdownOf,
  md,
  paragraph,
  table,
  type Block,
  type Inline,
} from '../../kit/untrusted/markdown.ts';
import { chanceSentence, letterOf } from '../stories/phrases.ts';
import { count, signed } from '../../kit/numbers.ts';
import { tableDifference, tableMoney } from '../../kit/money-format.ts';
import { nextStepOf } from './next-step.ts';
import { billedText, certaintyWords, chargeSentence, noRowSentence, ratioWords, statusText } from './wording.ts';
import { meterFacts } from '../../billing/meter-kind.ts';
import {
  alsoOpen,
  beyondWords,
  checkWords,
  firstTitle,
  laterStanding,
  letteredStories,
  type LetteredStory,
  moneyParts,
  moreStories,
  partedMeters,
  partsText,
  standing,
  tellingMeters,
  unclaimedDiscount,
  unexcludedTexts,
} from './story-lines.ts';
import type { NamedReport, ReconcileReport } from '../reconcile-report.ts';
import { hiddenWords, runTable } from './experiment-plan.ts';

/** A part with its heading; nothing where it has nothing to say. */
const part = (title: string, ...blocks: readonly Block[]): readonly Block[] =>
  blocks.every(({ block }) => block === '') ? [] : [heading(3, title), ...blocks];

function metersTable({ meters, money }: ReconcileReport): Block {
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
    meterFacts[line.meter].title,
    count(line.reported),
    count(line.expected),
    billedText(line),
    line.beyond.tokens === null ? '' : signed(line.beyond.tokens),
    line.beyond.money === null ? '' : tableDifference(line.beyond.money),
    statusText(line, letterOf(0)),
  ]);
  return table(head, rows, (column) => column > 0 && column < 6);
}

/** A story with how each thing it rests on is known. */
const story = ({ letter, story: one }: LetteredStory, report: ReconcileReport): readonly Block[] => [
  paragraph(md`**${letter}. ${one.statement}** ${`(${standing(one, report)})`}`),
  bullets([
    ...one.marks.map(({ certainty, text }) => `${certaintyWords[certainty]}: ${text}`),
    ...(one.mechanisms.length === 0 ? [] : [`the same sums would come of: ${one.mechanisms.join('; ')}`]),
    ...one.supports.map((text) => `for it: ${text}`),
    ...one.contradictions.map((text) => `against it: ${text}`),
  ]),
];

/** A story after the first: in one line, with its sums. */
function furtherStory(
  { letter, story: one }: LetteredStory,
  report: ReconcileReport,
): readonly [Inline, readonly Inline[]] {
  const chance = one.coverage === null ? '' : ` ${chanceSentence(one.coverage)}`;
  return [
    md`**${letter}** ${`(${laterStanding(one, report)}). ${one.statement}${chance}`}`,
    tellingMeters(one).map((line) => `${meterFacts[line.meter].title} ${checkWords(line)}`),
  ];
}

function storyParts(report: ReconcileReport): readonly Block[] {
  const { first, further, outside } = letteredStories(report);
  const beyond = beyondWords(report);
  const hidden = report.storiesFound - report.explanations.length;
  const more = hidden > 0 ? [moreStories(hidden)] : [];
  return [
    ...(first === null
      ? []
      : [
          ...part(
            `Every meter, part by part, as story ${first.letter} has them`,
            bullets(
              partedMeters(first.story).map(
                (line) => `${meterFacts[line.meter].title} ${billedText(line)} = ${partsText(line)}`,
              ),
            ),
          ),
          ...part(firstTitle(report, first), ...story(first, report)),
        ]),
    ...part('Further stories', bullets([...further.map((one) => furtherStory(one, report)), ...more])),
    ...(report.excluded.length === 0
      ? []
      : part(
          `Excluded${beyond === '' ? '' : `; ${beyond}`}`,
          table(
            ['What else could have run', 'By the rules', 'The number that says no'],
            report.excluded.map(({ title, rule, fails }) => [title, rule, fails]),
          ),
        )),
    ...part(
      'Ranked after: fits, but no measured rule knows such a thing',
      bullets(outside.map((one) => furtherStory(one, report))),
    ),
  ];
}

function moneyPart(report: ReconcileReport): readonly Block[] {
  const { money } = report;
  if (money === null) return [];
  const parts = moneyParts(report).map(
    ({ words, cost, share }) =>
      `${words}${share === null ? '' : `, ${Math.round(100 * share)}%`}: ${tableMoney({ cost, currency: money.currency })}`,
  );
  const unclaimed = unclaimedDiscount(report);
  return part(
    'Where the money went, at list price',
    bullets([...parts, `Billed: ${tableMoney({ cost: money.billed, currency: money.currency })}`]),
    ...(unclaimed === null ? [] : [paragraph(unclaimed)]),
  );
}

/** What each story says that the next runs would add beyond their own reports. */
function runsPart(report: ReconcileReport): readonly Block[] {
  const [next] = report.experiments;
  if (next === undefined) return [];
  const told = runTable(report);
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
    table(['Change one thing', ...letters], rows, (column) => column > 0),
    bullets(outcomes),
    paragraph(`${hiddenWords(told)} ${next.isolation}`),
  );
}

/** What whoever pays has to know beside the sentence: the amounts with their ratio, and the next step. */
function inShort(report: ReconcileReport): readonly Inline[] {
  const { money } = report;
  const ratio = ratioWords(money);
  const next = nextStepOf(report);
  return [
    ...(money === null
      ? []
      : [
          `Billed ${tableMoney({ cost: money.billed, currency: money.currency })}, reported ${tableMoney({ cost: money.expected, currency: money.currency })}, at list price${ratio === null ? '' : `: ${ratio}`}.`,
        ]),
    ...(next === null ? [] : [md`**Next step.** ${`${next.title} ${next.text}`}`]),
  ];
}

/** A summary to paste into a ticket or a chat. */
export function reportMarkdown({ name, report, at }: NamedReport): string {
  const { model, finding, compared, sources, many, notes, rules } = report;
  const said = [noRowSentence(report), chargeSentence(report)].filter((text) => text !== null);
  return markdownOf([
    heading(2, name),
    paragraph(`${model.label}: reported usage against the bill. Written ${at}.`),
    paragraph(md`**${finding.headline}**`),
    paragraph(finding.lead),
    bullets(inShort(report)),
    metersTable(report),
    ...said.map(paragraph),
    ...storyParts(report),
    ...(many === null ? [] : part('Over several days', bullets([many.finding, ...many.open]))),
    ...moneyPart(report),
    ...part('What no number excludes', bullets(unexcludedTexts(report))),
    ...part('Also open', bullets(alsoOpen(report))),
    ...runsPart(report),
    ...(compared === null
      ? []
      : part(
          'What was compared',
          paragraph(
            `UTC days ${compared.days.map(periodWords).join(', ')}${compared.resource === null ? '' : `, resource ${compared.resource}`}; ${compared.freshness}.`,
          ),
        )),
    ...part(
      'Sources',
      bullets(
        sources.flatMap(({ files, importedAt }) =>
          files.map(({ name, sha256 }) => md`${name}, sha256 ${code(sha256)}, imported ${importedAt}`),
        ),
      ),
    ),
    ...part('Notes', bullets(notes)),
    ...part('Rules used', paragraph(rules.sentence)),
  ]);
}
