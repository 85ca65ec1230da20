import { benchError, ok, refuse, type Result } from '../errors.ts';
import { seenJson } from '../foreign/json-text.ts';
import { isJsonObject, type Json, readJson } from '../json.ts';
import { entryOf } from '../lookup.ts';
import type { PriceBook } from './price-book.ts';
import { entryName } from './price-terms.ts';
import { priceBookSchema } from './price-book-schema.ts';

/** Problems named at most; a file of another kind has hundreds. */
const mostNamed = 3;

/** `models[3] (gpt-realtime, global), prices[1]`: where in the file a person has to look. */
function placeOf(value: Json, path: readonly PropertyKey[]): string {
  let current: Json | undefined = value;
  const words: string[] = [];
  for (const key of path) {
    current =
      typeof key === 'number' && Array.isArray(current)
        ? (current as readonly Json[])[key]
        : isJsonObject(current)
          ? entryOf(current, String(key))
          : undefined;
    if (typeof key !== 'number') words.push(String(key));
    else {
      const named = isJsonObject(current) ? (current['model'] ?? current['field']) : undefined;
      words[words.length - 1] += `[${key}]${typeof named === 'string' ? ` (${named})` : ''}`;
    }
  }
  return words.join(', ');
}

/**
 * A price book from the text of its file. Refuses with what is wrong and where.
 * @param name of the file, for the sentence
 */
export function readPriceBook(text: string, name: string): Result<{ book: PriceBook }> {
  const json = readJson(text);
  if (!json.ok) return bad(`${name} ${json.problem}.`);
  const { value } = json;
  const read = priceBookSchema.safeParse(value);
  if (read.success) return ok({ book: read.data });
  const { issues } = read.error;
  const named = issues.slice(0, mostNamed).map(({ path, message }) => {
    const place = placeOf(value, path);
    return place === '' ? message : `${place}: ${message}`;
  });
  const more = issues.length - named.length;
  return bad(`${name} is not a price book. ${named.join('; ')}${more > 0 ? `; and ${more} more` : ''}.`);
}

const bad = (message: string): Result<never> =>
  refuse(
    benchError('invalid-argument', message, {
      nextStep: 'Export a book from the bench to see what one looks like, and mend the file.',
    }),
  );

const members = (value: object): string[] =>
  Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([key, member]) => `${JSON.stringify(key)}: ${JSON.stringify(member)}`);

const line = (value: object): string => `{${members(value).join(', ')}}`;

const fields = (value: object, indent: string): string =>
  members(value)
    .map((member) => `${indent}${member},\n`)
    .join('');

/** The file of a book: one price a line, so that two books can be compared line by line. */
export function bookText({ models, ...head }: PriceBook): string {
  const entries = models
    .map(({ prices, ...entry }) => {
      const lines = prices.map((price) => `        ${line(price)}`).join(',\n');
      return `    {\n${fields(entry, '      ')}      "prices": [${lines === '' ? '' : `\n${lines}\n      `}]\n    }`;
    })
    .join(',\n');
  return seenJson(`{\n${fields(head, '  ')}  "models": [\n${entries}\n  ]\n}\n`);
}

/** How many models and prices a book lists. */
export const bookSize = (book: PriceBook): { readonly models: number; readonly prices: number } => ({
  models: new Set(book.models.map(entryName)).size,
  prices: book.models.reduce((sum, { prices }) => sum + prices.length, 0),
});
