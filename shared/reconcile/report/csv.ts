import type { NamedReport } from './documents.ts';
import { meterTitles, statusTitles } from './words.ts';

const cell = (value: string | number | null): string => {
  const text = value === null ? '' : String(value);
  // A cell that begins like a formula is text: spreadsheets would run it.
  const safe = typeof value === 'string' && /^[=+@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** The comparison as a table for a spreadsheet: a row a meter, money exact. */
export function csvReport({ report }: NamedReport): string {
  const head = ['meter', 'names', 'reported', 'expected', 'billed', 'difference', 'difference_usd', 'status'];
  const rows = report.meters.map((line) => [
    meterTitles[line.meter],
    (report.model.names[line.meter] ?? []).join('; '),
    line.reported,
    line.expected,
    line.billed,
    line.difference,
    line.differenceUsd,
    statusTitles[line.status],
  ]);
  return [head, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}
