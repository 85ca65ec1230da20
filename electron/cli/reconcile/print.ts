import { Exact } from '../../../shared/money/exact.ts';
import { moneyText, moneyTexts } from '../../../shared/money/money.ts';
import { meterWords } from '../../../shared/reconcile/meter-words.ts';
import { noRowSentence } from '../../../shared/reconcile/report/charge-words.ts';
import { textTable } from '../text-table.ts';
import type { ReconcileReport } from '../../../shared/reconcile/reconcile-report.ts';

const whole = new Intl.NumberFormat('en-US');
const count = (value: number | null): string => (value === null ? 'no row' : whole.format(value));
const signed = (value: number | null): string =>
  value === null ? '' : value > 0 ? `+${whole.format(value)}` : whole.format(value);

const statusWords: Readonly<Record<ReconcileReport['meters'][number]['status'], string>> = {
  match: 'matches',
  explained: 'explained',
  folded: 'folded into the uncached meter',
  free: 'free, not checked',
  unexplained: 'unexplained',
  'within rounding': 'within rounding',
  'not yet due': 'not yet due',
  'missing row': 'no row on the bill',
};

function metersBlock({ meters, money }: ReconcileReport): string {
  const head = ['Meter', 'Reported', 'Expected', 'Billed', 'Difference', money?.currency ?? 'Money', 'Status'];
  const rows = meters.map((line) => [
    meterWords[line.meter],
    count(line.reported),
    count(line.expected),
    count(line.billed),
    signed(line.difference),
    line.quantityVariance?.cost ?? '',
    statusWords[line.status],
  ]);
  return textTable([head, ...rows], ['left', 'right', 'right', 'right', 'right', 'right', 'left']);
}

/** What the bill charges apart from how much it counts, and why that is not held against list prices where it is not. */
function priceSentence({ charge }: ReconcileReport): string {
  const { costs, compared, priceVariance, notComparable } = charge;
  if (costs.length === 0) return '';
  const itself = `\n  The bill itself charges ${moneyTexts(costs)} for them`;
  if (notComparable !== null) return `${itself}. ${notComparable}`;
  if (compared === null || priceVariance === null) return `${itself}.`;
  const same = compared.by === null ? '' : ` (${moneyText(compared)} from its ${compared.by})`;
  const apart = new Exact(priceVariance.cost);
  if (apart.isZero()) return `${itself}${same}, which is list price.`;
  return `${itself}${same}, ${apart.abs().toFixed()} ${apart.isPositive() ? 'more' : 'less'} than list price: that is price, and not quantity.`;
}

function moneySentence({ money }: ReconcileReport): string {
  if (money === null) return '  In tokens alone: there is no list price for this model and scope.';
  const { currency, billed, expected, difference, further, lostDiscount } = money;
  const apart = new Exact(difference);
  if (apart.isZero()) return `  At list price ${billed} ${currency} are billed, exactly what is expected.`;
  const split = new Exact(lostDiscount).isZero()
    ? ''
    : `: ${further} for tokens beyond the report and ${lostDiscount} for the lost cache discount`;
  return `  At list price ${billed} ${currency} are billed and ${expected} expected, ${apart.abs().toFixed()} ${apart.isPositive() ? 'more' : 'less'}${split}.`;
}

function explanationBlock(one: ReconcileReport['explanations'][number]): string {
  const meters = one.meters
    .filter((line) => line.billed !== null)
    .map((line) => {
      const value = line.predicted === null ? 'silent' : `${line.arithmetic} = ${whole.format(line.predicted)}`;
      return [
        `      ${meterWords[line.meter]}`,
        value,
        line.checked ? (line.residual === 0 ? 'exact' : `off by ${line.residual}`) : 'not checked',
        line.note,
      ];
    });
  const lines = [
    ...one.assumptions.map((text) => `Assumes: ${text}`),
    ...(one.mechanisms.length === 0 ? [] : [`Same sums: ${one.mechanisms.join('; ')}.`]),
    ...(one.coverage === null
      ? []
      : [
          `Of all bills this far off, ${whole.format(one.coverage.hits)} in ${whole.format(one.coverage.of)} fit as simple a story.`,
        ]),
    ...one.supports.map((text) => `For it: ${text}`),
    ...one.contradictions.map((text) => `Against it: ${text}`),
  ];
  return [
    `  ${one.rank}. ${one.statement}`,
    textTable(meters, ['left', 'left', 'left', 'left']),
    ...lines.map((text) => `        ${text}`),
  ].join('\n');
}

function experimentBlock({ experiments, explanations }: ReconcileReport): string {
  const [next, ...rest] = experiments;
  if (next === undefined)
    return explanations.length > 1
      ? '  No single change tells these stories apart.'
      : '  None is needed to choose between stories.';
  const predictions = next.predictions.map((one, index) => [
    `  ${explanations[index]?.rank ?? index + 1}. would add`,
    `${one.audioWords} audio in,`,
    `${one.textWords} text in`,
  ]);
  const needed = rest.filter((one) => one.needed).map(({ change }) => change);
  const useful = rest.filter((one) => !one.needed).map(({ change }) => change);
  const others = [
    ...(needed.length === 0 ? [] : [`  For the rest: ${needed.join('; ')}.`]),
    ...(useful.length === 0 ? [] : [`  Also useful: ${useful.join('; ')}. --plan OUT.md writes all of it down.`]),
  ];
  return [`  ${next.change}. ${next.isolation}`, textTable(predictions, ['left', 'right', 'right']), ...others].join(
    '\n',
  );
}

/** A reconciliation for a reader: what was compared, what the numbers force, every story that fits, what would settle the rest. */
export function printReconciliation(report: ReconcileReport): string {
  const responses = `${report.responses} reported response${report.responses === 1 ? '' : 's'}`;
  const { compared } = report;
  const where =
    compared === null
      ? ''
      : ` of ${compared.days.join(', ')}${compared.resource === null ? '' : ` on ${compared.resource}`} (${compared.freshness})`;
  const noRow = noRowSentence(report);
  const hidden = report.storiesFound - report.explanations.length;
  const blocks = [
    `${report.model.label}: ${responses} against the bill${where}${report.priceBook === null ? '' : `, prices ${report.priceBook}`}`,
    `${metersBlock(report)}\n${moneySentence(report)}${priceSentence(report)}${noRow === null ? '' : `\n  ${noRow}`}`,
    `Finding\n  ${report.finding.headline}\n  ${report.finding.open}`,
  ];
  if (report.explanations.length > 0) {
    const more =
      hidden > 0 ? `\n  ${whole.format(hidden)} less simple ${hidden === 1 ? 'story fits' : 'stories fit'} too.` : '';
    blocks.push(
      `Explanations, the simplest first; equal numbers are ties\n${report.explanations.map(explanationBlock).join('\n')}${more}`,
    );
  }
  if (report.excluded.length > 0) {
    const rows = report.excluded.map(({ title, fails, rule }) => `  ${title} (${rule}): ${fails}.`);
    blocks.push(`Excluded by this bill\n${rows.join('\n')}`);
  }
  const { many } = report;
  if (many !== null) {
    blocks.push(`Over several days\n${[many.finding, ...many.open].map((text) => `  ${text}`).join('\n')}`);
  }
  if (report.explanations.length > 0) blocks.push(`Next experiment\n${experimentBlock(report)}`);
  if (report.notes.length > 0) blocks.push(`To know\n${report.notes.map((note) => `  ${note}`).join('\n')}`);
  if (report.sources.length > 0) {
    const rows = report.sources.map(({ files, shape, tally, importedAt }) => [
      files.map(({ name }) => name).join(', '),
      shape,
      `${whole.format(tally.kept)} of ${whole.format(tally.rows)} rows`,
      `imported ${importedAt}`,
      `sha256 ${files.map(({ sha256 }) => sha256.slice(0, 12)).join(', ')}`,
    ]);
    blocks.push(`Sources\n${textTable(rows, ['left', 'left', 'right', 'left', 'left'])}`);
  }
  return `${blocks.join('\n\n')}\n`;
}
