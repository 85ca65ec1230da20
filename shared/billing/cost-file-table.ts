import { asArray, atPath, isJsonObject, type Json, type JsonObject, type JsonRead, readJson } from '../kit/json.ts';
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

/** As `readJson`, with every number as text: a cost has more digits than a number can hold. */
export function readExactly(text: string): JsonRead {
  const quoted = text.replaceAll(/"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (token) =>
    token.startsWith('"') ? token : `"${token}"`,
  );
  const read = readJson(quoted);
  if (read.ok || read.kind !== 'not-json') return read;
  const lines = readJsonLines(quoted);
  if (lines !== null) return { ok: true, value: lines };
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
