import type { BilledAs } from '../../billing/meter-kind.ts';
import { type CsvColumn, csvOf, type CsvValue } from '../../kit/untrusted/csv.ts';
import type { Explanation } from '../stories/answer-types.ts';
import type { ReconcileReport } from '../reconcile-report.ts';
import type { Money } from '../../kit/money.ts';
import { letterOf } from '../stories/phrases.ts';
import { alsoOpen, unexcludedTexts } from './story-lines.ts';
import { certaintyWords, partWords, statusTitles } from './wording.ts';

/** The columns in their order. */
const titles = [
  'record',
  'rank',
  'exact',
  'meter',
  'meter_names',
  'reported',
  'expected',
  'billed',
  'difference',
  'quantity_variance',
  'price_variance',
  'list_currency',
  'billed_cost',
  'billed_currency',
  'status',
  'predicted',
  'left_over',
  'checked',
  'text',
  'beyond_report',
  'beyond_report_money',
  'outside_rules',
  'certainty',
  'chance_hits',
  'chance_of',
  'rule',
  'fails',
  'story',
  'billed_low',
  'billed_high',
] as const;

/** What a row says, by the column that it stands in; what it does not say is empty. */
type Row = { readonly [Title in (typeof titles)[number]]?: CsvValue };

const columns: readonly CsvColumn<Row>[] = titles.map((title) => ({ title, of: (row) => row[title] ?? null }));

const chargeRow =
  (meter: string) =>
  ({ cost, currency }: Money): Row => ({ record: 'charge', meter, billed_cost: cost, billed_currency: currency });

/** A story by its letter, its meters, the parts of each, and how each thing it rests on is known. */
function storyRows({ rank, exact, outside, statement, meters, marks, coverage }: Explanation, index: number): Row[] {
  const rows: Row[] = [
    {
      record: 'explanation',
      rank,
      exact,
      outside_rules: outside,
      chance_hits: coverage?.hits ?? null,
      chance_of: coverage?.of ?? null,
      text: statement,
    },
    ...meters.flatMap((line): Row[] => [
      {
        record: 'explanation meter',
        rank,
        meter: line.meter,
        billed: line.billed,
        ...boundsOf(line),
        predicted: line.predicted,
        left_over: line.residual,
        checked: line.checked,
        text: line.note === '' ? line.arithmetic : `${line.arithmetic} (${line.note})`,
      },
      ...line.parts.map(({ tokens, kind, words }) => ({
        record: 'explanation part',
        rank,
        meter: line.meter,
        predicted: tokens,
        status: partWords[kind],
        text: words,
      })),
    ]),
    ...marks.map(({ certainty, text }): Row => ({
      record: 'explanation mark',
      rank,
      certainty: certaintyWords[certainty],
      text,
    })),
  ];
  // Stories of one rank share it.
  return rows.map((row) => ({ ...row, story: letterOf(index) }));
}

/** The least and the most that a rounded amount can be; nothing for one that is told. */
const boundsOf = ({ range }: BilledAs): Row =>
  range === null ? {} : { billed_low: range.low, billed_high: range.high };

const meterRow = (line: ReconcileReport['meters'][number]): Row => ({
  record: 'meter',
  meter: line.meter,
  meter_names: line.names.join('; '),
  reported: line.reported,
  expected: line.expected,
  billed: line.billed,
  ...boundsOf(line),
  difference: line.difference,
  quantity_variance: line.quantityVariance?.cost ?? null,
  price_variance: line.priceVariance?.cost ?? null,
  list_currency: (line.quantityVariance ?? line.priceVariance)?.currency ?? null,
  // A meter that is charged in two currencies has a row for each of them below.
  billed_cost: line.charged.length === 1 ? (line.charged[0]?.cost ?? null) : null,
  billed_currency: line.charged.length === 1 ? (line.charged[0]?.currency ?? null) : null,
  status: statusTitles[line.status],
  beyond_report: line.beyond.tokens,
  beyond_report_money: line.beyond.money?.cost ?? null,
});

function rowsOf(report: ReconcileReport): Row[] {
  const { finding, meters, charge, explanations, excluded, sources, notes, rules } = report;
  return [
    { record: 'finding', text: finding.headline },
    {
      record: 'lead',
      chance_hits: finding.chance?.hits ?? null,
      chance_of: finding.chance?.of ?? null,
      text: finding.lead,
    },
    ...meters.map(meterRow),
    ...meters.flatMap(({ meter, charged }) => (charged.length < 2 ? [] : charged.map(chargeRow(meter)))),
    ...charge.costs.map(chargeRow('all')),
    ...(charge.notComparable === null ? [] : [{ record: 'charge', text: charge.notComparable }]),
    ...explanations.flatMap(storyRows),
    ...excluded.map(({ title, rule, fails }): Row => ({ record: 'excluded', text: title, rule, fails })),
    ...unexcludedTexts(report).map((text): Row => ({ record: 'not excluded', text })),
    ...alsoOpen(report).map((text): Row => ({ record: 'open', text })),
    ...sources.flatMap(({ files, importedAt }) =>
      files.map(({ name, sha256 }): Row => ({
        record: 'source',
        text: `${name}, sha256 ${sha256}, imported ${importedAt}`,
      })),
    ),
    ...notes.map((text): Row => ({ record: 'note', text })),
    { record: 'rules', text: rules.sentence },
  ];
}

/** The report as one table for spreadsheets: a record a row, its kind in the first column. With a byte order mark, for Excel reads it so. */
export function reportCsv(report: ReconcileReport): string {
  return `\uFEFF${csvOf(columns, rowsOf(report))}`;
}
