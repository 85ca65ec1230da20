import { csvCell } from '../../foreign/csv-cell.ts';
import { jsonText } from '../../foreign/json-text.ts';
import { markdownRow, markdownText } from '../../foreign/markdown.ts';
import { pricedBy, reportTables, type ReportTable } from './tables.ts';
import type { UsageReport } from './usage-report.ts';

const head = (report: UsageReport): string => {
  const seconds = (report.durationMs / 1000).toFixed(1);
  return `${report.sessionId}, ${report.endpoint.deployment} at ${report.endpoint.label}, ${report.startedAt}, ${seconds} s.`;
};

function markdownTable({ title, text, rows }: ReportTable): string {
  const [names = [], ...body] = rows;
  const rule = names.map((_, column) => (column < text ? '---' : '---:'));
  const lines = [markdownRow(names), `| ${rule.join(' | ')} |`, ...body.map(markdownRow)];
  return `### ${title}\n\n${lines.join('\n')}`;
}

/** The report as Markdown, for a ticket or a page. */
export const reportMarkdown = (report: UsageReport): string =>
  `${[`## Usage and cost of ${markdownText(head(report))}`, pricedBy(report), ...reportTables(report).map(markdownTable)].join('\n\n')}\n`;

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
