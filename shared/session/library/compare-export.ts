import { writtenMoney } from '../../kit/money-format.ts';
import { type CsvColumn, csvOf } from '../../kit/untrusted/csv.ts';
import { bullets, heading, markdownOf, paragraph, table } from '../../kit/untrusted/markdown.ts';
import type { ComparedFigures, Figure, SideMoney } from './compare-figures.ts';
import type { GroupComparison } from './compare-groups.ts';
import type { OptionComparison } from './compare-options.ts';
import type { Comparison } from './compare-sessions.ts';
import { type ComparisonWords, groupsWords, sessionsWords } from './compare-words.ts';

/** A comparison of sessions or of groups, with what its columns are called. */
export type NamedComparison =
  | { readonly kind: 'sessions'; readonly comparison: Comparison; readonly names: readonly string[] }
  | { readonly kind: 'groups'; readonly comparison: GroupComparison };

/** One figure of every column. Numbers are plain: no grouping, money exact. */
interface ComparedRow {
  readonly part: string;
  readonly name: string;
  /** `tokens`, `USD`, `ms`; '': it is a word or a count. */
  readonly unit: string;
  /** '': there is none. `less`: the difference to column 1. */
  readonly cells: readonly { readonly value: string; readonly less: string }[];
}

type Cell = ComparedRow['cells'][number];

/** How the columns are called, in order. */
export const columnNames = (named: NamedComparison): readonly string[] =>
  named.kind === 'sessions' ? named.names : named.comparison.groups.map(({ name }) => name);

/** What the numbers of a comparison carry. */
export const wordsOf = (named: NamedComparison): ComparisonWords =>
  named.kind === 'sessions' ? sessionsWords(named.comparison) : groupsWords(named.comparison);

const plain = (value: number | null): string => (value === null ? '' : String(value));
const words = (value: string): Cell => ({ value, less: '' });
const figureCell = ({ value, less }: Figure, about = false): Cell => ({
  value: value !== null && about ? `~${value}` : plain(value),
  less: plain(less),
});

const moneyText = ({ amount, about, unpriced }: SideMoney): string => {
  if (amount === null) return 'unknown';
  return `${unpriced.length > 0 ? 'from ' : about ? '~' : ''}${writtenMoney(amount)}`;
};

type MoneyName = 'reported' | 'expected' | 'ifBilled' | 'perTurn' | 'perMinute';
const moneyNames: readonly (readonly [MoneyName, string])[] = [
  ['reported', 'Reported'],
  ['expected', 'Expected, low end'],
  ['ifBilled', 'May be billed on top, at most'],
  ['perTurn', 'Low end a turn'],
  ['perMinute', 'Low end a minute'],
];

/** The currencies of some amounts, for the column of units. */
const currenciesOf = (all: readonly SideMoney[]): string => [...new Set(all.map(({ currency }) => currency))].join(' ');

function moneyRows(figures: ComparedFigures): ComparedRow[] {
  return moneyNames.map(([key, name]) => ({
    part: 'Usage',
    name,
    unit: currenciesOf(figures[key]),
    cells: figures[key].map((money) => ({
      value: moneyText(money),
      less: money.less === null ? '' : writtenMoney(money.less),
    })),
  }));
}

/** Between which amounts a median lies, and of how many sessions it is one. */
function spreadRows({ expected, perTurn }: GroupComparison): ComparedRow[] {
  return (
    [
      ['Expected, low end', expected],
      ['Low end a turn', perTurn],
    ] as const
  ).flatMap(([name, all]) => [
    row(
      'Usage',
      `${name}, least`,
      currenciesOf(all),
      all.map(({ least }) => (least === null ? '' : writtenMoney(least))),
    ),
    row(
      'Usage',
      `${name}, most`,
      currenciesOf(all),
      all.map(({ most }) => (most === null ? '' : writtenMoney(most))),
    ),
    row(
      'Usage',
      `${name}, n`,
      '',
      all.map(({ n }) => String(n)),
    ),
  ]);
}

const row = (part: string, name: string, unit: string, values: readonly string[]): ComparedRow => ({
  part,
  name,
  unit,
  cells: values.map(words),
});

const optionRows = ({ different }: OptionComparison): ComparedRow[] =>
  different.map(({ label, values }) =>
    row(
      'Set differently',
      label,
      '',
      values.map(({ text, among }) => (among.length > 0 ? `varies: ${among.join(', ')}` : (text ?? ''))),
    ),
  );

const counted = (name: string, of: readonly Figure[]): ComparedRow => ({
  part: 'Usage',
  name,
  unit: '',
  cells: of.map((figure) => figureCell(figure)),
});

function figureRows(figures: ComparedFigures): ComparedRow[] {
  return [
    counted('Responses created', figures.responses),
    counted('of them never reported', figures.notReported),
    counted('of them asked by client', figures.asked),
    ...figures.fields.map(({ label, unit, figures: of }) => ({
      part: 'Usage',
      name: label,
      unit,
      cells: of.map((figure) => figureCell(figure, figure.about)),
    })),
    ...moneyRows(figures),
  ];
}

function waitRows({ firstAudio }: ComparedFigures): ComparedRow[] {
  const of = (name: string, pick: (at: number) => number | null | undefined): ComparedRow =>
    row(
      'First audio',
      name,
      name === 'Turns' ? '' : 'ms',
      firstAudio.map((_, at) => plain(pick(at) ?? null)),
    );
  return [
    {
      part: 'First audio',
      name: 'Median',
      unit: 'ms',
      cells: firstAudio.map(({ spread, less }) => ({ value: plain(spread?.medianMs ?? null), less: plain(less) })),
    },
    of('Least', (at) => firstAudio[at]?.spread?.minMs),
    of('Most', (at) => firstAudio[at]?.spread?.maxMs),
    of('p95', (at) => firstAudio[at]?.spread?.p95Ms),
    of('Turns', (at) => firstAudio[at]?.spread?.count),
  ];
}

function headRows(named: NamedComparison): ComparedRow[] {
  if (named.kind === 'groups') {
    const { groups } = named.comparison;
    return [
      row(
        'Group',
        'Sessions',
        '',
        groups.map(({ sessionIds }) => String(sessionIds.length)),
      ),
      row(
        'Group',
        'From',
        'UTC',
        groups.map(({ firstAt }) => firstAt),
      ),
      row(
        'Group',
        'To',
        'UTC',
        groups.map(({ lastAt }) => lastAt),
      ),
      row(
        'Group',
        'Deployment',
        '',
        groups.map(({ deployments }) => deployments.join(', ')),
      ),
      row(
        'Group',
        'Prices',
        '',
        groups.map(({ bookIds }) => bookIds.join(', ')),
      ),
    ];
  }
  const { sessions } = named.comparison;
  return [
    row(
      'Session',
      'Session',
      '',
      sessions.map(({ sessionId }) => sessionId),
    ),
    row(
      'Session',
      'Started',
      'UTC',
      sessions.map(({ startedAt }) => startedAt),
    ),
    row(
      'Session',
      'Deployment',
      '',
      sessions.map(({ deployment }) => deployment),
    ),
    row(
      'Session',
      'Input',
      '',
      sessions.map(({ input }) => (input === null ? '' : input.kind === 'wav' ? input.name : 'microphone')),
    ),
    row(
      'Session',
      'Turns',
      '',
      sessions.map(({ turns }) => String(turns.length)),
    ),
    row(
      'Session',
      'Prices',
      '',
      sessions.map(({ bookId }) => bookId),
    ),
  ];
}

function rowsOf(named: NamedComparison): ComparedRow[] {
  const { comparison } = named;
  return [
    ...headRows(named),
    ...optionRows(comparison.options),
    ...figureRows(comparison),
    ...(named.kind === 'groups' ? spreadRows(named.comparison) : []),
    ...waitRows(comparison),
  ];
}

/** The table of a comparison as CSV: a row a figure, a column for the value and one for the difference to column 1 of each session or group. */
export function comparisonCsv(named: NamedComparison): string {
  const columns: CsvColumn<ComparedRow>[] = [
    { title: 'part', of: ({ part }) => part },
    { title: 'figure', of: ({ name }) => name },
    { title: 'unit', of: ({ unit }) => unit },
    ...columnNames(named).flatMap((name, at): CsvColumn<ComparedRow>[] => [
      { title: `${at + 1} ${name}`, of: ({ cells }) => cells[at]?.value ?? '' },
      ...(at === 0 ? [] : [{ title: `${at + 1} less 1`, of: ({ cells }: ComparedRow) => cells[at]?.less ?? '' }]),
    ]),
  ];
  return csvOf(columns, rowsOf(named));
}

const signedText = (less: string): string => (less === '0' || less.startsWith('-') ? less : `+${less}`);

/** The same as Markdown, a table a part, with what the numbers carry below it. */
export function comparisonMarkdown(named: NamedComparison): string {
  const rows = rowsOf(named);
  const parts = [...new Set(rows.map(({ part }) => part))];
  const names = columnNames(named);
  const { title, sentences } = wordsOf(named);
  const what = named.kind === 'sessions' ? 'sessions' : 'groups of sessions';
  return markdownOf([
    heading(2, `Comparison of ${names.length} ${what}`),
    paragraph('In brackets the difference to the first. Amounts are exact.'),
    ...parts.flatMap((part) => [
      heading(3, part),
      table(
        ['', ...names.map((name, at) => `${at + 1} ${name}`)],
        rows
          .filter((one) => one.part === part)
          .map(({ name, unit, cells }) => [
            unit === '' ? name : `${name}, ${unit}`,
            ...cells.map(
              ({ value, less }) => `${value === '' ? 'none' : value}${less === '' ? '' : ` (${signedText(less)})`}`,
            ),
          ]),
        (column) => column > 0,
      ),
    ]),
    heading(3, title),
    bullets(sentences),
  ]);
}
