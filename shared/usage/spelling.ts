import { isJsonObject, type Json, type JsonObject } from '../kit/json.ts';
import { lookup } from '../kit/lookup.ts';
import { knownFields } from './fields.ts';

/** Words of usage fields under another name; every other telling word stands in the path of a field. */
const otherWords = {
  in: 'input',
  prompt: 'input',
  out: 'output',
  completion: 'output',
  duration: 'duration',
  second: 'seconds',
  cache: 'cached',
} as const;
/** Words that say nothing, the prefixes of traces (`gen_ai.usage.input_tokens`) among them. */
const silent = new Set([
  'token',
  'tokens',
  'count',
  'counts',
  'detail',
  'details',
  'usage',
  'gen',
  'ai',
  'llm',
  'read',
]);

const wordsOfPath = (path: string): string[] => path.split(/[._]/).filter((word) => !silent.has(word));
const pathWords = knownFields.flatMap(({ path }) => wordsOfPath(path));

/** Words that tell usage counts apart, by every spelling. */
const telling = lookup<string>({ ...Object.fromEntries(pathWords.map((word) => [word, word])), ...otherWords });

const keyOf = (words: readonly string[]): string => [...new Set(words)].sort().join(' ');

/** Where a count stands in the `usage` object of the wire, by the words that name it in alphabetical order. */
const places = lookup<string>(
  Object.fromEntries(
    knownFields.flatMap(({ path, also }) => [keyOf(wordsOfPath(path)), ...also].map((key) => [key, path])),
  ),
);

/** The words of `input_token_details`, `inputTokenDetails` and `InputTokenDetails` alike; null when one is foreign to usage. */
export function usageWords(key: string): { words: readonly string[]; ofTokens: boolean } | null {
  const parts = key
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((part) => part !== '');
  const words: string[] = [];
  for (const part of parts) {
    const word = telling(part);
    if (word !== undefined) words.push(word);
    else if (!silent.has(part)) return null;
  }
  return { words, ofTokens: parts.some((part) => part.startsWith('token')) };
}

/** The place on the wire of a count named by these words, or null when they name none. */
export function placeOf(words: readonly string[]): string | null {
  return places(keyOf(words)) ?? null;
}

/** The side of a usage object that a path lies within, whatever it is called there: `outputTokenDetails.videoTokens` is output. */
export function sideOf(path: string): 'input' | 'output' | null {
  const [first = '', ...inside] = path.split('.');
  if (inside.length === 0) return null;
  const words = usageWords(first)?.words ?? [];
  return words.includes('input') ? 'input' : words.includes('output') ? 'output' : null;
}

const numeral = /^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?\s*$/i;

/** The number that a text says, `"110"` or `"1e3"`; undefined: it says none. Beyond all numbers it is infinite. */
export const numberInText = (text: string): number | undefined => (numeral.test(text) ? Number(text) : undefined);

const isCount = (value: Json): boolean =>
  typeof value === 'number' || (typeof value === 'string' && numberInText(value) !== undefined);

/** True for an object whose own fields count tokens by direction: a usage object in some spelling. */
export function looksLikeUsage(value: JsonObject): boolean {
  return Object.entries(value).some(([key, below]) => {
    const read = usageWords(key);
    if (read === null || !read.ofTokens || placeOf(read.words) === null) return false;
    const named = read.words.some((word) => word === 'input' || word === 'output');
    return named && (isCount(below) || isJsonObject(below));
  });
}
