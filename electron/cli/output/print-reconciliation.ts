import { periodWords } from '../../../shared/kit/dates.ts';
import { minus, count, plural, signed } from '../../../shared/kit/numbers.ts';
import { Exact, moneyText, moneyTexts } from '../../../shared/kit/money.ts';
import { visibleLine } from '../../../shared/kit/untrusted/safe-text.ts';
import type { ReconcileReport } from '../../../shared/reconcile/reconcile-report.ts';
import { hiddenWords, runTable } from '../../../shared/reconcile/report/experiment-plan.ts';
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
} from '../../../shared/reconcile/report/story-lines.ts';
import {
  certaintyWords,
  freshnessText,
  noRowSentence,
  statusText,
  billedText,
} from '../../../shared/reconcile/report/wording.ts';
import { meterFacts } from '../../../shared/billing/meter-kind.ts';
import { chanceSentence } from '../../../shared/reconcile/stories/phrases.ts';
import { indented, textTable } from './terminal-text.ts';

const head = ({ letter, story }: LetteredStory, stands: string): string =>
  [`  ${letter}  ${visibleLine(story.statement)}`, ...indented([stands], 5)].join('\n');

/** What the log says for and against a story. */
const witnessed = ({ story }: LetteredStory): string[] => [
  ...story.supports.map((text) => `For it: ${text}`),
  ...story.contradictions.map((text) => `Against it: ${text}`),
];

const besideOf = (told: LetteredStory): string[] => [
  ...(told.story.mechanisms.length === 0 ? [] : [`The same sums would come of: ${told.story.mechanisms.join('; ')}.`]),
  ...witnessed(told),
];

const inset = (text: string): string =>
  text
    .split('\n')
    .map((line) => `   ${line}`)
    .join('\n');

/** The story that stands first, with how each thing it rests on is known. */
function firstStoryBlock(told: LetteredStory, report: ReconcileReport): string {
  const marks = told.story.marks.map(({ certainty, text }) => [certaintyWords[certainty], text]);
  return [
    head(told, standing(told.story, report)),
    ...(marks.length === 0 ? [] : [inset(textTable(marks, ['left', 'left']))]),
    ...indented(besideOf(told), 5),
  ].join('\n');
}

/** A story after the first, with its sums and how often chance does as well. */
function laterStoryBlock(told: LetteredStory, report: ReconcileReport): string {
  const { story } = told;
  const sums = tellingMeters(story).map((line) => [meterFacts[line.meter].title, checkWords(line)]);
  return [
    head(told, laterStanding(story, report)),
    ...(sums.length === 0 ? [] : [inset(textTable(sums, ['left', 'left']))]),
    ...indented([...(story.coverage === null ? [] : [chanceSentence(story.coverage)]), ...witnessed(told)], 5),
  ].join('\n');
}

/** The next runs in the order in which they are made, and what each story says that they would add. */
function runsBlock(report: ReconcileReport): string[] {
  const [next] = report.experiments;
  if (next === undefined) return [];
  const told = runTable(report);
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

/** `+0.0053`: a difference in the currency that stands above it. */
const plus = (cost: string): string => (new Exact(cost).gt(0) ? `+${cost}` : cost.replace('-', minus));

function metersBlock({ meters, money }: ReconcileReport): string {
  const head = ['', 'Reported', 'Expected', 'Billed', 'Beyond the report', money?.currency ?? 'Money', 'Status'];
  const rows = meters.map((line) => [
    meterFacts[line.meter].title,
    count(line.reported),
    count(line.expected),
    billedText(line),
    line.beyond.tokens === null ? '' : signed(line.beyond.tokens),
    line.beyond.money === null ? '' : plus(line.beyond.money.cost),
    statusText(line, 'A'),
  ]);
  return textTable([head, ...rows], ['left', 'right', 'right', 'right', 'right', 'right', 'left']);
}

/** What the bill charges apart from how much it counts, and why that is not held against list prices where it is not; null: nothing. */
function priceSentence({ charge }: ReconcileReport): string | null {
  const { costs, compared, priceVariance, notComparable } = charge;
  if (costs.length === 0) return null;
  const itself = `The bill itself charges ${moneyTexts(costs)} for them`;
  if (notComparable !== null) return `${itself}. ${notComparable}`;
  if (compared === null || priceVariance === null) return `${itself}.`;
  const same = compared.by === null ? '' : ` (${moneyText(compared)} from its ${compared.by})`;
  const apart = new Exact(priceVariance.cost);
  if (apart.isZero()) return `${itself}${same}, which is list price.`;
  return `${itself}${same}, ${apart.abs().toFixed()} ${apart.isPositive() ? 'more' : 'less'} than list price: that is price, and not quantity.`;
}

function totalSentence({ money }: ReconcileReport): string {
  if (money === null) return 'In tokens alone: there is no list price for this model and scope.';
  const { currency, billed, expected, difference } = money;
  const apart = new Exact(difference);
  if (apart.isZero()) return `At list price ${billed} ${currency} are billed, exactly what is expected.`;
  return `At list price ${billed} ${currency} are billed and ${expected} expected, ${apart.abs().toFixed()} ${apart.isPositive() ? 'more' : 'less'}.`;
}

const block = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [`${title}\n${lines.join('\n')}`];

function moneyLines(report: ReconcileReport): string[] {
  const { money } = report;
  if (money === null) return [];
  const rows = moneyParts(report).map(({ words, cost, share }) => [
    words,
    share === null ? '' : `${Math.round(100 * share)}%`,
    cost,
  ]);
  const unclaimed = unclaimedDiscount(report);
  return [
    textTable([...rows, ['Billed', '', `${money.billed} ${money.currency}`]], ['left', 'right', 'left']),
    ...(unclaimed === null ? [] : [unclaimed]),
  ];
}

function storyBlocks(report: ReconcileReport): string[] {
  const { first, further, outside } = letteredStories(report);
  const hidden = report.storiesFound - report.explanations.length;
  const more = hidden > 0 ? indented([moreStories(hidden)]) : [];
  const parted = first === null ? [] : partedMeters(first.story);
  const beyond = beyondWords(report);
  const excluded = report.excluded.map(({ title, rule, fails }) => [title, rule, fails]);
  return [
    ...block(
      `Every meter, part by part, as story ${first?.letter ?? ''} has them`,
      parted.length === 0
        ? []
        : [
            textTable(
              parted.map((line) => [meterFacts[line.meter].title, billedText(line), `= ${partsText(line)}`]),
              ['left', 'right', 'left'],
            ),
          ],
    ),
    ...(first === null ? [] : block(firstTitle(report, first), [firstStoryBlock(first, report)])),
    ...block('Further stories', [...further.map((one) => laterStoryBlock(one, report)), ...more]),
    ...block(
      `Excluded: what else could have run, and the number that says no${beyond === '' ? '' : `; ${beyond}`}`,
      excluded.length === 0 ? [] : [textTable(excluded, ['left', 'left', 'left'])],
    ),
    ...block(
      'Ranked after: fits, but no measured rule knows such a thing',
      outside.map((one) => laterStoryBlock(one, report)),
    ),
  ];
}

/** What was compared, with how much of it can still change. */
function scopeLines({ compared, priceBook, sessions }: ReconcileReport): string[] {
  return [
    compared === null
      ? 'A table that was typed or pasted. It has no clock, and rows of a day can change for 72 hours.'
      : `${compared.days.map(periodWords).join(', ')}${compared.resource === null ? '' : ` on ${compared.resource}`}. ${freshnessText[compared.freshness]}.`,
    ...(sessions.length === 0 ? [] : [`Sessions: ${sessions.join(', ')}.`]),
    ...(priceBook === null ? [] : [`Prices: ${priceBook}.`]),
  ];
}

function sourceLines({ sources }: ReconcileReport): string[] {
  const rows = sources.map(({ files, shape, tally, importedAt }) => [
    files.map(({ name }) => name).join(', '),
    shape,
    `${count(tally.kept)} of ${count(tally.rows)} rows`,
    `imported ${importedAt}`,
    `sha256 ${files.map(({ sha256 }) => sha256.slice(0, 12)).join(', ')}`,
  ]);
  return rows.length === 0 ? [] : [textTable(rows, ['left', 'left', 'right', 'left', 'left'])];
}

/** A reconciliation for a reader, in the order of every report: the sentence, the meters, the stories, what is open, what was compared. */
export function printReconciliation(report: ReconcileReport): string {
  const { compared, model, finding, many, notes, rules, unexcluded } = report;
  const responses = plural(report.responses, 'reported response');
  const where =
    compared === null
      ? ''
      : ` of ${compared.days.map(periodWords).join(', ')}${compared.resource === null ? '' : ` on ${compared.resource}`} (${compared.freshness})`;
  const said = [totalSentence(report), priceSentence(report), noRowSentence(report)].filter((text) => text !== null);
  const blocks = [
    visibleLine(`${model.label}: ${responses} against the bill${where}`),
    indented(
      [finding.headline, finding.lead].filter((text) => text !== ''),
      0,
    ).join('\n'),
    ...block('Meters', [metersBlock(report), ...indented(said)]),
    ...storyBlocks(report),
    ...block('Over several days', indented(many === null ? [] : [many.finding, ...many.open])),
    ...block('Where the money went, at list price', moneyLines(report)),
    ...block(
      'What no number excludes; only isolation does',
      indented(unexcluded.map(({ title, text }) => (text === '' ? title : `${title}, ${text}`))),
    ),
    ...block('Also open', indented(alsoOpen(report))),
    ...block(
      'Next runs: text in that each story predicts beyond the run’s own report; any: it predicts none',
      runsBlock(report),
    ),
    ...block('What was compared', indented(scopeLines(report))),
    ...block('Sources', sourceLines(report)),
    ...block('Notes', indented(notes)),
    ...block('Rules used', indented([rules.sentence])),
  ];
  return `${blocks.join('\n\n')}\n`;
}
