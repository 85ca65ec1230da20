import { entryOf } from './lookup.ts';

/** Walks over a text and stops where it stops being JSON. Goes as deep as the text does without a call for each level. */
class JsonWalk {
  at = 0;
  expected = '';
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** True when the whole text is JSON. */
  document(): boolean {
    const ends: string[] = [];
    do {
      if (!this.#head(ends) || !this.#tail(ends)) return false;
    } while (ends.length > 0);
    this.#space();
    return this.at === this.#text.length || this.#fail('the end of the text');
  }

  /** Up to the end of a value that holds none, or into objects and lists down to the first such value. */
  #head(ends: string[]): boolean {
    for (;;) {
      const end = this.#sign('{') ? '}' : this.#sign('[') ? ']' : null;
      if (end === null) return this.#single();
      ends.push(end);
      if (this.#sign(end)) {
        ends.pop();
        return true;
      }
      if (end === '}' && !this.#name()) return false;
    }
  }

  /** After a value: out of everything that ends with it, and over the comma to the next one. */
  #tail(ends: string[]): boolean {
    for (let end = ends.at(-1); end !== undefined; end = ends.at(-1)) {
      if (this.#sign(',')) return end === ']' || this.#name();
      if (!this.#sign(end)) return this.#fail(`a comma or ${end}`);
      ends.pop();
    }
    return true;
  }

  #name(): boolean {
    this.#space();
    if (!this.#string()) return this.#fail('a name in double quotes');
    return this.#sign(':') || this.#fail('a colon');
  }

  #single(): boolean {
    return this.#string() || this.#word() || this.#fail('a value');
  }

  #fail(expected: string): false {
    if (this.expected === '') this.expected = expected;
    return false;
  }

  #space(): void {
    while (/[ \t\r\n]/.test(this.#text[this.at] ?? '')) this.at += 1;
  }

  #sign(sign: string): boolean {
    this.#space();
    if (this.#text[this.at] !== sign) return false;
    this.at += 1;
    return true;
  }

  #word(): boolean {
    const word = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/y;
    word.lastIndex = this.at;
    if (!word.test(this.#text)) return false;
    this.at = word.lastIndex;
    return true;
  }

  #string(): boolean {
    if (this.#text[this.at] !== '"') return false;
    const escape = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
    for (let at = this.at + 1; at < this.#text.length;) {
      const code = this.#text.charCodeAt(at);
      if (code === 34) {
        this.at = at + 1;
        return true;
      }
      escape.lastIndex = at;
      const escaped = code === 92 && escape.test(this.#text);
      if (code < 32 || (code === 92 && !escaped)) {
        this.at = at;
        return this.#fail(code === 92 ? 'an escape that JSON knows' : 'a double quote before the line ends');
      }
      at = escaped ? escape.lastIndex : at + 1;
    }
    this.at = this.#text.length;
    return this.#fail('a double quote');
  }
}

/**
 * Where a text that is not JSON stops being it: `line 3, column 14: expected a comma or }`. Nothing of the text is repeated, for
 * it may hold a key. Null: it is JSON.
 */
export function jsonFault(text: string): string | null {
  const walk = new JsonWalk(text);
  if (walk.document()) return null;
  const before = text.slice(0, walk.at);
  const line = before.split('\n').length;
  const column = walk.at - before.lastIndexOf('\n');
  const end = walk.at >= text.length ? ', found the end of the text' : '';
  return `line ${line}, column ${column}: expected ${walk.expected}${end}`;
}

/** Any value that JSON can carry. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** What a text holds, or in half a sentence why it is of no use: `is not JSON (line 3, column 14: expected a colon)`. */
export type JsonRead =
  | { readonly ok: true; readonly value: Json }
  | { readonly ok: false; readonly kind: 'empty' | 'not-json' | 'too-deep'; readonly problem: string };

/** Levels of objects and lists inside one another beyond which nothing here goes into a value: no protocol comes near it. */
export const mostLevels = 200;
/** Levels that the bench itself puts around a value when it keeps it or passes it on. */
const levelsAround = 50;

/**
 * Reads the JSON that a text holds, a byte order mark before it left aside. The one way in for JSON: what is nested so deep that
 * a program which looks into it could not come back is refused like what is not JSON. Never throws.
 */
export const readJson = (text: string): JsonRead => readTo(mostLevels, text);

/** As `readJson`, for what the bench itself wrote around values that were read before: a file of its own, a message over a port. */
export const readOwnJson = (text: string): JsonRead => readTo(mostLevels + levelsAround, text);

function parse(text: string): JsonRead {
  const bare = text.startsWith('\uFEFF') ? text.slice(1) : text;
  try {
    return { ok: true, value: JSON.parse(bare) as Json };
  } catch {
    if (bare.trim() === '') return { ok: false, kind: 'empty', problem: 'is empty' };
    return { ok: false, kind: 'not-json', problem: `is not JSON (${jsonFault(bare) ?? 'it is too long'})` };
  }
}

const deeper = (levels: number): string => `is nested deeper than ${levels} levels`;

function readTo(levels: number, text: string): JsonRead {
  const read = parse(text);
  return read.ok && isDeeperThan(read.value, levels) ? { ok: false, kind: 'too-deep', problem: deeper(levels) } : read;
}

/**
 * As `readOwnJson`, for a file of many entries, of which one that is nested too deep is to cost no other: it is left out, and
 * `leftOut` says so, `presets[3] is nested deeper than 250 levels`. Entries are the members of an object and what its lists hold.
 */
export function readJsonEntries(
  text: string,
): Exclude<JsonRead, { ok: true }> | { readonly ok: true; readonly value: Json; readonly leftOut: readonly string[] } {
  const read = parse(text);
  if (!read.ok) return read;
  const levels = mostLevels + levelsAround;
  const leftOut: string[] = [];
  const keep = (value: Json, place: string, around: number): boolean => {
    const deep = isDeeperThan(value, levels - around);
    if (deep) leftOut.push(`${place} ${deeper(levels)}`);
    return !deep;
  };
  const list = (entries: readonly Json[], name: string, around: number): Json =>
    entries.filter((entry, index) => keep(entry, `${name}[${index}]`, around));
  const { value } = read;
  if (Array.isArray(value)) return { ok: true, value: list(value as readonly Json[], '', 1), leftOut };
  if (!isJsonObject(value)) return { ok: true, value, leftOut };
  const members = Object.entries(value).flatMap(([name, member]): [string, Json][] =>
    Array.isArray(member)
      ? [[name, list(member as readonly Json[], name, 2)]]
      : keep(member, name, 1)
        ? [[name, member]]
        : [],
  );
  return { ok: true, value: Object.fromEntries(members), leftOut };
}

/** Whether a text is JSON, at any depth, a byte order mark before it left aside. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
    return true;
  } catch {
    return false;
  }
}

/** The value that a text holds; undefined: it is not JSON, or nested too deep. */
export function parseJson(text: string): Json | undefined {
  const read = readJson(text);
  return read.ok ? read.value : undefined;
}

/** True for a plain JSON object: not null, not an array. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a value is nested deeper than `levels`. Looks no deeper than that, so it is safe with any value. */
export function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  const inside: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  return inside.some((one) => isDeeperThan(one, levels - 1));
}

/** The value at a dotted path, or undefined when any step is missing. Answers own members only: nothing is at `constructor`. */
export function atPath(value: Json | undefined, path: string): Json | undefined {
  let current: Json | undefined = value;
  for (const key of path.split('.')) {
    if (!isJsonObject(current)) return undefined;
    current = entryOf(current, key);
  }
  return current;
}

/** The object with a value put at a dotted path; what stands in the way of the path and is no object is replaced. */
export function withAt(object: JsonObject, path: string, value: Json): JsonObject {
  const dot = path.indexOf('.');
  if (dot < 0) return { ...object, [path]: value };
  const key = path.slice(0, dot);
  return { ...object, [key]: withAt(asObject(entryOf(object, key)) ?? {}, path.slice(dot + 1), value) };
}

export const asString = (value: Json | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined;
export const asNumber = (value: Json | undefined): number | undefined =>
  typeof value === 'number' ? value : undefined;
export const asObject = (value: Json | undefined): JsonObject | undefined => (isJsonObject(value) ? value : undefined);
export const asArray = (value: Json | undefined): readonly Json[] =>
  Array.isArray(value) ? (value as readonly Json[]) : [];
