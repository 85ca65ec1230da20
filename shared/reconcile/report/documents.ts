import type { ExportFormat } from '../../contract/reconcile.ts';
import { markdownReport } from './markdown.ts';
import { planJson, planMarkdown } from './plan.ts';
import type { ReconcileReport } from './report.ts';
import { csvReport } from './csv.ts';

/** A report with what names it. `at`: when it was written, ISO 8601. */
export interface NamedReport {
  readonly name: string;
  readonly report: ReconcileReport;
  readonly at: string;
}

/** A file of text, ready to be saved. */
export interface Document {
  readonly fileName: string;
  readonly mediaType: string;
  readonly text: string;
}

interface Writer {
  readonly extension: string;
  readonly mediaType: string;
  readonly write: (named: NamedReport) => string;
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** Every way to write a reconciliation down. One entry is one format. */
const writers: Readonly<Record<ExportFormat, Writer>> = {
  html: { extension: 'html', mediaType: 'text/html', write: (named) => markdownReport(named) },
  csv: { extension: 'csv', mediaType: 'text/csv', write: csvReport },
  json: { extension: 'json', mediaType: 'application/json', write: ({ report }) => json(report) },
  markdown: { extension: 'md', mediaType: 'text/markdown', write: markdownReport },
  'plan-markdown': { extension: 'plan.md', mediaType: 'text/markdown', write: planMarkdown },
  'plan-json': { extension: 'plan.json', mediaType: 'application/json', write: (named) => json(planJson(named)) },
};

/** `one-response-six-meters`: a name that every file system takes. */
const slug = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60) || 'reconciliation';

export function documentOf(format: ExportFormat, named: NamedReport): Document {
  const { extension, mediaType, write } = writers[format];
  return { fileName: `${slug(named.name)}.${extension}`, mediaType, text: write(named) };
}
