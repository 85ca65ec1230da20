import { z } from 'zod';
import { entryName, priceFields, priceScopes, priceUnits, type PriceUnit } from './price-terms.ts';

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
