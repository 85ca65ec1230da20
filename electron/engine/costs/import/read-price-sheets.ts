import { basename } from 'node:path';
import { delimiterOf, type HeaderLine, readExactly } from '../../../../shared/billing/cost-file-table.ts';
import { JsonLists } from '../../../../shared/billing/json-lists.ts';
import { PriceSheet, periodOfTitle, type SheetFile } from '../../../../shared/billing/price-sheet.ts';
import {
  columnsOf,
  readSheetHeader,
  sheetColumns,
  type SheetField,
  type SheetHeader,
  vitalColumns,
} from '../../../../shared/billing/price-sheet-columns.ts';
import { sheetBooks, type SheetBooks, type SheetFacts } from '../../../../shared/billing/sheet-books.ts';
import { benchError, ok, refuse, type Result } from '../../../../shared/kit/errors.ts';
import { asString, atPath, isJsonObject, type Json, type JsonObject } from '../../../../shared/kit/json.ts';
import { repeatable } from '../../../../shared/kit/untrusted/quoting.ts';
import { visibleLine } from '../../../../shared/kit/untrusted/safe-text.ts';
import { fileError } from '../../data/disk-errors.ts';
import { BadFile, fileBytes, meaningOf, type Reading } from './file-bytes.ts';
import { costFile, type CostFile } from './format.ts';
import { fileRows, textChunks } from './rows.ts';

/** Lines above the columns of a price sheet, at most. */
const mostTitles = 20;

/** The first line that is one of a table: titles above the columns may be some too, and are told apart as rows. */
function firstTable(lines: readonly string[]): HeaderLine | null {
  const [delimiter] = lines.slice(0, 1 + mostTitles).flatMap((line) => delimiterOf(line) ?? []);
  return delimiter === undefined ? null : { delimiter, before: 0 };
}

export const sheetPurpose = {
  wanted: 'a price sheet, or a saved answer of the Retail Prices API,',
  headerOf: firstTable,
} as const;

/** How a file is called in sentences: what lies on the disk under a name is no key. */
export const fileName = (path: string): string => visibleLine(basename(path)).slice(0, 120);

const reading: Reading = { signal: null, onBytes: () => {} };

/** A refusal of one file, on its way up through the streams. */
class Refused extends Error {
  readonly refusal: Result<never>;

  constructor(refusal: Result<never>) {
    super('refused');
    this.refusal = refusal;
  }
}

/** The columns of a table; else its refusal, thrown. */
function headerOf(names: readonly string[], file: string): SheetHeader {
  const read = readSheetHeader(names);
  if (read.ok) return read.header;
  throw new Refused(refuse({ ...read.error, message: `${file} ${read.error.message}.` }));
}

const cellIn =
  (cells: readonly string[], columns: SheetHeader['columns']) =>
  (field: SheetField): string => {
    const at = columns[field];
    return at === undefined ? '' : (cells[at] ?? '');
  };

/** Takes the rows of a table. Titles may stand above its columns, and name the billing period. */
async function takeTable(path: string, format: CostFile, sheet: PriceSheet): Promise<void> {
  const name = fileName(path);
  const delimiter = format.kind === 'csv' ? format.delimiter : ',';
  const titles: (readonly string[])[] = [];
  let day: string | null = null;
  let open: { readonly header: SheetHeader; readonly file: SheetFile } | null = null;
  const likest = (): readonly string[] =>
    titles.reduce((best, one) => (vitalColumns(one) > vitalColumns(best) ? one : best), titles[0] ?? []);
  for await (const rows of fileRows(path, format, reading, sheetColumns)) {
    for (const { line, cells } of rows) {
      if (open !== null) {
        sheet.add(cellIn(cells, open.header.columns), line, open.file);
        continue;
      }
      const header = readSheetHeader(cells);
      if (header.ok) open = { header: header.header, file: { name, shape: header.header.shape, delimiter, day } };
      else if (titles.push(cells) > mostTitles) headerOf(likest(), name);
      else day ??= periodOfTitle(cells.join(' '));
    }
    if (sheet.isFull) return;
  }
  if (open === null) headerOf(likest(), name);
}

const cellText = (value: Json | undefined): string =>
  value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);

/** The members of a row by name; those of its meter stand beside them. */
function membersOf(row: JsonObject): ReadonlyMap<string, Json> {
  const details = row['meterDetails'];
  const inner = isJsonObject(details) ? Object.entries(details) : [];
  return new Map([...inner, ...Object.entries(row)]);
}

/** What a service says in place of prices; null: it says nothing of the kind. */
function refusalIn(document: JsonObject): string | null {
  for (const [code, message] of [
    ['error.code', 'error.message'],
    ['Error.Code', 'Error.Message'],
  ] as const) {
    const refused = asString(atPath(document, code));
    if (refused === undefined) continue;
    const why = asString(atPath(document, message));
    return repeatable(`${refused}${why === undefined ? '' : `, ${why.replace(/[.\s]+$/, '')}`}`, 300);
  }
  return null;
}

const linkOf = (document: JsonObject): string =>
  asString(document['NextPageLink']) ??
  asString(document['nextLink']) ??
  asString(atPath(document, 'properties.nextLink')) ??
  '';

/** How many pages of lists say that another follows, and how many say that none does. */
interface Pages {
  linked: number;
  last: number;
}

/** Takes the rows of JSON answers as they stream by. */
class JsonSheet {
  readonly #name: string;
  readonly #sheet: PriceSheet;
  readonly #pages: Pages;
  #file: SheetFile | null = null;
  #columns: { readonly names: string; readonly of: SheetHeader['columns'] } | null = null;
  #rows = 0;

  constructor(name: string, sheet: PriceSheet, pages: Pages) {
    this.#name = name;
    this.#sheet = sheet;
    this.#pages = pages;
  }

  take(text: string, kind: 'row' | 'page' | 'alone'): void {
    if (kind !== 'page') this.#rows += 1;
    const read = readExactly(text);
    if (!read.ok) throw new BadFile(`cannot be read at its row ${Math.max(1, this.#rows)}: it ${read.problem}`);
    if (!isJsonObject(read.value)) return;
    const refused = kind === 'row' ? null : refusalIn(read.value);
    if (refused !== null) {
      const nextStep = 'Mend what the refusal says, and ask for the prices again.';
      throw new BadFile(`holds no prices but the service's refusal: ${refused}`, { nextStep });
    }
    if (kind !== 'page') return this.#row(read.value);
    if (linkOf(read.value) === '') this.#pages.last += 1;
    else this.#pages.linked += 1;
  }

  /** Refuses a file without a row. */
  end(): void {
    if (this.#file === null) throw new BadFile('is JSON that holds no rows of prices');
  }

  #row(row: JsonObject): void {
    const members = membersOf(row);
    const names = [...members.keys()];
    this.#file ??= { name: this.#name, shape: headerOf(names, this.#name).shape, delimiter: ',', day: null };
    // The rows of a list have the same members, nearly always.
    const joined = names.join('\n');
    if (this.#columns?.names !== joined) this.#columns = { names: joined, of: columnsOf(names) };
    const cell = cellIn([...members.values()].map(cellText), this.#columns.of);
    this.#sheet.add(cell, this.#rows, this.#file);
  }
}

async function takeJson(
  path: string,
  { gzip, encoding }: Extract<CostFile, { kind: 'json' }>,
  sheet: PriceSheet,
  pages: Pages,
): Promise<void> {
  const lists = new JsonLists();
  const rows = new JsonSheet(fileName(path), sheet, pages);
  const decoder = new TextDecoder();
  const feed = (text: string): void => {
    for (const piece of lists.feed(text)) {
      rows.take(piece.text, piece.kind === 'row' ? 'row' : piece.listed ? 'page' : 'alone');
    }
    if (lists.problem !== null) throw new BadFile(lists.problem);
  };
  for await (const chunk of textChunks(fileBytes(path, gzip, reading), encoding)) {
    feed(decoder.decode(chunk, { stream: true }));
    if (sheet.isFull) return;
  }
  feed(decoder.decode());
  const problem = lists.end();
  if (problem !== null) throw new BadFile(problem);
  rows.end();
}

/** What went wrong with a file, as an answer. A fault of the bench itself stays a throw. */
function refusalOf(error: unknown, path: string): Result<never> {
  if (error instanceof Refused) return error.refusal;
  const meant = meaningOf(error);
  if (meant instanceof BadFile) {
    const { message, nextStep } = meant;
    const next = nextStep === 'Download the export again.' ? 'Download the price list again.' : nextStep;
    return refuse(benchError('invalid-argument', `${fileName(path)} ${message}.`, { nextStep: next }));
  }
  const refusal = fileError(error);
  if (refusal === null) throw error;
  return refuse(refusal);
}

/** Reads the files of one price list into books, without ever holding one of them. Refuses in a sentence; keeps nothing. */
export async function readPriceSheets(
  paths: readonly string[],
  facts: Omit<SheetFacts, 'files'>,
): Promise<Result<SheetBooks>> {
  const sheet = new PriceSheet(facts);
  const pages: Pages = { linked: 0, last: 0 };
  for (const path of paths) {
    try {
      const format = await costFile(path, fileName(path), sheetPurpose);
      if (!format.ok) return format;
      await (format.file.kind === 'json'
        ? takeJson(path, format.file, sheet, pages)
        : takeTable(path, format.file, sheet));
    } catch (error) {
      return refusalOf(error, path);
    }
  }
  const read = sheet.result();
  if (!read.ok) return read;
  const made = sheetBooks(read.tally, { ...facts, files: paths.map(fileName) });
  if (!made.ok || pages.linked === 0 || pages.last > 0) return made;
  const missing = 'The list goes on in a further page that is not among the files: its prices are missing.';
  return ok({ ...made, notes: [...made.notes, missing] });
}
