import { type Json, parseJson } from '../../kit/json.ts';
import { countsInWords } from '../../usage/counts-in-words.ts';
import { placeOf, usageWords } from '../../usage/spelling.ts';

/** What Node prints for an object that it does not open. */
export const hiddenMark = '[Object]';

/** What consoles print of an object: bare names, single quotes, a class before its brackets
 * (`Usage(total=1)`, `Usage { total: Some(1) }`), PowerShell's `@{total=1; …}`, no commas, or one too many. */
const consoleForms: readonly (readonly [RegExp, string])[] = [
  [/\[Object: null prototype\]\s*/g, ''],
  [/([:[,]\s*)\[(?:Object|Array|Circular \*\d+)\]/g, '$1"[Object]"'],
  [/,?\s*\.{3} \d+ more items?/g, ''],
  [/[“”„]/g, '"'],
  [/[‘’]/g, "'"],
  [/'([^'"\\]*)'/g, '"$1"'],
  [/@\{/g, '{'],
  [/;(?=\s*[A-Za-z_]\w*\s*=)/g, ','],
  [/\bSome\(\s*(\d+)\s*,?\s*\)/g, '$1'],
  [/\bSome\(\s*([A-Za-z_]\w*\s*\{)/g, '$1'],
  [/\}\s*,?\s*\)/g, '}'],
  [/\b[A-Za-z_][\w.]*\s*[({]/g, '{'],
  [/&\{/g, '{'],
  [/\)/g, '}'],
  [/([\d}])\s+(?=[A-Za-z_]\w*\s*[:=])/g, '$1, '],
  [/([{,]\s*)([A-Za-z_]\w*)\s*[=:]/g, '$1"$2":'],
  [/\b(?:None|undefined)\b/g, 'null'],
  [/\bTrue\b/g, 'true'],
  [/\bFalse\b/g, 'false'],
  [/,(\s*[}\]])/g, '$1'],
];

/** An object as a console or a library prints it, or undefined. */
const consolePrint = (text: string): Json | undefined =>
  parseJson(consoleForms.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), text));

/** Where the object that begins at `from` ends; brackets inside quotes do not count. undefined: it is never closed. */
function endOf(text: string, from: number): number | undefined {
  let depth = 0;
  let quote: string | null = null;
  for (let at = from; at < text.length; at += 1) {
    const letter = text.charAt(at);
    if (quote !== null) {
      if (letter === '\\') at += 1;
      else if (letter === quote) quote = null;
    } else if (letter === '"' || letter === "'") quote = letter;
    else if (letter === '{') depth += 1;
    else if (letter === '}') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
}

/**
 * The objects that stand between other words: log lines with a time before each event, `usage: {…}`, printed objects one
 * after the other. undefined when there is none, or when one that counts tokens cannot be read: none is lost silently.
 */
function embeddedObjects(text: string): Json | undefined {
  const found: Json[] = [];
  let from = text.indexOf('{');
  while (from >= 0) {
    const end = endOf(text, from);
    const object = text.slice(from, end);
    const value = end === undefined ? undefined : (parseJson(object) ?? consolePrint(object));
    if (value !== undefined) found.push(value);
    else if (/token/i.test(object)) return undefined;
    // The torn last line of a log.
    if (end === undefined) break;
    from = text.indexOf('{', end);
  }
  return found.length === 0 ? undefined : found;
}

/** A line longer than this is no name and count. */
const longestLine = 500;

interface CountLine {
  readonly indent: number;
  readonly name: string;
  /** null: a heading over the lines below it. */
  readonly count: number | null;
}

/** `Input audio tokens: 1,110`, `audio = 110`, `audio in | 110`, or the heading `Input:`, blanks and marks before it taken off. */
const named = /^([A-Za-z][\w. ]*?)["'*`]* ?(?:[:=| ][ *]*(\d{1,3}(?:,\d{3})+|\d+)(?: tokens?)?|:)[ ,;|*.]*$/;

function read(text: string): CountLine | null {
  if (text.length > longestLine) return null;
  const indent = /^[\s|*"'-]*/.exec(text)?.[0].length ?? 0;
  const [, name, digits] = named.exec(text.slice(indent).replaceAll(/\s+/g, ' ').trim()) ?? [];
  if (name === undefined) return null;
  return { indent, name, count: digits === undefined ? null : Number(digits.replaceAll(',', '')) };
}

const wordsOf = (name: string): readonly string[] => usageWords(name)?.words ?? [];
const hasDirection = (name: string): boolean => wordsOf(name).some((word) => word === 'input' || word === 'output');

/** The place of a count by its name below its headings, the nearest kept longest: cached tokens below `Output` are input all the same. */
function placeBelow(names: readonly string[]): string | null {
  for (let from = 0; from < names.length; from += 1) {
    const place = placeOf(names.slice(from).flatMap(wordsOf));
    if (place !== null) return place;
  }
  return null;
}

/** Counts with the places they name: `Audio: 64` below `Cached:` below `Input:` is cached audio of the input. */
function* placed(lines: readonly CountLine[]): Generator<{ readonly place: string; readonly count: number }> {
  let above: CountLine[] = [];
  for (const one of lines) {
    const words = wordsOf(one.name);
    const alone = words.length === 0 || hasDirection(one.name) || words.includes('total');
    const isAbove = (other: CountLine): boolean =>
      other.indent < one.indent || (hasDirection(other.name) && wordsOf(other.name).length === 1);
    above = alone ? [] : above.filter(isAbove);
    const place = placeBelow([...above.map(({ name }) => name), one.name]);
    if (words.length > 0) above.push(one);
    if (one.count !== null && place !== null) yield { place, count: one.count };
  }
}

/** Lines of names and counts, as a table, a list or an indented report; a count that comes again begins the next object. */
function countLines(text: string): Json | undefined {
  const lines: CountLine[] = [];
  for (const one of text.split(/\r\n|\n|, (?=[A-Za-z])/)) {
    const line = read(one);
    if (line !== null) lines.push(line);
    // A line of two counts is running text, and so is all that stands around it.
    else if (one.length <= longestLine && countsInWords(one).kind !== 'none') return undefined;
  }
  const objects: Map<string, number>[] = [new Map()];
  for (const { place, count } of placed(lines)) {
    if (objects.at(-1)?.has(place) === true) objects.push(new Map());
    objects.at(-1)?.set(place, count);
  }
  if (objects.reduce((total, { size }) => total + size, 0) < 2) return undefined;
  return objects.map((counts) => ({ usage: Object.fromEntries(counts) }));
}

/** One JSON value a line, as logs are kept. A torn last line is passed over when others can be read. */
function jsonLines(text: string): Json | undefined {
  const lines = text.split(/\r\n|\n/).filter((line) => line.trim() !== '');
  const values = lines.map(parseJson);
  const torn = values.at(-1) === undefined ? values.slice(0, -1) : values;
  return torn.length > 0 && torn.every((value) => value !== undefined) ? torn : undefined;
}

/** The fields of one object, a line each, some of them objects: `InputTokenDetails : @{…}`. A name twice is two objects. */
function fieldLines(text: string): Json | undefined {
  const names = [...text.matchAll(/^["']?(\w+)["']?[ \t]*[:=]/gm)].map(([, name]) => name);
  return text.includes('{') && new Set(names).size === names.length ? consolePrint(`{${text}}`) : undefined;
}

/** The value in a text, in whichever form it was printed; undefined when it is none of them. */
export function readPrinted(text: string): Json | undefined {
  const bare = text
    .replace(/^\uFEFF/, '')
    .replaceAll(/^\s*```\w*\s*$/gm, '')
    .trim()
    .replace(/[;,]$/, '');
  if (bare === '') return undefined;
  const value =
    parseJson(bare) ??
    jsonLines(bare) ??
    parseJson(`{${bare}}`) ??
    consolePrint(bare) ??
    fieldLines(bare) ??
    embeddedObjects(bare) ??
    countLines(bare);
  // A log that keeps its messages as texts holds JSON inside a JSON string.
  return typeof value === 'string' ? readPrinted(value) : value;
}

/** What was lost before a text came here, and how to print it whole. */
interface Lost {
  readonly message: string;
  readonly nextStep: string;
}

/** .NET prints an object without a text of its own as the name of its class: `InputTokenDetails: OpenAI.Realtime.…`. */
export function printedAsClass(text: string): Lost | null {
  const [, field, name] = /^[ \t]*(?:(\w+)[ \t]*[:=][ \t]*)?((?:[A-Z]\w*\.){1,8}[A-Z]\w+)[ \t\r]*$/m.exec(text) ?? [];
  if (name === undefined) return null;
  return {
    message: `${field ?? 'The usage'} was printed as the name of its class, ${name}, without its counts.`,
    nextStep: 'Print the object as JSON, in .NET with JsonSerializer.Serialize(usage), and paste that.',
  };
}

export const howToPrint =
  'Print the whole usage object of response.done as JSON, in JavaScript with JSON.stringify(usage), and paste that.';

/** Text that stops before its brackets are closed, or with dots where something was. */
export function cutShort(text: string): Lost | null {
  const open = text.split(/[{[]/).length - text.split(/[}\]]/).length;
  const dots = /\[(?:Object|Array)\]|…|\.\.\./.test(text);
  if (!dots && open <= 0) return null;
  const where = dots
    ? '[Object] or dots'
    : `its end: ${open === 1 ? 'a bracket is' : `${open} brackets are`} not closed`;
  return { message: `The usage was cut short where it was printed, at ${where}.`, nextStep: howToPrint };
}
