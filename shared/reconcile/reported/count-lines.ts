import type { Json } from '../../json.ts';
import { placeOf, usageWords } from '../../usage/spelling.ts';

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
export function countLines(text: string): Json | undefined {
  const lines = text.split(/\r\n|\n|, (?=[A-Za-z])/).flatMap((one) => read(one) ?? []);
  const objects: Map<string, number>[] = [new Map()];
  for (const { place, count } of placed(lines)) {
    if (objects.at(-1)?.has(place) === true) objects.push(new Map());
    objects.at(-1)?.set(place, count);
  }
  if (objects.reduce((total, { size }) => total + size, 0) < 2) return undefined;
  return objects.map((counts) => ({ usage: Object.fromEntries(counts) }));
}
