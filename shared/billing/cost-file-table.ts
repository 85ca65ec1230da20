import {
  asArray,
  asString,
  atPath,
  isJsonObject,
  type Json,
  type JsonObject,
  type JsonRead,
  readJson,
} from '../kit/json.ts';
import { aliases, headerKey, readHeader } from './cost-file-columns.ts';
import { csvCells } from './csv-line.ts';
import { openAiTable } from './openai/cost-table.ts';

const delimiters = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof delimiters)[number];

/** What sets the columns of a header line apart: the mark that occurs most outside quotes; null for a line of one column. */
export function delimiterOf(headerLine: string): Delimiter | null {
  const bare = headerLine.replaceAll(/"(?:[^"]|"")*"/g, '');
  const counts = delimiters.map((mark) => ({ mark, count: bare.split(mark).length - 1 }));
  const best = counts.sort((one, other) => other.count - one.count)[0];
  return best === undefined || best.count === 0 ? null : best.mark;
}

/** The line of a text that names the columns of its table. */
export interface HeaderLine {
  readonly delimiter: Delimiter;
  /** Lines with anything in them that stand before it: a title, an account's name. */
  readonly before: number;
}

/** Lines with anything in them among which the columns are looked for. */
const mostBefore = 30;
/** Names of columns that make a line a header, though one without which it says nothing may be missing. */
const enoughNames = 3;
const columnNames: ReadonlySet<string> = new Set(Object.values(aliases).flatMap((names) => names.split(' ')));

const namedIn = (cells: readonly string[]): number => cells.filter((cell) => columnNames.has(headerKey(cell))).length;

/** Where the columns of a text are named: the first line that names those of costs, else the first of all; null: that is no table. */
export function headerLineOf(lines: readonly string[]): HeaderLine | null {
  const full = lines.filter((line) => line.trim() !== '').slice(0, mostBefore);
  const read = full.flatMap((line, before) => {
    const delimiter = delimiterOf(line);
    return delimiter === null ? [] : [{ delimiter, before, cells: csvCells(line, delimiter) }];
  });
  const header =
    read.find(({ cells }) => readHeader(cells).ok) ??
    read.find(({ cells }) => namedIn(cells) >= enoughNames) ??
    read.find(({ before }) => before === 0);
  return header === undefined ? null : { delimiter: header.delimiter, before: header.before };
}

/** Rows of a JSON export under one header, as a CSV file would hold them. */
export interface JsonTable {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** One JSON value a line, as several answers laid one after another are; null: the text is anything else. */
export function readJsonLines(text: string): readonly Json[] | null {
  const lines = text.split(/\r\n|\n|\r/).filter((line) => line.trim() !== '');
  const values = lines.length < 2 ? [] : lines.map(readJson);
  return values.length > 0 && values.every((one) => one.ok) ? values.map(({ value }) => value) : null;
}

/** As `readJson`, with every number as text: a cost has more digits than a number can hold. One value; see `readJsonValues`. */
export function readExactly(text: string): JsonRead {
  const quoted = text.replaceAll(/"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (token) =>
    token.startsWith('"') ? token : `"${token}"`,
  );
  const read = readJson(quoted);
  if (read.ok || read.kind !== 'not-json') return read;
  // Its place in the text as it came.
  const asIs = readJson(text);
  return asIs.ok ? read : asIs;
}

const cell = (value: Json | undefined): string =>
  value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);

/** Fields of objects inside a row stand beside the row's own; free fields such as tags stay whole. */
function flat(row: JsonObject): ReadonlyMap<string, string> {
  const cells = new Map<string, string>();
  for (const [key, value] of Object.entries(row)) {
    if (isJsonObject(value) && (key === 'properties' || key === 'meterDetails')) {
      for (const [name, inside] of flat(value)) cells.set(name, inside);
    } else if (!cells.has(key)) cells.set(key, cell(value));
  }
  return cells;
}

/** A text's JSON values: one, or one a line. `problem` follows the file's name. */
export type JsonValues =
  { readonly ok: true; readonly values: readonly Json[] } | { readonly ok: false; readonly problem: string };

/** Reads JSON, or JSON a line, with every number as text. */
export function readJsonValues(text: string): JsonValues {
  const whole = readExactly(text);
  if (whole.ok) return { ok: true, values: [whole.value] };
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .flatMap((line, at) => (line.trim() === '' ? [] : [{ line, number: at + 1 }]));
  const [first] = lines;
  // One document that breaks off is told by its own place; its first line is no document.
  if (first === undefined || lines.length < 2 || !readExactly(first.line).ok) return whole;
  const values: Json[] = [];
  for (const { line, number } of lines) {
    const read = readExactly(line);
    if (!read.ok) return { ok: false, problem: `holds JSON a line, and line ${number} ${read.problem}` };
    values.push(read.value);
  }
  return { ok: true, values };
}

/** Whether an answer says that a further page of it exists. */
export const hasFurtherPage = (value: Json): boolean =>
  ['properties.nextLink', 'nextLink'].some((path) => (asString(atPath(value, path)) ?? '') !== '');

/** Several tables as one; columns that one lacks are empty in its rows. */
function joined(tables: readonly JsonTable[]): JsonTable {
  const header = [...new Set(tables.flatMap((table) => table.header))];
  const rows = tables.flatMap((table) => {
    const places = header.map((name) => table.header.indexOf(name));
    return table.rows.map((row) => places.map((place) => row[place] ?? ''));
  });
  return { header, rows };
}

/** Whether a value is a page without a row, which has no columns either. */
const isEmptyPage = (value: Json): boolean =>
  [value, atPath(value, 'value'), atPath(value, 'data')].some((list) => Array.isArray(list) && list.length === 0);

/** The rows of a text's values: of one, of a page each, or of a row each. Null: they hold none. */
export function jsonTableOf(values: readonly Json[]): JsonTable | null {
  const [only, second] = values;
  if (only !== undefined && second === undefined) return jsonTable(only) ?? jsonTable([only]);
  const tables = values.map((value) => ({ value, table: jsonTable(value) }));
  const pages = tables.flatMap(({ table }) => table ?? []);
  if (tables.every(({ value, table }) => table !== null || isEmptyPage(value))) {
    return pages.length === 0 ? null : joined(pages);
  }
  return jsonTable([...values]);
}

/** The Query API's columns and rows; a list of usage details, bare or in `value`; OpenAI's pages. Null for any other JSON. */
export function jsonTable(value: Json): JsonTable | null {
  const openAi = openAiTable(value);
  if (openAi !== null) return openAi;
  const columns = asArray(atPath(value, 'properties.columns') ?? atPath(value, 'columns'));
  if (columns.length > 0) {
    const rows = asArray(atPath(value, 'properties.rows') ?? atPath(value, 'rows'));
    return {
      header: columns.map((column) => cell(atPath(column, 'name'))),
      rows: rows.map((row) => asArray(row).map(cell)),
    };
  }
  const list = asArray(Array.isArray(value) ? value : (atPath(value, 'value') ?? atPath(value, 'data')));
  const rows = list.filter(isJsonObject).map(flat);
  if (rows.length === 0) return null;
  const header = [...new Set(rows.flatMap((row) => [...row.keys()]))];
  return { header, rows: rows.map((row) => header.map((name) => row.get(name) ?? '')) };
}
