import { asString, parseJson } from '../../json.ts';
import type { Range } from './find.ts';

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

const decoded = (text: string, { from, to }: Range): unknown => parseJson(text.slice(from - 1, to + 1));

/** Levels opened less levels closed between two strings. */
function levels(between: string): number {
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
    level += levels(between);
    end = string.to + 1;
    named = level === 1 && !value && decoded(json, string) === name;
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
