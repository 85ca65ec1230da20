import { asString, parseJson } from '../json.ts';
import type { Range } from './find-spellings.ts';

/** A text without its escapes, and for each letter where it stood in the source. */
export interface Undone {
  readonly text: string;
  /** The range of the source that letters of `text` came from. */
  source(range: Range): Range;
}

const backslash = 92;
const percent = 37;
const ampersand = 38;
const semicolon = 59;

const simple = new Map(
  [
    ['"', 34],
    ["'", 39],
    ['\\', 92],
    ['/', 47],
    ['b', 8],
    ['f', 12],
    ['n', 10],
    ['r', 13],
    ['t', 9],
  ].map(([letter, code]) => [String(letter).charCodeAt(0), Number(code)]),
);

const named = new Map([
  ['amp', 38],
  ['lt', 60],
  ['gt', 62],
  ['quot', 34],
  ['apos', 39],
  ['plus', 43],
  ['equals', 61],
  ['sol', 47],
  ['lowbar', 95],
  ['hyphen', 45],
  ['period', 46],
  ['colon', 58],
  ['percnt', 37],
  ['bsol', 92],
  ['nbsp', 32],
]);

/** The longest reference between & and its semicolon. */
const longestReference = 10;

const hexDigit = (code: number | undefined): number => {
  if (code === undefined) return -1;
  if (code >= 48 && code <= 57) return code - 48;
  const low = code | 32;
  return low >= 97 && low <= 102 ? low - 87 : -1;
};

/** Whether a text may hold an escape at all. */
const mayHold = (text: string): boolean => text.includes('\\') || text.includes('%') || text.includes('&');

/** Whether it may hold one that stands for a letter of a key: quotes and line ends are escaped in most texts, and stand in no key. */
export const mayHoldLetter = (text: string): boolean => mayHold(text) && /\\[ux/]|%[\da-fu]|&(?:#|[a-z]+;)/i.test(text);

/** Letters of a text without escapes so far. What a letter completes is undone at once. */
class Letters {
  readonly codes: Uint16Array;
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  length = 0;
  readonly #once: boolean;
  /** Before here no letter is part of another escape. */
  #settled = 0;
  /** Behind here no letter can be the last of an escape. */
  #openTo = 0;

  /** @param once a letter that an escape stood for is a letter and no part of another */
  constructor(most: number, once: boolean) {
    this.#once = once;
    this.codes = new Uint16Array(most);
    this.from = new Uint32Array(most);
    this.to = new Uint32Array(most);
  }

  push(code: number, from: number, to: number): void {
    this.codes[this.length] = code;
    this.from[this.length] = from;
    this.to[this.length] = to;
    this.length += 1;
    if (code === backslash || code === percent || code === ampersand) {
      // The second of two backslashes may be the end of an escape as well as the beginning of one.
      const open = this.length <= this.#openTo;
      this.#openTo = this.length + longestReference + 1;
      if (!open) return;
    } else if (this.length > this.#openTo) return;
    const escape = this.#completed(code);
    if (escape === null || this.length - escape.letters < this.#settled) return;
    this.length -= escape.letters;
    if (this.#once) this.#settled = this.length + 1;
    this.push(escape.code, this.from[this.length] ?? from, to);
  }

  /** The escape that the last letter completes: how many letters it has, and what it stands for. */
  #completed(code: number): { letters: number; code: number } | null {
    const { codes, length } = this;
    if (codes[length - 2] === backslash) {
      const stands = simple.get(code);
      if (stands !== undefined) return { letters: 2, code: stands };
    }
    if (code === semicolon) return this.#reference();
    if (hexDigit(code) < 0) return null;
    const open = codes[length - 3];
    if (open === percent) return this.#digits(2, 1);
    if (codes[length - 4] === backslash && open === 120) return this.#digits(2, 2);
    const before = codes[length - 6];
    return (before === backslash || before === percent) && codes[length - 5] === 117 ? this.#digits(4, 2) : null;
  }

  #digits(count: number, lead: number): { letters: number; code: number } | null {
    let value = 0;
    for (let at = this.length - count; at < this.length; at += 1) {
      const digit = hexDigit(this.codes[at]);
      if (digit < 0) return null;
      value = value * 16 + digit;
    }
    return { letters: count + lead, code: value };
  }

  #reference(): { letters: number; code: number } | null {
    const end = this.length - 1;
    let at = end - 1;
    while (at >= 0 && end - at <= longestReference && this.codes[at] !== ampersand) at -= 1;
    if (at < 0 || this.codes[at] !== ampersand) return null;
    const name = String.fromCharCode(...this.codes.subarray(at + 1, end));
    const numeric = /^#(?:(\d+)|[xX]([\da-fA-F]+))$/.exec(name);
    const code =
      numeric === null
        ? named.get(name.toLowerCase())
        : Number.parseInt(numeric[1] ?? numeric[2] ?? '', numeric[1] === undefined ? 16 : 10);
    return code === undefined || code > 0xffff ? null : { letters: end - at + 1, code };
  }
}

function textOf(codes: Uint16Array, length: number): string {
  const parts: string[] = [];
  for (let at = 0; at < length; at += 8192)
    parts.push(String.fromCharCode(...codes.subarray(at, Math.min(length, at + 8192))));
  return parts.join('');
}

/** Passes beyond which nobody writes. */
const mostPasses = 4;

function pass(text: string, once: boolean): Undone | null {
  const letters = new Letters(text.length, once);
  for (let at = 0; at < text.length; at += 1) letters.push(text.charCodeAt(at), at, at + 1);
  if (letters.length === text.length) return null;
  const { from, to } = letters;
  return {
    text: textOf(letters.codes, letters.length),
    source: (range) => ({ from: from[range.from] ?? text.length, to: to[range.to - 1] ?? text.length }),
  };
}

/**
 * Undoes the escapes of JSON, of addresses and of markup, doubled and mixed ones too; what a percent sign stands for is a byte.
 * Null: there are none. It is made to be searched, not read: a backslash that means itself may be taken for an escape.
 */
export const undone = (text: string): Undone | null => (mayHold(text) ? pass(text, false) : null);

/** The text after each time that its escapes are undone once: a reader does no more than he has to. None where there are none. */
export function undoneStepwise(text: string): Undone[] {
  const steps: Undone[] = [];
  let last: Undone = { text, source: (range) => range };
  while (steps.length < mostPasses && mayHold(last.text)) {
    const before = last;
    const next = pass(before.text, true);
    if (next === null) break;
    last = { text: next.text, source: (range) => before.source(next.source(range)) };
    steps.push(last);
  }
  return steps;
}

/** Of a source of so many letters: how many letters at the least are left of a row of `row` of them, those alone that stand in it whole. */
export function fewestLeft(undoneText: Undone, sourceLength: number, row: number): number {
  const places = Array.from({ length: undoneText.text.length }, (_, at) => undoneText.source({ from: at, to: at + 1 }));
  const starts = Array.from({ length: Math.max(1, sourceLength - row + 1) }, (_, start) => start);
  return Math.min(...starts.map((start) => places.filter(({ from, to }) => from >= start && to <= start + row).length));
}

/** Whether a backslash right before `at` escapes the letter there. */
export function isEscaped(text: string, at: number): boolean {
  let before = at;
  while (text[before - 1] === '\\') before -= 1;
  return (at - before) % 2 === 1;
}

/** What stands between the quotes of each string of a JSON text, in order. */
export function* stringsOf(text: string): Generator<Range> {
  for (let open = text.indexOf('"'); open >= 0;) {
    const from = open + 1;
    let to = text.indexOf('"', from);
    while (to >= 0 && isEscaped(text, to)) to = text.indexOf('"', to + 1);
    if (to < 0) return;
    yield { from, to };
    open = text.indexOf('"', to + 1);
  }
}

const decodedString = (text: string, { from, to }: Range): unknown => parseJson(text.slice(from - 1, to + 1));

/** Levels opened less levels closed between two strings. */
function levelsOpened(between: string): number {
  let level = 0;
  for (const letter of between) {
    if (letter === '{' || letter === '[') level += 1;
    else if (letter === '}' || letter === ']') level -= 1;
  }
  return level;
}

/** Where the string stands that a member of the outermost object holds; null: it holds none. Of doubled members the last one counts, as in JSON.parse. */
export function memberString(json: string, name: string): Range | null {
  let level = 0;
  let end = 0;
  let named = false;
  let found: Range | null = null;
  for (const string of stringsOf(json)) {
    const between = json.slice(end, string.from - 1);
    const value = /^\s*:\s*$/.test(between);
    if (named) found = value ? string : null;
    level += levelsOpened(between);
    end = string.to + 1;
    named = level === 1 && !value && decodedString(json, string) === name;
  }
  return named ? null : found;
}

/** The letters of a string of JSON, and for each where it stands in the source. */
export function lettersOf(json: string, { from, to }: Range): { text: string; source: (range: Range) => Range } {
  const raw = json.slice(from, to);
  if (!raw.includes('\\')) {
    return { text: raw, source: (range) => ({ from: from + range.from, to: from + range.to }) };
  }
  const starts: number[] = [];
  let text = '';
  for (let at = 0; at < raw.length;) {
    const length = raw[at] === '\\' ? (raw[at + 1] === 'u' ? 6 : 2) : 1;
    starts.push(from + at);
    text += length === 1 ? raw[at] : (asString(parseJson(`"${raw.slice(at, at + length)}"`)) ?? '');
    at += length;
  }
  starts.push(to);
  return { text, source: (range) => ({ from: starts[range.from] ?? to, to: starts[range.to] ?? to }) };
}

/**
 * What has to be replaced of a JSON text so that none of `ranges` stays and it stays JSON: the part inside each string by itself, with
 * whole escapes, and bare numbers as a whole. `quoted`: the replacement has to be a string of its own.
 * @param ranges in order, none overlapping
 */
export function jsonCuts(json: string, ranges: readonly Range[]): (Range & { quoted: boolean })[] {
  const cuts: (Range & { quoted: boolean })[] = [];
  let next = 0;
  let end = 0;
  // Numbers and the like: they have no quotes inside which a part could be replaced.
  const outside = (from: number, to: number): void => {
    for (const { 0: word, index } of json.slice(from, to).matchAll(/[-+.\w]+/g)) {
      const at = { from: from + index, to: from + index + word.length };
      if (ranges.some((range) => range.from < at.to && range.to > at.from)) cuts.push({ ...at, quoted: true });
    }
  };
  const inside = (string: Range): void => {
    for (let at = next; at < ranges.length; at += 1) {
      const range = ranges[at] ?? string;
      if (range.from >= string.to) break;
      if (range.to <= string.from) continue;
      cuts.push({ from: Math.max(range.from, string.from), to: Math.min(range.to, string.to), quoted: false });
    }
  };
  for (const string of stringsOf(json)) {
    while (next < ranges.length && (ranges[next]?.to ?? 0) <= end) next += 1;
    const range = ranges[next];
    if (range === undefined) return cuts;
    if (range.from < string.from && range.to > end) outside(end, string.from - 1);
    inside(string);
    end = string.to + 1;
  }
  outside(end, json.length);
  return cuts;
}
