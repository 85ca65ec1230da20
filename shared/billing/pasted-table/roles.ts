import { benchError, ok, refuse, type Result } from '../../errors.ts';
import { parseMeterName } from '../meter-name/parse.ts';
import { readUnitOfMeasure } from '../units/unit-of-measure.ts';
import { quoteLine, type TableLine } from './cells.ts';
import { costCell } from './cost-cell.ts';
import { isAbsent, quantityCell } from './quantity-cell.ts';

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
