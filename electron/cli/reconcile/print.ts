import { Exact } from '../../../shared/money/exact.ts';
import { minus } from '../../../shared/money/format.ts';
import { moneyText, moneyTexts } from '../../../shared/money/money.ts';
import { noRowSentence } from '../../../shared/reconcile/report/charge-words.ts';
import { alsoOpen } from '../../../shared/reconcile/report/open-questions.ts';
import {
  beyondWords,
  firstTitle,
  moneyParts,
  moreStories,
  partedMeters,
  partsText,
  toldStories,
} from '../../../shared/reconcile/report/told.ts';
import { groups, signed } from '../../../shared/reconcile/phrases.ts';
import { freshnessText, meterTitles, statusText } from '../../../shared/reconcile/report/words.ts';
import type { ReconcileReport } from '../../../shared/reconcile/reconcile-report.ts';
import { visibleLine } from '../../../shared/foreign/visible.ts';
import { indented, textTable } from '../text-table.ts';
import { firstStoryBlock, laterStoryBlock, runsBlock } from './print-stories.ts';

/** `+0.0053`: a difference in the currency that stands above it. */
const plus = (cost: string): string => (new Exact(cost).gt(0) ? `+${cost}` : cost.replace('-', minus));

function metersBlock({ meters, money }: ReconcileReport): string {
  const head = ['', 'Reported', 'Expected', 'Billed', 'Beyond the report', money?.currency ?? 'Money', 'Status'];
  const rows = meters.map((line) => [
    meterTitles[line.meter],
    groups(line.reported),
    groups(line.expected),
    line.billed === null ? 'no row' : groups(line.billed),
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
  return [textTable([...rows, ['Billed', '', `${money.billed} ${money.currency}`]], ['left', 'right', 'left'])];
}

function storyBlocks(report: ReconcileReport): string[] {
  const { first, further, outside } = toldStories(report);
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
              parted.map((line) => [meterTitles[line.meter], groups(line.billed ?? 0), `= ${partsText(line)}`]),
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
      : `${compared.days.join(', ')}${compared.resource === null ? '' : ` on ${compared.resource}`}. ${freshnessText[compared.freshness]}.`,
    ...(sessions.length === 0 ? [] : [`Sessions: ${sessions.join(', ')}.`]),
    ...(priceBook === null ? [] : [`Prices: ${priceBook}.`]),
  ];
}

function sourceLines({ sources }: ReconcileReport): string[] {
  const rows = sources.map(({ files, shape, tally, importedAt }) => [
    files.map(({ name }) => name).join(', '),
    shape,
    `${groups(tally.kept)} of ${groups(tally.rows)} rows`,
    `imported ${importedAt}`,
    `sha256 ${files.map(({ sha256 }) => sha256.slice(0, 12)).join(', ')}`,
  ]);
  return rows.length === 0 ? [] : [textTable(rows, ['left', 'left', 'right', 'left', 'left'])];
}

/** A reconciliation for a reader, in the order of every report: the sentence, the meters, the stories, what is open, what was compared. */
export function printReconciliation(report: ReconcileReport): string {
  const { compared, model, finding, many, notes, rules, unexcluded } = report;
  const responses = `${report.responses} reported response${report.responses === 1 ? '' : 's'}`;
  const where =
    compared === null
      ? ''
      : ` of ${compared.days.join(', ')}${compared.resource === null ? '' : ` on ${compared.resource}`} (${compared.freshness})`;
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
