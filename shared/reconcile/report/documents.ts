import { fileNameOf, jsonText } from '../../kit/untrusted/safe-text.ts';
import { benchError, ok, refuse, type Result } from '../../kit/errors.ts';
import type { NamedReport } from '../reconcile-report.ts';
import { reportCsv } from './csv.ts';
import { planMarkdown, planOf } from './experiment-plan.ts';
import { reportHtml, summaryHtml } from './html-page.ts';
import { reportMarkdown } from './markdown.ts';
import { periodCsv } from './period-csv.ts';
import { periodHtml, periodSummaryHtml } from './period-html.ts';
import type { NamedPeriod } from './period-lines.ts';
import { periodMarkdown } from './period-markdown.ts';

/** What a reconciliation can be written as. */
export const exportFormats = ['summary', 'html', 'csv', 'json', 'markdown', 'plan-markdown', 'plan-json'] as const;
export type ExportFormat = (typeof exportFormats)[number];

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

/** Every way to write a reconciliation down. One entry is one format. */
const writers: Readonly<Record<ExportFormat, Writer>> = {
  summary: { extension: 'one-page.html', mediaType: 'text/html', write: summaryHtml },
  html: { extension: 'html', mediaType: 'text/html', write: reportHtml },
  csv: { extension: 'csv', mediaType: 'text/csv', write: ({ report }) => reportCsv(report) },
  json: { extension: 'json', mediaType: 'application/json', write: ({ report }) => jsonText(report) },
  markdown: { extension: 'md', mediaType: 'text/markdown', write: reportMarkdown },
  'plan-markdown': {
    extension: 'plan.md',
    mediaType: 'text/markdown',
    write: ({ report }) => planMarkdown(planOf(report)),
  },
  'plan-json': {
    extension: 'plan.json',
    mediaType: 'application/json',
    write: ({ report }) => jsonText(planOf(report)),
  },
};

/** `one-response-six-meters`: a name that every file system takes. */
const slug = (name: string): string => fileNameOf(name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'), 'reconciliation');

/** The same for a period; a plan of runs is of one day. */
const periodWriters: Readonly<Record<ExportFormat, (named: NamedPeriod) => string | null>> = {
  summary: periodSummaryHtml,
  html: periodHtml,
  csv: ({ report }) => periodCsv(report),
  json: ({ report }) => jsonText(report),
  markdown: periodMarkdown,
  'plan-markdown': () => null,
  'plan-json': () => null,
};

const isPeriod = (named: NamedReport | NamedPeriod): named is NamedPeriod => 'kind' in named.report;

const noPlan = (): Result<never> =>
  refuse(
    benchError('invalid-argument', 'A plan of runs is made for one day, and this is a whole period.', {
      nextStep: 'Open the day that does not add up, then write its plan.',
    }),
  );

/** A reconciliation as a file; refused: it cannot be written so. */
export function documentOf(format: ExportFormat, named: NamedReport | NamedPeriod): Result<Document> {
  const { extension, mediaType, write } = writers[format];
  const text = isPeriod(named) ? periodWriters[format](named) : write(named);
  return text === null ? noPlan() : ok({ fileName: `${slug(named.name)}.${extension}`, mediaType, text });
}
