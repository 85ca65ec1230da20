/** A piece of a JSON text that is read as it comes. */
export type JsonPiece =
  /** An object of a list, whole. */
  | { readonly kind: 'row'; readonly text: string }
  /** What stands around the rows of one document; `listed` false: it had no list of rows, and may be a row itself. */
  | { readonly kind: 'document'; readonly text: string; readonly listed: boolean };

/** What an open bracket holds. `documents` is a list of answers, `properties` the object that may hold the rows of one. */
type Role = 'documents' | 'document' | 'properties' | 'rows' | 'row' | 'other';

interface Open {
  readonly role: Role;
  readonly closes: '}' | ']';
  /** Of an object that is looked into: the name that was read last, and whether a name comes next. */
  name: string;
  nameNext: boolean;
}

/** The names under which answers keep their rows. */
const listNames: ReadonlySet<string> = new Set(['Items', 'items', 'value', 'data', 'pricesheets']);

/** A row, or what stands around rows, is no longer than this. */
const longestPiece = 4 * 1024 * 1024;

const isSpace = (sign: string): boolean => sign === ' ' || sign === '\n' || sign === '\r' || sign === '\t';

/**
 * Takes a JSON text of any length apart without holding it: one answer or several, one after the other or in a list, each an object
 * with its rows in `Items`, `value`, `data` or `properties.pricesheets`, or a row itself. Whether a piece is JSON is for its reader to
 * say.
 */
export class JsonLists {
  readonly #open: Open[] = [];
  #inString = false;
  #escaped = false;
  /** The name that is being read; null: none is. */
  #word: string | null = null;
  /** The piece that is being read, as far as it was held, and where it goes on; -1: between pieces. */
  #held = '';
  #from = -1;
  /** What stands around the rows of this document, while one of them is read. */
  #around = '';
  #listed = false;
  #problem: string | null = null;

  /** The pieces that end in a further part of the text; none after a problem. */
  feed(text: string): JsonPiece[] {
    const pieces: JsonPiece[] = [];
    if (this.#from >= 0) this.#from = 0;
    let slash = text.indexOf('\\');
    for (let at = 0; at < text.length && this.#problem === null; at += 1) {
      if (this.#inString && !this.#escaped && this.#word === null) {
        // Most of a list is texts of which nothing is wanted: on to the end, or to the next sign that hides an end.
        if (slash >= 0 && slash < at) slash = text.indexOf('\\', at);
        const end = text.indexOf('"', at);
        at = Math.min(end < 0 ? text.length : end, slash < 0 ? text.length : slash);
        if (at === text.length) break;
      }
      const sign = text.charAt(at);
      if (this.#inString) this.#inside(sign);
      else this.#between(sign, text, at, pieces);
    }
    if (this.#from >= 0) this.#cut(text, text.length);
    if (this.#held.length > longestPiece) {
      this.#problem ??= 'holds an object of more than 4 MB, which is no row of a price list';
    }
    return pieces;
  }

  /** Called after the last part: a clause that says what is wrong; null: the text was whole. */
  end(): string | null {
    const cutOff = this.#open.length > 0 ? 'is JSON that ends in the middle: it did not come whole' : null;
    return this.#problem ?? cutOff;
  }

  /** What is wrong so far. */
  get problem(): string | null {
    return this.#problem;
  }

  #cut(text: string, to: number): void {
    this.#held += text.slice(this.#from, to);
    this.#from = to;
  }

  #inside(sign: string): void {
    if (this.#escaped) this.#escaped = false;
    else if (sign === '\\') this.#escaped = true;
    else if (sign === '"') {
      this.#inString = false;
      const top = this.#open.at(-1);
      if (this.#word !== null && top !== undefined) {
        top.name = this.#word;
        top.nameNext = false;
      }
      this.#word = null;
      return;
    }
    if (this.#word !== null) this.#word += sign;
  }

  #between(sign: string, text: string, at: number, pieces: JsonPiece[]): void {
    const top = this.#open.at(-1);
    if (sign === '{' || sign === '[') this.#begin(top, sign, text, at);
    else if (sign === '}' || sign === ']') this.#close(sign, text, at, pieces);
    else if (top === undefined || top.role === 'documents') {
      if (!isSpace(sign) && (sign !== ',' || top === undefined)) {
        this.#problem = 'is not JSON: something else stands between its objects';
      }
    } else if (sign === '"') {
      this.#inString = true;
      if (top.nameNext && (top.role === 'document' || top.role === 'properties')) this.#word = '';
    } else if (sign === ',' || isSpace(sign)) {
      if (sign === ',') top.nameNext = true;
      if (top.role !== 'rows') return;
      // Rows are taken out of what stands around them, and what parted them with them.
      this.#cut(text, at);
      this.#from = at + 1;
    }
  }

  #roleOf(top: Open | undefined, sign: '{' | '['): Role {
    if (top === undefined || top.role === 'documents') return sign === '{' ? 'document' : 'documents';
    if (top.role === 'rows' && sign === '{') return 'row';
    if (top.role !== 'document' && top.role !== 'properties') return 'other';
    if (sign === '[') return listNames.has(top.name) ? 'rows' : 'other';
    return top.role === 'document' && top.name === 'properties' ? 'properties' : 'other';
  }

  #begin(top: Open | undefined, sign: '{' | '[', text: string, at: number): void {
    const role = this.#roleOf(top, sign);
    if (role === 'document') {
      this.#held = '';
      this.#from = at;
      this.#listed = false;
    } else if (role === 'row') {
      this.#cut(text, at);
      this.#around = this.#held;
      this.#held = '';
    } else if (role === 'rows') this.#listed = true;
    this.#open.push({ role, closes: sign === '{' ? '}' : ']', name: '', nameNext: true });
  }

  #close(sign: '}' | ']', text: string, at: number, pieces: JsonPiece[]): void {
    const closed = this.#open.pop();
    if (closed?.closes !== sign) {
      this.#problem = `is not JSON: ${sign} closes nothing that is open`;
    } else if (closed.role === 'row') {
      this.#cut(text, at + 1);
      pieces.push({ kind: 'row', text: this.#held });
      this.#held = this.#around;
    } else if (closed.role === 'document') {
      this.#cut(text, at + 1);
      pieces.push({ kind: 'document', text: this.#held, listed: this.#listed });
      this.#held = '';
      this.#from = -1;
    }
  }
}
