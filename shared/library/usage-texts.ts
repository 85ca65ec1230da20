import { reportCsv, reportJson, reportMarkdown } from '../costs/usage-report/texts.ts';
import type { UsageReport } from '../costs/usage-report/usage-report.ts';
import { csvCell } from '../foreign/csv-cell.ts';
import { jsonText } from '../foreign/json-text.ts';
import type { UsageFormat } from './usage-formats.ts';

/** The tables of every session below each other, the first column naming the session. */
const csvOf = (reports: readonly UsageReport[]): string =>
  reports
    .flatMap((report) =>
      reportCsv(report)
        .split('\r\n')
        .filter((line) => line !== '')
        .map((line) => `${line.startsWith('table,') ? 'session' : csvCell(report.sessionId)},${line}\r\n`),
    )
    .join('');

/** Usage and cost of one session as the bench always writes it, or of several in one text. */
export function usageText(reports: readonly UsageReport[], format: UsageFormat): string {
  const [only] = reports;
  const one = reports.length === 1 ? only : undefined;
  switch (format) {
    case 'csv':
      return one === undefined ? csvOf(reports) : reportCsv(one);
    case 'json':
      return one === undefined ? jsonText(reports) : reportJson(one);
    case 'markdown':
      return reports.map(reportMarkdown).join('\n');
  }
}
