import { csvCell } from '../../foreign/csv-cell.ts';
import type { ReconcileReport } from '../reconcile-report.ts';
import type { Money } from '../../money/money.ts';

const columns = [
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
  'residual',
  'checked',
  'text',
] as const;
type Column = (typeof columns)[number];
type Row = Readonly<Partial<Record<Column, string | number | boolean | null>>>;

const chargeRow =
  (meter: string) =>
  ({ cost, currency }: Money): Row => ({ record: 'charge', meter, billed_cost: cost, billed_currency: currency });

function rowsOf({ finding, meters, charge, explanations, excluded, sources, notes }: ReconcileReport): Row[] {
  return [
    { record: 'finding', text: finding.headline },
    { record: 'finding', text: finding.open },
    ...meters.map((line): Row => ({
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
    })),
    ...meters.flatMap(({ meter, charged }) => (charged.length < 2 ? [] : charged.map(chargeRow(meter)))),
    ...charge.costs.map(chargeRow('all')),
    ...(charge.notComparable === null ? [] : [{ record: 'charge', text: charge.notComparable }]),
    ...explanations.flatMap(({ rank, exact, statement, meters }) => [
      { record: 'explanation', rank, exact, text: statement },
      ...meters.map((line): Row => ({
        record: 'explanation meter',
        rank,
        meter: line.meter,
        billed: line.billed,
        predicted: line.predicted,
        residual: line.residual,
        checked: line.checked,
        text: `${line.arithmetic} (${line.note})`,
      })),
    ]),
    ...excluded.map(({ title, fails }): Row => ({ record: 'excluded', text: `${title}: ${fails}` })),
    ...sources.flatMap(({ files, importedAt }) =>
      files.map(({ name, sha256 }): Row => ({
        record: 'source',
        text: `${name}, sha256 ${sha256}, imported ${importedAt}`,
      })),
    ),
    ...notes.map((text): Row => ({ record: 'note', text })),
  ];
}

/** The report as one table for spreadsheets: a record a row, its kind in the first column. With a byte order mark, for Excel reads it so. */
export function reportCsv(report: ReconcileReport): string {
  const lines = rowsOf(report).map((row) => columns.map((column) => csvCell(row[column])).join(','));
  return `\uFEFF${[columns.join(','), ...lines].join('\r\n')}\r\n`;
}
