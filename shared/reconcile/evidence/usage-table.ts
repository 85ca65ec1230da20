import { csvRows } from '../../billing/csv-line.ts';
import { benchError, ok, refuse, type Result } from '../../kit/errors.ts';
import type { Json } from '../../kit/json.ts';
import { count } from '../../kit/numbers.ts';

import { knownFields } from '../../usage/fields.ts';
import { shortName } from '../../usage/problems.ts';
import { placeOf, usageWords } from '../../usage/spelling.ts';

const delimiters = ['\t', ',', ';', '|'] as const;
/** A header is near the top: titles and blank lines come before it at most. */
const linesBeforeHeader = 10;

const places = new Set(
  knownFields.flatMap(({ source, unit, path }) => (source === 'response' && unit === 'tokens' ? [path] : [])),
);

interface Column {
  readonly at: number;
  readonly name: string;
  readonly place: string;
}

function columnsOf(cells: readonly string[]): Column[] {
  return cells.flatMap((name, at) => {
    const place = placeOf(usageWords(name)?.words ?? []);
    return place !== null && places.has(place) ? [{ at, name, place }] : [];
  });
}

interface Table {
  readonly columns: readonly Column[];
  readonly header: readonly string[];
  readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[];
}

/** The table of calls in a text: a header that names two counts or more, and rows under it. */
function tableOf(text: string): Table | null {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n/);
  for (const delimiter of delimiters) {
    const top = csvRows(lines.slice(0, linesBeforeHeader), delimiter);
    const at = top.findIndex((cells) => new Set(columnsOf(cells).map(({ place }) => place)).size > 1);
    const header = top[at];
    if (header === undefined) continue;
    const rows = csvRows(lines.slice(at + 1), delimiter)
      .map((cells, below) => ({ line: at + below + 2, cells }))
      .filter(({ cells }) => cells.some((cell) => /[^\s:|-]/.test(cell)));
    const columns = columnsOf(header);
    // Headings over single counts are no header: `Input, cached:` has no row of numbers under it.
    const isRow = ({ cells }: (typeof rows)[number]): boolean =>
      columns.some(({ at: cell }) => /\d/.test(cells[cell] ?? ''));
    if (rows.some(isRow)) return { columns, header, rows };
  }
  return null;
}

const whole = /^(?:\d+|\d{1,3}(?:[, \u00a0]\d{3})+)(?:\.0+)?$/;
const advice = 'Give the rows of one model, each call with all of its counts: a blank count is not 0.';
const bad = (sentence: string): Result<never> => refuse(benchError('invalid-argument', sentence, { nextStep: advice }));

const sameCounts = (one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): boolean =>
  one.size === other.size && [...one].every(([place, value]) => other.get(place) === value);

function sumOf(calls: readonly ReadonlyMap<string, number>[]): Map<string, number> {
  const sum = new Map<string, number>();
  for (const call of calls) for (const [place, value] of call) sum.set(place, (sum.get(place) ?? 0) + value);
  return sum;
}

/** Models that the rows are of, where a column says it. */
function modelsOf({ header, rows }: Table): string[] {
  const at = header.findIndex((name) => /^(?:model|deployment)(?:[_ ]?name)?$/i.test(name));
  const named = at < 0 ? [] : rows.flatMap(({ cells }) => cells[at] ?? []);
  return [...new Set(named.filter((name) => name !== ''))];
}

/**
 * Calls of a table, one a row, as usage objects; null: the text is no such table. Refused, with the line, where a count
 * is blank or no whole number, where two columns contradict each other, and where rows are of several models.
 */
export function usageTable(text: string): Result<{ readonly value: Json }> | null {
  const table = tableOf(text);
  if (table === null) return null;
  const models = modelsOf(table);
  if (models.length > 1) {
    const named = models.slice(0, 3).map(shortName).join(', ');
    return bad(
      `The table has calls of ${count(models.length)} models: ${named}${models.length > 3 ? ' and more' : ''}.`,
    );
  }
  const calls: Map<string, number>[] = [];
  for (const { line, cells } of table.rows) {
    const counts = new Map<string, number>();
    for (const { at, name, place } of table.columns) {
      const cell = (cells[at] ?? '').trim();
      if (!whole.test(cell)) {
        const what =
          cell === ''
            ? `has no ${shortName(name)}`
            : `has "${shortName(cell)}" as ${shortName(name)}, which is no count`;
        return bad(`Line ${line} of the table ${what}.`);
      }
      const value = Number(cell.replaceAll(/[, \u00a0]|\.0+$/g, ''));
      const known = counts.get(place);
      if (known !== undefined && known !== value) {
        return bad(`Line ${line} of the table says ${shortName(place)} twice: ${count(known)} and ${count(value)}.`);
      }
      counts.set(place, value);
    }
    const isSum = cells.some((cell) => /^(?:grand )?(?:total|sum)s?:?$/i.test(cell.trim()));
    if (isSum && calls.length > 0) {
      if (sameCounts(counts, sumOf(calls))) continue;
      return bad(`Line ${line} of the table is a sum, and the rows above it add up to something else.`);
    }
    calls.push(counts);
  }
  return ok({ value: calls.map((counts) => ({ usage: Object.fromEntries(counts) })) });
}
