import { z } from 'zod';
import { benchError, ok, refuse, type Result } from '../kit/errors.ts';
import { isJsonObject, type Json, readJson } from '../kit/json.ts';
import { entryOf } from '../kit/lookup.ts';
import { seenJson } from '../kit/untrusted/safe-text.ts';
import { priceFields } from '../usage/fields.ts';
import { entryName, priceScopes, type PriceUnit, priceUnits } from './price-terms.ts';

/** A decimal number written as a string, so that no price passes through a float. */
const decimal = z.string().regex(/^\d+(\.\d+)?$/, 'a decimal number of at least 0, written as a string');

const unitNames = Object.keys(priceUnits) as [PriceUnit, ...PriceUnit[]];

const priceSchema = z.strictObject({
  field: z.enum(priceFields),
  unit: z.enum(unitNames),
  /** Of one unit, in the book's currency. */
  price: decimal,
  /** First UTC day it holds for; left out: as long as the book does. */
  validFrom: z.iso.date().optional(),
  /** Name of the Azure meter that bills it; left out where no list has shown one. */
  meter: z.string().min(1).optional(),
  /** Where the figure was read. */
  source: z.string().min(1),
});

const pattern = z.string().refine((text) => {
  try {
    return new RegExp(text, 'i') instanceof RegExp;
  } catch {
    return false;
  }
}, 'a regular expression');

const modelSchema = z.strictObject({
  /** Name as bills and `session.created` use it: `gpt-realtime-mini`. */
  model: z.string().min(1),
  /** MMDD of the version, as meters name it; left out where they name none. */
  version: z.string().optional(),
  /** Regular expressions, matched whole and without regard to case, that recognise the model by its name. */
  matches: z.array(pattern),
  scope: z.enum(priceScopes),
  prices: z.array(priceSchema),
});

/** Prices as dated data. One file is one book; a book once written is never changed. */
export const priceBookSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,79}$/, 'lower-case letters, digits, points and hyphens, at most 80'),
    /** What the list is of, for people. */
    name: z.string().min(1).max(120),
    /** ISO 4217. */
    currency: z.string().regex(/^[A-Z]{3}$/, 'a currency code of three capitals'),
    /** First UTC day the book is used for. */
    validFrom: z.iso.date(),
    /** UTC day on which the figures were read. */
    readAt: z.iso.date().optional(),
    /** `list`: published prices, used by their date. `own`: a person's agreement, used only where it was chosen. */
    kind: z.enum(['list', 'own']).default('list'),
    models: z.array(modelSchema).min(1, 'at least one model'),
  })
  .superRefine((book, context) => {
    const entries = new Set<string>();
    book.models.forEach((entry, index) => {
      const key = `${entryName(entry)}, ${entry.scope}`;
      if (entries.has(key)) context.addIssue({ code: 'custom', path: ['models', index], message: `${key} twice` });
      entries.add(key);
      const prices = new Set<string>();
      entry.prices.forEach((price, at) => {
        const one = `${price.field} from ${price.validFrom ?? book.validFrom}`;
        const path = ['models', index, 'prices', at];
        if (prices.has(one)) context.addIssue({ code: 'custom', path, message: `two prices of ${one}` });
        if ((price.field === 'duration') !== (priceUnits[price.unit].of === 'seconds')) {
          context.addIssue({ code: 'custom', path, message: `${price.field} is not priced by ${price.unit}` });
        }
        prices.add(one);
      });
    });
  });

/** One dated list of prices; its shape and rules are those of `priceBookSchema`, apart from here so that the page goes without schemas. */
export type PriceBook = z.infer<typeof priceBookSchema>;
export type PricedModel = PriceBook['models'][number];
export type Price = PricedModel['prices'][number];

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
  if (!json.ok) return badBook(`${name} ${json.problem}.`);
  const { value } = json;
  const read = priceBookSchema.safeParse(value);
  if (read.success) return ok({ book: read.data });
  const { issues } = read.error;
  const named = issues.slice(0, mostNamed).map(({ path, message }) => {
    const place = placeOf(value, path);
    return place === '' ? message : `${place}: ${message}`;
  });
  const more = issues.length - named.length;
  return badBook(`${name} is not a price book. ${named.join('; ')}${more > 0 ? `; and ${more} more` : ''}.`);
}

const badBook = (message: string): Result<never> =>
  refuse(
    benchError('invalid-argument', message, {
      nextStep: 'Export a book from the bench to see what one looks like, and mend the file.',
    }),
  );

const members = (value: object): string[] =>
  Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([key, member]) => `${JSON.stringify(key)}: ${JSON.stringify(member)}`);

const priceLine = (value: object): string => `{${members(value).join(', ')}}`;

const memberLines = (value: object, indent: string): string =>
  members(value)
    .map((member) => `${indent}${member},\n`)
    .join('');

/** The file of a book: one price a line, so that two books can be compared line by line. */
export function bookText({ models, ...head }: PriceBook): string {
  const entries = models
    .map(({ prices, ...entry }) => {
      const lines = prices.map((price) => `        ${priceLine(price)}`).join(',\n');
      return `    {\n${memberLines(entry, '      ')}      "prices": [${lines === '' ? '' : `\n${lines}\n      `}]\n    }`;
    })
    .join(',\n');
  return seenJson(`{\n${memberLines(head, '  ')}  "models": [\n${entries}\n  ]\n}\n`);
}

/** How many models and prices a book lists. */
export const bookSize = (book: PriceBook): { readonly models: number; readonly prices: number } => ({
  models: new Set(book.models.map(entryName)).size,
  prices: book.models.reduce((sum, { prices }) => sum + prices.length, 0),
});
