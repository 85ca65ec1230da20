import { isJsonObject, type JsonObject } from '../../json.ts';
import { placeOf, usageWords } from './words.ts';

type Tree = { [key: string]: number | Tree };

function put(tree: Tree, path: string, value: number): void {
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  let at = tree;
  for (const key of keys) {
    const below = at[key];
    const next: Tree = typeof below === 'object' ? below : {};
    at[key] = next;
    at = next;
  }
  at[last] = value;
}

/** True for an object whose own fields count tokens by direction: a usage object in some spelling. */
export function looksLikeUsage(value: JsonObject): boolean {
  return Object.entries(value).some(([key, below]) => {
    const read = usageWords(key);
    if (read === null || !read.ofTokens || placeOf(read.words) === null) return false;
    const named = read.words.some((word) => word === 'input' || word === 'output');
    return named && (typeof below === 'number' || isJsonObject(below));
  });
}

/** The same counts spelled as on the wire, nested as on the wire; fields that name no known count are left out. */
export function canonicalUsage(usage: JsonObject): JsonObject {
  const tree: Tree = {};
  const visit = (value: JsonObject, above: readonly string[]): void => {
    for (const [key, below] of Object.entries(value)) {
      const read = usageWords(key);
      if (read === null) continue;
      const words = [...above, ...read.words];
      if (isJsonObject(below)) visit(below, words);
      const place = typeof below === 'number' ? placeOf(words) : null;
      if (place !== null) put(tree, place, below as number);
    }
  };
  visit(usage, []);
  return tree;
}
