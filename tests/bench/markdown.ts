import type { BenchLine, BenchRow, BenchTable } from './table.ts';

const number = (value: number): string =>
  Math.abs(value) >= 1000
    ? Math.round(value).toLocaleString('en')
    : Number.isInteger(value)
      ? String(value)
      : value.toFixed(Math.abs(value) < 0.1 ? 4 : Math.abs(value) < 10 ? 2 : 1);

const measured = ({ value, unit, why }: BenchRow): string =>
  value === null ? `not measured: ${why ?? ''}` : `${number(value)} ${unit}`.trim();

const verdict = (pass: boolean | null): string => (pass === null ? '' : pass ? 'yes' : '**no**');

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

const list = (rows: readonly BenchRow[]): string[] => [
  row(['figure', 'measured', 'target', 'met', 'reference']),
  row(Array.from({ length: 5 }, () => '---')),
  ...rows.map((one) => row([one.name, measured(one), one.target ?? '', verdict(one.pass), one.reference ?? ''])),
];

const hasTarget = ({ cells }: BenchLine): boolean => cells.some((cell) => cell !== null && cell.pass !== null);
const allMet = ({ cells }: BenchLine): boolean => cells.every((cell) => cell?.pass !== false);

/** Unit and target of a column stand in its head, as its first line that has the figure gives them. `met` only where there are targets. */
function grid(corner: string, lines: readonly BenchLine[]): string[] {
  const width = lines[0]?.cells.length ?? 0;
  const heads = Array.from({ length: width }, (_, column) => {
    const cell = lines.map(({ cells }) => cells[column]).find((one) => one !== null && one !== undefined);
    const unit = cell === undefined || cell.unit === '' ? '' : `, ${cell.unit}`;
    return `${cell?.name ?? ''}${unit}${cell?.target ? ` (${cell.target})` : ''}`;
  });
  const judged = lines.some(hasTarget);
  return [
    row([corner, ...heads, ...(judged ? ['met'] : [])]),
    row(Array.from({ length: width + (judged ? 2 : 1) }, () => '---')),
    ...lines.map((line) =>
      row([
        line.name,
        ...line.cells.map((cell) => (cell === null || cell.value === null ? '' : number(cell.value))),
        ...(judged ? [verdict(allMet(line))] : []),
      ]),
    ),
  ];
}

/** A table of figures as a section of a page. `run`: what was run, when and where. */
export function markdown(table: BenchTable, run: string): string {
  const parts = [
    [`## ${table.title}`],
    [run],
    [table.note],
    ...(table.grid === undefined ? [] : [grid(table.grid.corner, table.grid.lines)]),
    ...(table.rows.length === 0 ? [] : [list(table.rows)]),
  ];
  return `${parts.map((part) => part.join('\n')).join('\n\n')}\n`;
}
