import { type CsvColumn, csvOf, type CsvValue } from '../../kit/untrusted/csv.ts';
import type { Money } from '../../kit/money.ts';
import type { PeriodReport } from '../period/period-report.ts';
import { dayState } from './period-lines.ts';

/** The columns in their order. */
const titles = [
  'record',
  'day',
  'model',
  'resource',
  'meter',
  'reported',
  'billed',
  'billed_low',
  'billed_high',
  'hours_reported',
  'hours_billed',
  'difference',
  'reported_money',
  'charged',
  'currency',
  'beyond',
  'state',
  'session',
  'name',
  'deployment',
  'tags',
  'customer',
  'responses',
  'rows',
  'text',
] as const;

type Row = Readonly<Partial<Record<(typeof titles)[number], CsvValue>>> & { readonly record: string };

/** A row for each currency that something is charged in, and one where nothing is. */
const charges = (row: Row, charged: readonly Money[]): Row[] =>
  charged.length === 0 ? [row] : charged.map(({ cost, currency }) => ({ ...row, charged: cost, currency }));

function cellRows(report: PeriodReport): Row[] {
  return report.blocks.flatMap(({ model, resource, days }) =>
    days.flatMap((day) =>
      day.cells.flatMap((cell) =>
        charges(
          {
            record: 'cell',
            day: day.day,
            model,
            resource,
            meter: cell.column,
            reported: cell.hours === null ? cell.expected : null,
            billed: cell.billed,
            billed_low: cell.range?.low ?? null,
            billed_high: cell.range?.high ?? null,
            hours_reported: cell.hours?.expected ?? null,
            hours_billed: cell.hours?.billed ?? null,
            difference: cell.difference,
            beyond: cell.beyond?.cost ?? null,
            state: cell.state === 'explained' ? dayState(report, day) : cell.state,
          },
          cell.charged,
        ),
      ),
    ),
  );
}

const sessionRows = ({ sessions, blocks }: PeriodReport): Row[] =>
  sessions.map((one) => ({
    record: 'session',
    day: one.days.join(' '),
    model: one.block === null ? null : (blocks[one.block]?.model ?? null),
    resource: one.block === null ? null : (blocks[one.block]?.resource ?? null),
    reported_money: one.reported?.cost ?? null,
    charged: one.billed?.cost ?? null,
    currency: one.billed?.currency ?? one.reported?.currency ?? null,
    session: one.id,
    name: one.name,
    deployment: one.deployment,
    tags: one.tags.join(' '),
    customer: one.customer,
    responses: one.responses,
    text: one.why,
  }));

const restRows = ({ unallocated }: PeriodReport): Row[] =>
  unallocated.flatMap(({ title, names }) =>
    names.flatMap(({ name, charged, rows }) =>
      charges({ record: 'not allocated', meter: name, rows, text: title }, charged),
    ),
  );

const columns: readonly CsvColumn<Row>[] = titles.map((title) => ({ title, of: (row) => row[title] ?? null }));

/** A period as one table: a row a day and meter, then sessions, then what of the file no table holds, then its totals. */
export const periodCsv = (report: PeriodReport): string =>
  `\uFEFF${csvOf(columns, [
    ...cellRows(report),
    ...sessionRows(report),
    ...restRows(report),
    ...report.totals.map(({ file, currency }): Row => ({ record: 'total', charged: file, currency })),
    ...report.notes.map((text): Row => ({ record: 'note', text })),
  ])}`;
