import { csvCells } from './csv-line.ts';
import { benchError, ok, refuse, type Result } from '../kit/errors.ts';
import { lookup } from '../kit/lookup.ts';
import { repeated } from '../kit/untrusted/quoting.ts';
import { parseMeterName } from './meter-name.ts';
import { readUnitOfMeasure } from './quantity-to-tokens.ts';

/** One line of a pasted table: its number in the text (from 1) and its cells. */
export interface TableLine {
  readonly line: number;
  readonly text: string;
  readonly cells: readonly string[];
}

const plainCell = (cell: string): string =>
  cell
    .trim()
    .replaceAll(/^["'`*_]+|["'`*_]+$/g, '')
    .trim();

/** `meter,1,234` as typed without quotes is a meter and one number with its thousands set apart. */
function grouped(cells: readonly string[]): string[] {
  const [name = '', ...rest] = cells;
  const number = rest.map((cell) => cell.trim()).join(',');
  return rest.length > 1 && /^[1-9]\d{0,2}(,\d{3})+$/.test(number) ? [name, number] : [...cells];
}

interface Separator {
  readonly appears: (line: string) => boolean;
  readonly split: (line: string) => string[];
}

/** Ways in which people set cells apart, the least ambiguous first. */
const separators: readonly Separator[] = [
  {
    appears: (line) => line.includes('|'),
    split: (line) =>
      line
        .replace(/^\s*\|/, '')
        .replace(/\|\s*$/, '')
        .split('|'),
  },
  { appears: (line) => line.includes('\t'), split: (line) => line.split('\t') },
  { appears: (line) => line.includes(';'), split: (line) => csvCells(line, ';') },
  { appears: (line) => /\S {2,}\S/.test(line), split: (line) => line.trim().split(/ {2,}/) },
  {
    appears: (line) => /,/.test(line.replaceAll(/(?<![\d.])\d{1,3}(,\d{3})+(?!\d)/g, '')),
    split: (line) => grouped(csvCells(line, ',')),
  },
  { appears: (line) => /:\s/.test(line), split: (line) => line.split(/:\s+/) },
  {
    appears: (line) => /\s(?:[=–—-]|[-=]>|→)\s+\S*\d/.test(line),
    split: (line) => line.split(/\s+(?:[=–—-]|[-=]>|→)\s+/),
  },
  { appears: (line) => /\s\S*\d\S*$/.test(line), split: (line) => line.trim().split(/\s+(?=\S+$)/) },
];

/** `- `, `* `, `1. `: a line of a list. */
const listMark = /^\s*(?:[-*•]|\d+[.)])\s+/;

const decoration = /^\s*(?:[|:\s-]*-{2,}[|:\s-]*|`{3,}\w*|[=+-]{3,}[=+\s-]*)\s*$/;

/** The lines of a table that hold cells; rules of dashes, code fences and blank lines are passed over. */
export function tableLines(text: string): TableLine[] {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .map((text, index) => ({ line: index + 1, text, bare: text.replace(listMark, '') }))
    .filter(({ text }) => text.trim() !== '' && !decoration.test(text));
  const separator = separators.find(
    ({ appears }) => lines.filter(({ bare }) => appears(bare)).length * 2 > lines.length,
  );
  return lines.map(({ line, text, bare }) => ({
    line,
    text: text.trim(),
    cells: (separator?.appears(bare) === true ? separator.split(bare) : [bare]).map(plainCell),
  }));
}

/** A line as a sentence quotes it. */
export const quoteLine = ({ text }: TableLine): string => repeated(text);

/** A cell that holds an amount: its digits as typed, and the multiple a suffix names (`0.64K`). */
export interface QuantityCell {
  readonly digits: string;
  readonly multiple: number | null;
}

const multiples = lookup<number>({ k: 1000, m: 1_000_000 });

/** People write these where a meter has no row. */
const absent = /^(?:-+|–|—|n\/?a|none|null|missing)?$/i;
export const isAbsent = (cell: string): boolean => absent.test(cell.trim());

/** Reads `640`, `1,234`, `0.64K`, `0.00064 (1M)`, `640 tokens`; null for a cell that is no amount. */
export function quantityCell(cell: string): QuantityCell | null {
  const match = /^([+-]?[\d.,\s\u00a0\u202f'’]*\d(?:e[+-]?\d+)?)\s*\(?(?:1\s*)?([km])?\)?\s*(?:tokens?)?$/i.exec(
    cell.trim(),
  );
  const [, digits, suffix] = match ?? [];
  if (digits === undefined) return null;
  return { digits: digits.trim(), multiple: suffix === undefined ? null : (multiples(suffix.toLowerCase()) ?? null) };
}

/** A cell that holds money. `currency`: null where the cell names none. `below`: the cell only says that it is less. */
export interface CostCell {
  readonly digits: string;
  readonly currency: string | null;
  readonly below: boolean;
}

/** What `$` means beside a number; other dollars are written with letters before it, and are not read. */
const signs = lookup<string>({ $: 'USD', us$: 'USD', '€': 'EUR', '£': 'GBP' });
const cost = /^(<?)\s*(US\$|[$€£]|[A-Z]{3}(?=[\s\d]))?\s*(<?)\s*(\d[\d.,]*(?:e-?\d+)?)\s*([$€£]|[A-Z]{3})?$/i;

/** Reads `$0.0064`, `0.0064 USD`, `<$0.01`; null for a cell that is no money. `titled`: the header says that it is. */
export function costCell(cell: string, titled: boolean): CostCell | null {
  const [, less, before, lessAfter, digits, after] = cost.exec(cell.trim()) ?? [];
  if (digits === undefined) return null;
  const mark = before ?? after;
  if (mark === undefined && !titled) return null;
  const currency = mark === undefined ? null : (signs(mark.toLowerCase()) ?? mark.toUpperCase());
  return { digits, currency, below: less === '<' || lessAfter === '<' };
}

/** Which column says what; `unit` may be missing. `body` is the lines below the header. */
export interface TableRoles {
  readonly name: number;
  readonly quantity: number;
  /** The column holds money, and no other holds a quantity. */
  readonly ofCost: boolean;
  readonly unit: number | null;
  readonly body: readonly TableLine[];
}

/** Words of a header over billed amounts, the plainest first. */
const billedWords: readonly RegExp[] = [
  /\b(billed|invoiced|charged)\b/,
  /\b(azure|bill|billing|meter quantity|meters?)\b/,
  /\b(quantity|qty|menge|quantité|cantidad)\b/,
  /\b(tokens?|usage|consumed|units|amount|count)\b/,
];
/** Words of a header over anything else. */
const otherWords =
  /\b(reported|report|sdk|response|expected|diff|difference|delta|extra|gap|ratio|factor|cost|price|usd|eur|list)\b/;

/** Words of a header over money that was charged; a price is none. */
const costWords = /^(?!.*\bprice\b).*\b(costs?|usd|eur|charges?|amount due|kosten)\b/;
const unitCell = /^\d[\d,]*\s*[km]?(?:\s*[a-z]+)*$/i;

const headerWords = (cell: string): string =>
  cell
    .toLowerCase()
    .replaceAll('cost management', 'azure')
    .replaceAll(/[_.()]/g, ' ');

const cellOf = (line: TableLine, column: number): string => line.cells[column] ?? '';
const isNumeric = (cell: string): boolean => quantityCell(cell) !== null;
const isAmount = (cell: string): boolean => isNumeric(cell) || costCell(cell, false) !== null;

/** How sure a column is that of the names: a model's meter counts double, since plain words may stand beside it. */
function nameScore(lines: readonly TableLine[], column: number): number {
  return lines.reduce((score, line) => {
    const meter = parseMeterName(cellOf(line, column));
    return score + (meter.kind === 'unclassified' ? 0 : meter.family === null ? 1 : 2);
  }, 0);
}

/** Finds the columns of meter and billed quantity. Refuses, naming a line, where no column or more than one will do. */
export function tableRoles(lines: readonly TableLine[]): Result<TableRoles> {
  const columns = [...Array(Math.max(0, ...lines.map(({ cells }) => cells.length))).keys()];
  const first = lines[0];
  if (first === undefined) return bad('There is no table: no line holds anything.');
  const name = columns.reduce((best, column) => (nameScore(lines, column) > nameScore(lines, best) ? column : best), 0);
  const hasHeader = columns.every((column) => column === name || !isAmount(cellOf(first, column)));
  const named = parseMeterName(cellOf(first, name)).kind === 'classified';
  const header = hasHeader && !(named && first.cells.length < 2) ? first : null;
  const body = header === null ? lines : lines.slice(1);
  if (body.length === 0)
    return bad(`Line ${first.line} is all there is, and it holds no quantity: ${quoteLine(first)}.`);

  const numeric = columns.filter(
    (column) =>
      column !== name &&
      body.some((line) => isNumeric(cellOf(line, column))) &&
      body.every((line) => isNumeric(cellOf(line, column)) || isAbsent(cellOf(line, column))),
  );
  const isUnit = (column: number): boolean => {
    const cells = body.map((line) => cellOf(line, column)).filter((cell) => !isAbsent(cell));
    const titled = /\b(unit|uom|einheit)/.test(headerWords(header?.cells[column] ?? ''));
    const sure =
      titled || !numeric.includes(column) || (numeric.length > 1 && cells.every((cell) => blockCell.test(cell)));
    return (
      column !== name &&
      sure &&
      cells.length > 0 &&
      cells.every((cell) => unitCell.test(cell) && readUnitOfMeasure(cell) !== null)
    );
  };
  const unit = columns.find(isUnit);
  const amounts = numeric.filter((column) => column !== unit);
  const titleOf = (column: number): string => headerWords(header?.cells[column] ?? '');
  const isCost = (column: number): boolean => {
    const cells = body.map((line) => cellOf(line, column)).filter((cell) => !isAbsent(cell));
    const titled = costWords.test(titleOf(column));
    return column !== name && cells.length > 0 && cells.every((cell) => costCell(cell, titled) !== null);
  };
  const counts = amounts.filter((column) => !isCost(column) && !/\bprice\b/.test(titleOf(column)));
  const quantity = counts.length < 2 ? counts[0] : billedColumn(header, counts);
  if (quantity !== undefined) return ok({ name, quantity, ofCost: false, unit: unit ?? null, body });
  const [cost, otherCost] = columns.filter(isCost);
  if (counts.length === 0 && cost !== undefined && otherCost === undefined)
    return ok({ name, quantity: cost, ofCost: true, unit: null, body });
  if (amounts.length > 1) {
    const where = header ?? first;
    return bad(
      `Line ${where.line} has ${amounts.length} columns of numbers, and nothing says which one was billed: ${quoteLine(where)}.`,
      first.cells.length > exportColumns
        ? 'An export of costs is imported, not pasted: Add an export in the window, --bill on the command line.'
        : 'Leave meter and billed quantity alone, or put a header line over them: Meter, Billed.',
    );
  }
  const wrong = body.find((line) => !columns.some((column) => column !== name && isNumeric(cellOf(line, column))));
  const line = wrong ?? body[0] ?? first;
  return bad(`Line ${line.line} has no quantity that can be read: ${quoteLine(line)}.`, oneALine);
}

/** No person types so many columns. */
const exportColumns = 8;

const oneALine = 'Write one meter and its quantity a line, for example: gpt rt aud mn in gl 1215, 640.';

/** `1M` reads as an amount too. A column of nothing but blocks is the unit, where another column can be the amount. */
const blockCell = /^\d+\s*[km](?:\s*tokens?)?$/i;

function billedColumn(header: TableLine | null, amounts: readonly number[]): number | undefined {
  if (header === null) return undefined;
  const free = amounts.filter((column) => !otherWords.test(headerWords(cellOf(header, column))));
  for (const words of billedWords) {
    const matching = free.filter((column) => words.test(headerWords(cellOf(header, column))));
    if (matching.length === 1) return matching[0];
    if (matching.length > 1) return undefined;
  }
  return free.length === 1 ? free[0] : undefined;
}

const bad = (message: string, nextStep = oneALine): Result<never> =>
  refuse(benchError('invalid-argument', message, { nextStep }));
