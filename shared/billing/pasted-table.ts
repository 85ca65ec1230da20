import { count } from '../kit/numbers.ts';
import { benchError, ok, refuse, type Result } from '../kit/errors.ts';
import { decimalText, Exact } from '../kit/money.ts';
import { repeated } from '../kit/untrusted/quoting.ts';
import { addNumber, type DecimalMark, markOf, noMarkEvidence, plainNumber } from './number-and-date-marks.ts';
import type { ListPrice } from './day-usage.ts';
import { tableOfProse } from './pasted-prose.ts';
import { meterKindOf } from './meter-kind.ts';
import { type PastedItem, readPastedItems } from './pasted-line-items.ts';
import { newMeterNote, type ParsedMeter, parseMeterName, usualBlock, whyUnclassified } from './meter-name.ts';
import {
  costCell,
  type CostCell,
  isAbsent,
  quantityCell,
  quoteLine,
  type TableLine,
  tableLines,
  tableRoles,
  type TableRoles,
} from './pasted-table-layout.ts';
import { decimalsOf, readAs, readUnitOfMeasure, tokensFromCost } from './quantity-to-tokens.ts';

/** Tokens that a cost stands for at list price. */
export interface CostTokens {
  readonly tokens: number;
  readonly arithmetic: string;
}

const takeQuantities =
  'Take the quantities instead: an export of cost and usage details has them (Cost Management, Exports). Add it in the window, or give it with --bill.';

const badCost = (line: TableLine, what: string): Result<never> =>
  refuse(
    benchError('invalid-argument', `Line ${line.line} holds a cost and no quantity, and ${what}: ${quoteLine(line)}.`, {
      nextStep: takeQuantities,
    }),
  );

/** Decimals to which the costs of a column are written: one alone may have lost its zeros. */
const costDecimals = (cells: readonly (CostCell | null)[], mark: DecimalMark): number =>
  Math.max(0, ...cells.map((cell) => decimalsOf(plainNumber(cell?.digits ?? '', mark) ?? '')));

/** Works the tokens of one line out of its cost. Refuses a cost that its rounding or its price makes no whole number of tokens. */
function tokensOfCost(
  line: TableLine,
  meter: ParsedMeter,
  cell: string,
  { mark, decimals, listPrice }: { mark: DecimalMark; decimals: number; listPrice: ListPrice },
): Result<{ read: CostTokens }> {
  const cost = costCell(cell, true);
  const plain = cost === null ? null : plainNumber(cost.digits, mark);
  if (cost === null || plain === null) return badCost(line, 'it cannot be read');
  if (meter.kind === 'unclassified' || meterKindOf(meter) === null)
    return ok({ read: { tokens: 0, arithmetic: plain } });
  if (cost.below) return badCost(line, 'less than an amount could be any number of tokens');
  const price = listPrice(meter, cost.currency ?? 'USD');
  if (price === null) return badCost(line, 'there is no list price to work its tokens out by');
  const read = tokensFromCost(plain, price, decimals);
  if (read.kind === 'tokens') return ok({ read });
  return badCost(
    line,
    read.kind === 'too coarse'
      ? `${plain} at ${price} for 1M tokens is ${count(read.tokens)} tokens give or take ${count(read.giveOrTake)}`
      : `${plain} at the list price of ${price} for 1M tokens is no whole number of them`,
  );
}

/** One meter of a pasted table. `tokens`: whole; hours for a meter that bills time are left as typed in `quantity`. */
export type PastedRow = PastedItem;

export interface PastedTable {
  readonly rows: readonly PastedRow[];
  /** What was passed over or taken for granted, in whole sentences. */
  readonly notes: readonly string[];
}

interface Cell {
  readonly line: TableLine;
  readonly meter: ParsedMeter;
  readonly plain: string;
  /** Tokens in one of the quantity if it is in blocks; null: not known. */
  readonly block: number | null;
  /** The cell itself names its multiple: `0.64K`. */
  readonly named: boolean;
}

const badLine = (line: TableLine, what: string, nextStep: string): Result<never> =>
  refuse(benchError('invalid-argument', `Line ${line.line} ${what}: ${quoteLine(line)}.`, { nextStep }));

/** The decimal mark of the quantities. Commas between groups of three group, as in English text, unless the table shows otherwise. */
function decimalMark({ body, quantity, ofCost }: TableRoles): DecimalMark | 'both' {
  const digits = (cell: string): string => (ofCost ? costCell(cell, true) : quantityCell(cell))?.digits ?? '';
  const evidence = body.reduce((seen, line) => addNumber(seen, digits(line.cells[quantity] ?? '')), noMarkEvidence);
  const mark = markOf(evidence);
  return mark === 'both' || mark === ',' ? mark : '.';
}

function readCells(roles: TableRoles, mark: DecimalMark, notes: string[]): Result<{ cells: Cell[] }> {
  const cells: Cell[] = [];
  for (const line of roles.body) {
    const name = line.cells[roles.name] ?? '';
    const cell = line.cells[roles.quantity] ?? '';
    if (/^(grand )?(sub)?total\b/i.test(name)) {
      notes.push(`Line ${line.line} is a sum and is left out.`);
      continue;
    }
    if (isAbsent(cell) && roles.quantity < line.cells.length) {
      notes.push(`Line ${line.line} has no quantity: ${name} counts as a meter without a row.`);
      continue;
    }
    const read = roles.ofCost ? costCell(cell, true) : quantityCell(cell);
    const plain = read === null ? null : plainNumber(read.digits, mark);
    if (read === null || plain === null) {
      return badLine(line, 'has no quantity that can be read', 'Write one meter and its quantity a line.');
    }
    const meter = parseMeterName(name);
    const unit = roles.unit === null ? null : readUnitOfMeasure(line.cells[roles.unit] ?? '');
    const usual = meter.kind === 'classified' ? usualBlock(meter) : null;
    const multiple = 'multiple' in read ? read.multiple : null;
    cells.push({ line, meter, plain, block: multiple ?? unit?.block ?? usual, named: multiple !== null });
  }
  return ok({ cells });
}

/** The line at which a table of two meters or more says all of itself again; null: it does not. */
function repeatedFrom(rows: readonly PastedRow[]): number | null {
  const text = (row: PastedRow | undefined): string => `${row?.meter.name}\n${row?.quantity}`;
  for (let length = 2; length <= rows.length / 2; length += 1) {
    const again = rows[length];
    if (rows.length % length !== 0 || again === undefined) continue;
    if (rows.every((row, index) => text(row) === text(rows[index % length]))) return again.line;
  }
  return null;
}

/** A meter on two lines is added up, and that is said. */
function addedUp(rows: readonly PastedRow[]): string[] {
  const names = [...new Set(rows.map(({ meter }) => meter.name))];
  return names.flatMap((name) => {
    const same = rows.filter(({ meter }) => meter.name === name && meter.kind === 'classified');
    const lines = same.map(({ line }) => line).join(' and ');
    return same.length < 2
      ? []
      : [
          `Lines ${lines} are the same meter, ${name}, and are added up: ${same.map(({ tokens }) => tokens).join(' + ')}.`,
        ];
  });
}

/** `640.123` where every number with a point looks like thousands set apart by it, as outside English: two readings, neither surer. */
function groupedByPoints(cells: readonly Cell[]): Cell | null {
  const pointed = cells.filter(
    ({ plain, named, meter }) => !named && meter.kind === 'classified' && plain.includes('.'),
  );
  return pointed.every(({ line, plain }) => /^[1-9]\d{0,2}\.\d{3}$/.test(plain) && line.text.includes(plain))
    ? (pointed[0] ?? null)
    : null;
}

/** A table that a person made has no more lines, and no longer ones. */
const exportsAreImported =
  'An export of costs is imported, not pasted: Add an export in the window, --bill on the command line.';
const mostLines = 5000;
const longestLine = 4000;

function tooLong(text: string): Result<never> | null {
  const lines = text.split(/\r\n|\n|\r/);
  const long = lines.findIndex((line) => line.length > longestLine);
  const what =
    lines.length > mostLines
      ? `The text has ${count(lines.length)} lines, which is more than a table of meters.`
      : long < 0
        ? null
        : `Line ${long + 1} has ${count(lines[long]?.length ?? 0)} characters, which is more than a meter and its quantity.`;
  return what === null ? null : refuse(benchError('invalid-argument', what, { nextStep: exportsAreImported }));
}

/**
 * A table of meters and quantities: whole quantities throughout are tokens; one with decimals shows that the table counts in
 * blocks of 1K or 1M. Costs alone are worked back to tokens at list price.
 */
function readTable(text: string, listPrice: ListPrice): Result<PastedTable> {
  const roles = tableRoles(tableLines(text));
  if (!roles.ok) return roles;
  const mark = decimalMark(roles);
  const firstLine = roles.body[0] as TableLine;
  if (mark === 'both') {
    return badLine(
      firstLine,
      'begins numbers with decimal points and others with decimal commas',
      'Use one of the two.',
    );
  }
  const notes: string[] = [];
  const read = readCells(roles, mark, notes);
  if (!read.ok) return read;
  const grouped = roles.unit === null && !roles.ofCost ? groupedByPoints(read.cells) : null;
  if (grouped !== null) {
    const { line, plain } = grouped;
    return badLine(
      line,
      `can be read in two ways, as ${plain.replace('.', ',')} tokens or as ${plain} units of many tokens`,
      `Write ${plain.replace('.', '')} for tokens; for units write the unit after the number: ${plain}K, or ${plain}M.`,
    );
  }
  const money = {
    mark,
    decimals: costDecimals(
      roles.body.map(({ cells }) => costCell(cells[roles.quantity] ?? '', true)),
      mark,
    ),
    listPrice,
  };
  if (roles.ofCost) notes.push('Tokens are worked out from the costs at list price, for the table has no quantity.');
  const counted = read.cells.filter(({ meter }) => meter.kind === 'classified' && meter.unit !== 'hours');
  const inBlocks = counted.some(({ plain, named }) => !named && !new Exact(plain).isInteger());
  const rows: PastedRow[] = [];
  for (const { line, meter, plain, block, named } of read.cells) {
    if (meter.kind === 'unclassified') {
      notes.push(`Line ${line.line}, ${repeated(meter.name)}, is not compared: ${whyUnclassified(meter)}.`);
      rows.push({ line: line.line, meter, quantity: plain, tokens: 0, arithmetic: plain });
      continue;
    }
    if (meterKindOf(meter) === null) {
      notes.push(
        `Line ${line.line}, ${repeated(meter.name)}, is not compared: it is no audio or text meter of a Realtime model.`,
      );
    }
    const news = newMeterNote(meter);
    if (news !== null) notes.push(`Line ${line.line}, ${news}`);
    if (meter.unit === 'hours') {
      rows.push({ line: line.line, meter, quantity: plain, tokens: 0, arithmetic: `${decimalText(plain)} hours` });
      continue;
    }
    if (roles.ofCost) {
      const worked = tokensOfCost(line, meter, line.cells[roles.quantity] ?? '', money);
      if (!worked.ok) return worked;
      rows.push({ line: line.line, meter, quantity: plain, ...worked.read });
      continue;
    }
    const factor = named || inBlocks ? block : 1;
    if (factor === null) {
      return badLine(
        line,
        'does not say how many tokens one unit holds',
        'Write the unit after the number: 0.64K, or 0.00064M.',
      );
    }
    const reading = readAs(new Exact(plain), factor);
    if (reading === null) {
      return badLine(
        line,
        `says ${plain} units of ${factor}, which is no whole number of tokens`,
        'Check the number and its unit. If the numbers are costs, write Cost over them.',
      );
    }
    if (reading.tokens < 0)
      return badLine(line, 'bills less than nothing', 'Give the sum of the meter, corrections included.');
    rows.push({ line: line.line, meter, quantity: plain, tokens: reading.tokens, arithmetic: reading.arithmetic });
  }
  const first = rows[0];
  if (!rows.some(({ meter }) => meter.kind === 'classified')) {
    const reason = first?.meter.kind === 'unclassified' ? first.meter.reason : 'it holds no quantity';
    return badLine(
      roles.body[0] as TableLine,
      `names no meter that is known, ${reason}`,
      `Copy the meter names as the bill has them. ${exportsAreImported}`,
    );
  }
  notes.push(...addedUp(rows));
  const again = repeatedFrom(rows);
  if (again !== null) {
    const line = `Line ${again} begins the same meters and quantities again, as if the table had been pasted twice.`;
    return refuse(
      benchError('invalid-argument', line, {
        nextStep: 'Take out what is there twice; or, if both were billed, give one line a meter with their sum.',
      }),
    );
  }
  return ok({ rows, notes });
}

/**
 * Meters and quantities as people type or paste them: a table, several on a line, or running text. Refuses with the number of
 * the line that cannot be read, and with both readings where there are two.
 */
export function readPastedTable(text: string, listPrice: ListPrice = () => null): Result<PastedTable> {
  const long = tooLong(text);
  if (long !== null) return long;
  const items = readPastedItems(text, listPrice);
  if (items !== null) return items;
  const read = readTable(text, listPrice);
  const prose = read.ok ? null : tableOfProse(text, listPrice);
  if (prose === null) return read;
  const isTable = /[\t|]/.test(text);
  if (!prose.ok) return isTable ? read : prose;
  const table = readTable(prose.table, listPrice);
  if (table.ok) return ok({ ...table, notes: [...prose.notes, ...table.notes] });
  // What is one meter a line is told by its own lines.
  return prose.rows > text.split(/\r\n|\n|\r/).filter((line) => line.trim() !== '').length ? table : read;
}
