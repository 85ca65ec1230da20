import { csvCell } from '../../foreign/csv-cell.ts';
import { jsonText } from '../../foreign/json-text.ts';
import { heading, markdownOf, paragraph, table, type Block } from '../../foreign/markdown.ts';
import { pricedBy, reportTables, type ReportTable } from './tables.ts';
import type { UsageReport } from './usage-report.ts';

const head = (report: UsageReport): string => {
  const seconds = (report.durationMs / 1000).toFixed(1);
  return `${report.sessionId}, ${report.endpoint.deployment} at ${report.endpoint.label}, ${report.startedAt}, ${seconds} s.`;
};

const markdownTable = ({ title, text, rows: [names = [], ...body] }: ReportTable): readonly Block[] => [
  heading(3, title),
  table(names, body, (column) => column >= text),
];

/** The report as Markdown, for a ticket or a page. */
export const reportMarkdown = (report: UsageReport): string =>
  markdownOf([
    heading(2, `Usage and cost of ${head(report)}`),
    paragraph(pricedBy(report)),
    ...reportTables(report).flatMap(markdownTable),
  ]);

/** What is an estimate says so in a column of its own, so that numbers stay numbers. */
const plainCell = (cell: string): string => csvCell(cell.replace(/^~(?=\d)/, ''));

/** The report as CSV: one table below the other, the first column naming the table. */
export const reportCsv = (report: UsageReport): string =>
  reportTables(report)
    .flatMap(({ title, rows }) =>
      rows.map((row, index) => [index === 0 ? 'table' : title, ...row].map(plainCell).join(',')),
    )
    .map((line) => `${line}\r\n`)
    .join('');

export const reportJson = (report: UsageReport): string => jsonText(report);
