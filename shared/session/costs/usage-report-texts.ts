import { type CsvColumn, csvOf } from '../../kit/csv.ts';
import { plainMoney } from '../../kit/money-format.ts';
import { type Block, heading, markdownOf, paragraph, table } from '../../kit/untrusted/markdown.ts';
import { jsonText } from '../../kit/untrusted/safe-text.ts';
import { answerWords, shareWords, unknownWords } from '../../usage/wording.ts';
import type { ResponseRow } from './response-costs.ts';
import type { UsageReport } from './usage-report.ts';

/** Forms in which usage and cost of sessions are written. */
export const usageFormats = ['csv', 'json', 'markdown'] as const;
export type UsageFormat = (typeof usageFormats)[number];

export const usageFiles: Readonly<Record<UsageFormat, { readonly end: string; readonly mediaType: string }>> = {
  csv: { end: 'csv', mediaType: 'text/csv' },
  json: { end: 'json', mediaType: 'application/json' },
  markdown: { end: 'md', mediaType: 'text/markdown' },
};

/** A part of the report as rows of text. Numbers are plain: no grouping, money to ten decimals. The first row names the columns. */
export interface ReportTable {
  readonly title: string;
  /** Columns that hold text; all others are set to the right. */
  readonly text: number;
  readonly rows: readonly (readonly string[])[];
}

/** An estimate, or a sum with one in it, says so before the number. */
const about = (estimated: boolean, value: string): string => (estimated ? `~${value}` : value);
const money = (amount: string | null, estimated = false): string =>
  amount === null ? 'unknown' : about(estimated, plainMoney(amount));

const priced = (price: string | null, unit: string | null): string =>
  price === null || unit === null ? 'unknown' : `${price} / ${unit}`;

const note = (unpriced: readonly string[], guess: boolean): string =>
  [...(guess ? ['estimate'] : []), ...(unpriced.length === 0 ? [] : ['at least'])].join(', ');

/** Where reports do not say of which kind cached tokens are, the amount is the dear end of a range. */
function reportedNote({ amount, low, unpriced }: UsageReport['reported']): string {
  const least = low === null || low === amount ? [] : [`or ${plainMoney(low)}, by the kinds of cached tokens`];
  return [...least, note(unpriced, false)].filter((word) => word !== '').join(', ');
}

function accuracyRow({ compared, worstShare }: UsageReport['accuracy']): string[] {
  return [
    'Estimates here were off by, at most',
    ...(compared === 0 ? ['none to compare yet', ''] : [shareWords(worstShare), answerWords(compared)]),
  ];
}

/** The sums from the low end to the high end, in the order a reader adds them. */
function sums({ expected }: UsageReport): string[][] {
  const { estimated, unpriced } = expected;
  return [
    ['Expected, low end', money(expected.amount), note(unpriced, false)],
    ...(estimated ? [['Expected, best estimate', money(expected.best, true), note(unpriced, true)]] : []),
    ['May be billed on top, at most', money(expected.ifBilled), expected.ifBilled === '0' ? 'nothing may be' : ''],
    ['In all, at most', money(expected.high), unpriced.length > 0 ? 'not all priced' : ''],
  ];
}

function totals(report: UsageReport): ReportTable {
  const { prices } = report;
  return {
    title: `Cost in ${prices.currency}`,
    text: 1,
    rows: [
      ['sum', 'amount', 'note'],
      ...sums(report),
      ['Reported', money(report.reported.amount), reportedNote(report.reported)],
      [
        'In all, at most, nothing cached',
        money(report.cachedAtFullPrice.amount),
        report.cachedAtFullPrice.unpriced.length > 0 ? 'not all priced' : '',
      ],
      ...(report.expectedOverReported === null
        ? []
        : [['Expected, low end / reported', report.expectedOverReported.toFixed(2), '']]),
      ...(report.perMinute === null ? [] : [['Low end a minute', money(report.perMinute), '']]),
      ...(report.perHour === null ? [] : [['Low end an hour at this pace', money(report.perHour), '']]),
      accuracyRow(report.accuracy),
    ],
  };
}

const fields = ({ fields: rows, prices }: UsageReport): ReportTable => ({
  title: 'By field, cached counted apart',
  text: 3,
  rows: [
    [
      'field',
      'unit',
      'basis',
      'reported',
      'expected',
      `price, ${prices.currency}`,
      `expected, ${prices.currency}`,
      'width',
      'if billed, at most',
    ],
    ...rows.map((row) => [
      row.label,
      row.unit,
      row.estimated ? 'estimate' : 'reported',
      String(row.reported),
      about(row.estimated, String(row.expected)),
      priced(row.price?.price ?? null, row.price?.unit ?? null),
      money(row.expectedCost, row.estimated),
      String(row.width),
      String(row.ifBilled),
    ]),
  ],
});

const isGuess = ({ basis }: Pick<ResponseRow, 'basis'>): boolean => basis !== 'reported';

const responses = ({ responses: rows, prices }: UsageReport): ReportTable => ({
  title: 'By response',
  text: 3,
  rows: [
    [
      'response',
      'status',
      'usage',
      'in',
      'cached',
      'out',
      prices.currency,
      'low',
      'high',
      'in width',
      'cached width',
      'out width',
      'no rule for',
    ],
    ...rows.map((row) => [
      `R${row.number}`,
      row.status.replace('_', ' '),
      row.basis,
      about(isGuess(row), String(row.input)),
      about(isGuess(row), String(row.cached)),
      about(isGuess(row), String(row.output)),
      money(row.cost, isGuess(row)),
      money(row.costLow),
      money(row.costHigh),
      String(row.inputWidth),
      String(row.cachedWidth),
      String(row.outputWidth),
      row.unknown.map((why) => unknownWords[why]).join('; '),
    ]),
  ],
});

const transcriptions = ({ transcriptions: rows, prices }: UsageReport): ReportTable => ({
  title: 'Transcriptions',
  text: 4,
  rows: [
    [
      'item',
      'model',
      'status',
      'usage',
      'seconds',
      'in',
      'out',
      prices.currency,
      'low',
      'high',
      'seconds width',
      'in width',
      'out width',
    ],
    ...rows.map((row) => [
      row.itemId,
      row.model,
      row.status,
      row.basis,
      about(isGuess(row), String(row.seconds)),
      about(isGuess(row), String(row.input)),
      about(isGuess(row), String(row.output)),
      money(row.cost, isGuess(row)),
      money(row.costLow),
      money(row.costHigh),
      String(row.secondsWidth),
      String(row.inputWidth),
      String(row.outputWidth),
    ]),
  ],
});

const meters = (
  title: string,
  { meters: { cachedApart, folded }, prices }: UsageReport,
  fold: boolean,
): ReportTable => ({
  title,
  text: 3,
  rows: [
    ['meter', 'for', 'model', 'quantity', 'unit', 'amount', `price, ${prices.currency}`, prices.currency],
    ...(fold ? folded : cachedApart).map((line) => [
      line.meter ?? (line.field === 'not_understood' ? 'none known' : 'name not listed'),
      line.label,
      line.pricedAs ?? 'unknown',
      line.quantity ?? 'unknown',
      line.unit ?? '',
      `${line.amount} ${line.of}`,
      line.price ?? 'unknown',
      money(line.cost),
    ]),
  ],
});

const everyField = ({ usage }: UsageReport): ReportTable => ({
  title: 'Every usage field, as reported',
  text: 3,
  rows: [
    ['of', 'field', 'known', 'reports', 'total'],
    ...usage.map((row) => [
      row.source === 'response'
        ? 'response'
        : row.source === 'other'
          ? 'another event'
          : `transcription, ${row.model ?? 'unknown'}`,
      row.path,
      row.new ? 'new' : 'yes',
      String(row.reports),
      String(row.total),
    ]),
  ],
});

/** The report as tables, in the order of the window; a part with nothing in it is left out. */
export const reportTables = (report: UsageReport): ReportTable[] =>
  [
    totals(report),
    fields(report),
    responses(report),
    transcriptions(report),
    meters('Expected bill, cached tokens on meters of their own', report, false),
    meters('Expected bill, cached tokens at full price', report, true),
    everyField(report),
  ].filter(({ rows }) => rows.length > 1);

/** What the amounts were priced by, in one sentence. */
export function pricedBy({ prices }: UsageReport): string {
  const model =
    prices.model === null
      ? `the model is not in it (${prices.scope})`
      : `${prices.model}, ${prices.scope}, ${{ chosen: 'as chosen', named: 'as the service named it', guessed: 'guessed from the deployment name', unknown: '' }[prices.modelIs]}`;
  const why = { chosen: 'as chosen', 'by date': 'by the date of the session', earliest: 'the earliest there is' }[
    prices.why
  ];
  return `Priced by ${prices.name} (${prices.book}), ${why}: ${model}.`;
}

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

/** A row of one of the tables, with the session and the table that it is of. */
interface TableRow {
  readonly report: UsageReport;
  readonly table: ReportTable;
  readonly cells: readonly string[];
}

/** What stands before the cells of every row. */
const sessionColumn: CsvColumn<TableRow> = { title: 'session', of: ({ report }) => report.sessionId };
const tableColumn: CsvColumn<TableRow> = { title: 'table', of: ({ table }) => table.title };

/** What is an estimate says so in a column of its own, so that numbers stay numbers. */
const plain = (cell: string): string => cell.replace(/^~(?=\d)/, '');

/** Tables below one another, each with its own titles after the columns that all of them share. */
const tablesCsv = (reports: readonly UsageReport[], shared: readonly CsvColumn<TableRow>[]): string =>
  reports
    .flatMap((report) =>
      reportTables(report).map((table) => {
        const [titles = [], ...body] = table.rows;
        const own = titles.map((title, at): CsvColumn<TableRow> => ({
          title,
          of: ({ cells }) => plain(cells[at] ?? ''),
        }));
        return csvOf(
          [...shared, ...own],
          body.map((cells) => ({ report, table, cells })),
        );
      }),
    )
    .join('');

/** The report as CSV: one table below the other, the first column naming the table. */
export const reportCsv = (report: UsageReport): string => tablesCsv([report], [tableColumn]);

export const reportJson = (report: UsageReport): string => jsonText(report);

/** Usage and cost of one session as the bench always writes it, or of several in one text. */
export function usageText(reports: readonly UsageReport[], format: UsageFormat): string {
  const [only] = reports;
  const one = reports.length === 1 ? only : undefined;
  switch (format) {
    case 'csv':
      return one === undefined ? tablesCsv(reports, [sessionColumn, tableColumn]) : reportCsv(one);
    case 'json':
      return one === undefined ? jsonText(reports) : reportJson(one);
    case 'markdown':
      return reports.map(reportMarkdown).join('\n');
  }
}
