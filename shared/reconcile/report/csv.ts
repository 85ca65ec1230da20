import { csvCell } from '../../foreign/csv-cell.ts';
import type { ReconcileReport } from '../reconcile-report.ts';

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
  'quantity_variance_usd',
  'billed_cost',
  'currency',
  'price_variance_usd',
  'status',
  'predicted',
  'residual',
  'checked',
  'text',
] as const;
type Column = (typeof columns)[number];
type Row = Readonly<Partial<Record<Column, string | number | boolean | null>>>;

function rowsOf({ finding, meters, explanations, rejected, sources, notes }: ReconcileReport): Row[] {
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
      quantity_variance_usd: line.differenceUsd,
      billed_cost: line.billedCost?.cost ?? null,
      currency: line.billedCost?.currency ?? null,
      price_variance_usd: line.priceVarianceUsd,
      status: line.status,
    })),
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
    ...rejected.map(({ title, fails }): Row => ({ record: 'refuted', text: `${title}: ${fails}` })),
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
