import { type CsvColumn, csvOf, type CsvValue } from '../../kit/untrusted/csv.ts';
import type { Explanation } from '../stories/answer-types.ts';
import type { ReconcileReport } from '../reconcile-report.ts';
import type { Money } from '../../kit/money.ts';
import { letterOf } from '../stories/phrases.ts';
import { alsoOpen, unexcludedTexts } from './story-lines.ts';

/** What a row says, by the column that it stands in; what it does not say is empty. */
interface Row {
  readonly record?: CsvValue;
  readonly rank?: CsvValue;
  readonly exact?: CsvValue;
  readonly meter?: CsvValue;
  readonly meter_names?: CsvValue;
  readonly reported?: CsvValue;
  readonly expected?: CsvValue;
  readonly billed?: CsvValue;
  readonly difference?: CsvValue;
  readonly quantity_variance?: CsvValue;
  readonly price_variance?: CsvValue;
  readonly list_currency?: CsvValue;
  readonly billed_cost?: CsvValue;
  readonly billed_currency?: CsvValue;
  readonly status?: CsvValue;
  readonly predicted?: CsvValue;
  readonly residual?: CsvValue;
  readonly checked?: CsvValue;
  readonly text?: CsvValue;
  readonly beyond_report?: CsvValue;
  readonly beyond_report_money?: CsvValue;
  readonly outside_rules?: CsvValue;
  readonly certainty?: CsvValue;
  readonly chance_hits?: CsvValue;
  readonly chance_of?: CsvValue;
  readonly rule?: CsvValue;
  readonly fails?: CsvValue;
  readonly story?: CsvValue;
}

/** The columns in their order: one entry is one column. */
const columns: readonly CsvColumn<Row>[] = [
  { title: 'record', of: ({ record = null }) => record },
  { title: 'rank', of: ({ rank = null }) => rank },
  { title: 'exact', of: ({ exact = null }) => exact },
  { title: 'meter', of: ({ meter = null }) => meter },
  { title: 'meter_names', of: ({ meter_names = null }) => meter_names },
  { title: 'reported', of: ({ reported = null }) => reported },
  { title: 'expected', of: ({ expected = null }) => expected },
  { title: 'billed', of: ({ billed = null }) => billed },
  { title: 'difference', of: ({ difference = null }) => difference },
  { title: 'quantity_variance', of: ({ quantity_variance = null }) => quantity_variance },
  { title: 'price_variance', of: ({ price_variance = null }) => price_variance },
  { title: 'list_currency', of: ({ list_currency = null }) => list_currency },
  { title: 'billed_cost', of: ({ billed_cost = null }) => billed_cost },
  { title: 'billed_currency', of: ({ billed_currency = null }) => billed_currency },
  { title: 'status', of: ({ status = null }) => status },
  { title: 'predicted', of: ({ predicted = null }) => predicted },
  { title: 'residual', of: ({ residual = null }) => residual },
  { title: 'checked', of: ({ checked = null }) => checked },
  { title: 'text', of: ({ text = null }) => text },
  { title: 'beyond_report', of: ({ beyond_report = null }) => beyond_report },
  { title: 'beyond_report_money', of: ({ beyond_report_money = null }) => beyond_report_money },
  { title: 'outside_rules', of: ({ outside_rules = null }) => outside_rules },
  { title: 'certainty', of: ({ certainty = null }) => certainty },
  { title: 'chance_hits', of: ({ chance_hits = null }) => chance_hits },
  { title: 'chance_of', of: ({ chance_of = null }) => chance_of },
  { title: 'rule', of: ({ rule = null }) => rule },
  { title: 'fails', of: ({ fails = null }) => fails },
  { title: 'story', of: ({ story = null }) => story },
];

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
        predicted: line.predicted,
        residual: line.residual,
        checked: line.checked,
        text: line.note === '' ? line.arithmetic : `${line.arithmetic} (${line.note})`,
      },
      ...line.parts.map(({ tokens, kind, words }) => ({
        record: 'explanation part',
        rank,
        meter: line.meter,
        predicted: tokens,
        status: kind,
        text: words,
      })),
    ]),
    ...marks.map(({ certainty, text }): Row => ({ record: 'explanation mark', rank, certainty, text })),
  ];
  // Stories of one rank share it.
  return rows.map((row) => ({ ...row, story: letterOf(index) }));
}

const meterRow = (line: ReconcileReport['meters'][number]): Row => ({
  record: 'meter',
  meter: line.meter,
  meter_names: line.names.join('; '),
  reported: line.reported,
  expected: line.expected,
  billed: line.billed,
  difference: line.difference,
  quantity_variance: line.quantityVariance?.cost ?? null,
  price_variance: line.priceVariance?.cost ?? null,
  list_currency: (line.quantityVariance ?? line.priceVariance)?.currency ?? null,
  // A meter that is charged in two currencies has a row for each of them below.
  billed_cost: line.charged.length === 1 ? (line.charged[0]?.cost ?? null) : null,
  billed_currency: line.charged.length === 1 ? (line.charged[0]?.currency ?? null) : null,
  status: line.status,
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
