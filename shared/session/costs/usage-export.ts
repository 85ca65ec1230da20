import { type CsvColumn, csvOf, type CsvValue } from '../../kit/untrusted/csv.ts';
import { writtenMoneyIn } from '../../kit/money-format.ts';
import { plainMoney } from '../../kit/plain-money.ts';
import { type Block, heading, markdownOf, paragraph, table } from '../../kit/untrusted/markdown.ts';
import { jsonText } from '../../kit/untrusted/safe-text.ts';
import { answerWords, shareWords, unknownWords } from '../../usage/estimate-words.ts';
import { shownPrice } from '../../pricing/cost.ts';
import type { Price } from '../../pricing/price-book.ts';
import { digestWords } from '../record-state.ts';
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

/** Of rows that stand for one another, whatever block each is listed in. */
const pricedAlike = (listed: Price | null): string => {
  if (listed === null) return priced(null, null);
  const { price, unit } = shownPrice(listed);
  return priced(price, unit);
};

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

const cellText = (value: CsvValue): string => (value === null ? '' : String(value));

/** One entry is one column in CSV, in Markdown and in a terminal. The tables of the window have columns of their own. */
const columnsOf = <Row>(rows: readonly Row[], columns: readonly CsvColumn<Row>[]): Pick<ReportTable, 'rows'> => ({
  rows: [columns.map(({ title }) => title), ...rows.map((row) => columns.map((column) => cellText(column.of(row))))],
});

const fields = ({ fields: rows, prices }: UsageReport): ReportTable => ({
  title: 'By field, cached counted apart',
  text: 3,
  ...columnsOf(rows, [
    { title: 'field', of: (row) => row.label },
    { title: 'unit', of: (row) => row.unit },
    { title: 'basis', of: (row) => (row.estimated ? 'estimate' : 'reported') },
    { title: 'reported', of: (row) => row.reported },
    { title: 'expected', of: (row) => about(row.estimated, String(row.expected)) },
    { title: `price, ${prices.currency}`, of: (row) => pricedAlike(row.price) },
    { title: `expected, ${prices.currency}`, of: (row) => money(row.expectedCost, row.estimated) },
    { title: 'width', of: (row) => row.width },
    { title: 'if billed, at most', of: (row) => row.ifBilled },
  ]),
});

const isGuess = ({ basis }: Pick<ResponseRow, 'basis'>): boolean => basis !== 'reported';

const responses = ({ responses: rows, prices }: UsageReport): ReportTable => ({
  title: 'By response',
  text: 3,
  ...columnsOf(rows, [
    { title: 'response', of: (row) => `R${row.number}` },
    { title: 'status', of: (row) => row.status.replace('_', ' ') },
    { title: 'usage', of: (row) => row.basis },
    { title: 'in', of: (row) => about(isGuess(row), String(row.input)) },
    { title: 'cached', of: (row) => about(isGuess(row), String(row.cached)) },
    { title: 'out', of: (row) => about(isGuess(row), String(row.output)) },
    { title: prices.currency, of: (row) => money(row.cost, isGuess(row)) },
    { title: 'low', of: (row) => money(row.costLow) },
    { title: 'high', of: (row) => money(row.costHigh) },
    { title: 'in width', of: (row) => row.inputWidth },
    { title: 'cached width', of: (row) => row.cachedWidth },
    { title: 'out width', of: (row) => row.outputWidth },
    { title: 'no rule for', of: (row) => row.unknown.map((why) => unknownWords[why]).join('; ') },
  ]),
});

const transcriptions = ({ transcriptions: rows, prices }: UsageReport): ReportTable => ({
  title: 'Transcriptions',
  text: 4,
  ...columnsOf(rows, [
    { title: 'item', of: (row) => row.itemId },
    { title: 'model', of: (row) => row.model },
    { title: 'status', of: (row) => row.status },
    { title: 'usage', of: (row) => row.basis },
    { title: 'seconds', of: (row) => about(isGuess(row), String(row.seconds)) },
    { title: 'in', of: (row) => about(isGuess(row), String(row.input)) },
    { title: 'out', of: (row) => about(isGuess(row), String(row.output)) },
    { title: prices.currency, of: (row) => money(row.cost, isGuess(row)) },
    { title: 'low', of: (row) => money(row.costLow) },
    { title: 'high', of: (row) => money(row.costHigh) },
    { title: 'seconds width', of: (row) => row.secondsWidth },
    { title: 'in width', of: (row) => row.inputWidth },
    { title: 'out width', of: (row) => row.outputWidth },
  ]),
});

const meters = (
  title: string,
  { meters: { cachedApart, folded }, prices }: UsageReport,
  fold: boolean,
): ReportTable => ({
  title,
  text: 3,
  ...columnsOf(fold ? folded : cachedApart, [
    {
      title: 'meter',
      of: (line) => line.meter ?? (line.field === 'not_understood' ? 'none known' : 'name not listed'),
    },
    { title: 'for', of: (line) => line.label },
    { title: 'model', of: (line) => line.pricedAs ?? 'unknown' },
    { title: 'quantity', of: (line) => line.quantity ?? 'unknown' },
    { title: 'unit', of: (line) => line.unit ?? '' },
    { title: 'amount', of: (line) => `${line.amount} ${line.of}` },
    { title: `price, ${prices.currency}`, of: (line) => line.price ?? 'unknown' },
    { title: prices.currency, of: (line) => money(line.cost) },
  ]),
});

const everyField = ({ usage }: UsageReport): ReportTable => ({
  title: 'Every usage field, as reported',
  text: 3,
  ...columnsOf(usage, [
    {
      title: 'of',
      of: (row) =>
        row.source === 'response'
          ? 'response'
          : row.source === 'other'
            ? 'another event'
            : `transcription, ${row.model ?? 'unknown'}`,
    },
    { title: 'field', of: (row) => row.path },
    { title: 'known', of: (row) => (row.new ? 'new' : 'yes') },
    { title: 'reports', of: (row) => row.reports },
    { title: 'total', of: (row) => row.total },
  ]),
});

/** What is wrong with the record, where the tables go without the sentence of `recordStands`. */
const recordTable = ({ record }: UsageReport): ReportTable => ({
  title: 'Record',
  text: 2,
  ...columnsOf(record === null || record.digest === 'intact' ? [] : [record], [
    { title: 'digest', of: ({ digest }) => digestWords[digest] },
    { title: 'problems', of: ({ problems }) => problems.join(' ') },
  ]),
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

/** How the record stands that the report was read from, in whole sentences; null: it was not read from one. */
export const recordStands = ({ record }: UsageReport): string | null =>
  record === null ? null : [`Record: ${digestWords[record.digest]}.`, ...record.problems].join(' ');

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
    ...[recordStands(report) ?? []].flat().map(paragraph),
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
      [...reportTables(report), recordTable(report)]
        .filter(({ rows }) => rows.length > 1)
        .map((table) => {
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

export const reportJson = (report: UsageReport): string => jsonText(writtenMoneyIn(report));

/** Usage and cost of one session as the bench always writes it, or of several in one text. */
export function usageText(reports: readonly UsageReport[], format: UsageFormat): string {
  const [only] = reports;
  const one = reports.length === 1 ? only : undefined;
  switch (format) {
    case 'csv':
      return one === undefined ? tablesCsv(reports, [sessionColumn, tableColumn]) : reportCsv(one);
    case 'json':
      return one === undefined ? jsonText(writtenMoneyIn(reports)) : reportJson(one);
    case 'markdown':
      return reports.map(reportMarkdown).join('\n');
  }
}
