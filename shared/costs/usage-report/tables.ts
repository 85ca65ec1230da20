import { plainMoney } from '../../money/format.ts';
import type { UsageReport } from './usage-report.ts';

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

function totals({ prices, ...report }: UsageReport): ReportTable {
  const { estimated } = report.expected;
  return {
    title: `Cost in ${prices.currency}`,
    text: 1,
    rows: [
      ['sum', 'amount', 'note'],
      ['Expected', money(report.expected.amount, estimated), note(report.expected.unpriced, estimated)],
      ['Reported', money(report.reported.amount), note(report.reported.unpriced, false)],
      [
        'Expected, cached at full price',
        money(report.cachedAtFullPrice.amount, estimated),
        note(report.cachedAtFullPrice.unpriced, estimated),
      ],
      ...(report.expectedOverReported === null
        ? []
        : [['Expected / reported', report.expectedOverReported.toFixed(2), '']]),
      ...(report.perMinute === null ? [] : [['A minute', money(report.perMinute, estimated), note([], estimated)]]),
      ...(report.perHour === null
        ? []
        : [['An hour at this pace', money(report.perHour, estimated), note([], estimated)]]),
    ],
  };
}

const fields = ({ fields: rows, prices }: UsageReport): ReportTable => ({
  title: 'By field, cached counted apart',
  text: 3,
  rows: [
    ['field', 'unit', 'basis', 'reported', 'expected', `price, ${prices.currency}`, `expected, ${prices.currency}`],
    ...rows.map((row) => [
      row.label,
      row.unit,
      row.estimated ? 'estimate' : 'reported',
      String(row.reported),
      about(row.estimated, String(row.expected)),
      priced(row.price?.price ?? null, row.price?.unit ?? null),
      money(row.expectedCost, row.estimated),
    ]),
  ],
});

const responses = ({ responses: rows, prices }: UsageReport): ReportTable => ({
  title: 'By response',
  text: 3,
  rows: [
    ['response', 'status', 'usage', 'in', 'cached', 'out', prices.currency],
    ...rows.map((row) => {
      const guess = row.basis !== 'reported';
      return [
        `R${row.number}`,
        row.status.replace('_', ' '),
        row.basis,
        about(guess, String(row.input)),
        about(guess, String(row.cached)),
        about(guess, String(row.output)),
        money(row.cost, guess),
      ];
    }),
  ],
});

const transcriptions = ({ transcriptions: rows, prices }: UsageReport): ReportTable => ({
  title: 'Transcriptions',
  text: 4,
  rows: [
    ['item', 'model', 'status', 'usage', 'seconds', 'in', 'out', prices.currency],
    ...rows.map((row) => {
      const guess = row.basis !== 'reported';
      return [
        row.itemId,
        row.model,
        row.status,
        row.basis,
        about(guess, String(row.seconds)),
        about(guess, String(row.input)),
        about(guess, String(row.output)),
        money(row.cost, guess),
      ];
    }),
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
