import { parseJson, type Json } from '../../json.ts';

/** One JSON value a line, as logs are kept. A torn last line is passed over when others can be read. */
function jsonLines(text: string): Json | undefined {
  const lines = text.split(/\r\n|\n/).filter((line) => line.trim() !== '');
  const values = lines.map(parseJson);
  const torn = values.at(-1) === undefined ? values.slice(0, -1) : values;
  return torn.length > 0 && torn.every((value) => value !== undefined) ? torn : undefined;
}

/** What consoles print of an object: bare names, single quotes, a class before its brackets
 * (`Usage(total=1)`, `Usage { total: Some(1) }`), no commas, or one too many. */
const consoleForms: readonly (readonly [RegExp, string])[] = [
  [/'([^'"\\]*)'/g, '"$1"'],
  [/\bSome\(\s*(\d+)\s*,?\s*\)/g, '$1'],
  [/\bSome\(\s*([A-Za-z_]\w*\s*\{)/g, '$1'],
  [/\}\s*,?\s*\)/g, '}'],
  [/\b[A-Za-z_][\w.]*\s*[({]/g, '{'],
  [/&\{/g, '{'],
  [/\)/g, '}'],
  [/([\d}])\s+(?=[A-Za-z_]\w*:)/g, '$1, '],
  [/([{,]\s*)([A-Za-z_]\w*)\s*[=:]/g, '$1"$2":'],
  [/\b(?:None|undefined)\b/g, 'null'],
  [/\bTrue\b/g, 'true'],
  [/\bFalse\b/g, 'false'],
  [/,(\s*[}\]])/g, '$1'],
];

const consolePrint = (text: string): Json | undefined =>
  parseJson(consoleForms.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), text));

/** A line longer than this is no name and count. */
const longestLine = 500;

/** `InputAudioTokens: 110` line by line; a name that comes again begins the next object. */
function countLines(text: string): Json | undefined {
  const objects: Record<string, number>[] = [{}];
  let found = 0;
  for (const line of text.split(/\r\n|\n|, (?=[A-Za-z])/)) {
    if (line.length > longestLine) continue;
    const match = /^[\s*"'-]*([A-Za-z][\w. ]*?)["'*]*\s*[:=]\s*(\d+)[\s,]*$/.exec(line);
    const [, name, count] = match ?? [];
    if (name === undefined || count === undefined) continue;
    if (Object.hasOwn(objects.at(-1) ?? {}, name)) objects.push({});
    (objects.at(-1) ?? {})[name] = Number(count);
    found += 1;
  }
  return found > 1 ? objects : undefined;
}

/** The value in a text, in whichever form it was printed; undefined when it is none of them. */
export function readPrinted(text: string): Json | undefined {
  const bare = text
    .replace(/^\uFEFF/, '')
    .replaceAll(/^\s*```\w*\s*$/gm, '')
    .trim()
    .replace(/;$/, '');
  if (bare === '') return undefined;
  return parseJson(bare) ?? jsonLines(bare) ?? parseJson(`{${bare}}`) ?? consolePrint(bare) ?? countLines(bare);
}
