import { z } from 'zod';

/** A decimal number written as a string, so that no price passes through a float. */
const decimal = z.string().regex(/^\d+(\.\d+)?$/, 'a decimal number, written as a string');

/** What a price is for: one kind of token, or time. */
export const priceFields = [
  'text_in',
  'text_cached',
  'text_out',
  'audio_in',
  'audio_cached',
  'audio_out',
  'image_in',
  'image_cached',
  'duration',
] as const;
export type PriceField = (typeof priceFields)[number];

export const priceUnits = { '1M tokens': 'token', minute: 'second', hour: 'second' } as const;

const priceSchema = z.object({
  field: z.enum(priceFields),
  unit: z.enum(['1M tokens', 'minute', 'hour']),
  usd: decimal,
  /** Where the figure was read. */
  source: z.string(),
});

const modelSchema = z.object({
  /** Name as bills and `session.created` use it: `gpt-realtime-mini`. */
  model: z.string(),
  /** Regular expressions, matched whole and without regard to case, that recognise the model by its name. */
  matches: z.array(z.string()),
  scope: z.enum(['global', 'data-zone', 'regional']),
  prices: z.array(priceSchema),
});

/** Prices as dated data. One file in `assets/prices/` is one book. */
export const priceBookSchema = z.object({
  id: z.string(),
  /** What the list is of, for people. */
  name: z.string(),
  currency: z.literal('USD'),
  validFrom: z.iso.date(),
  models: z.array(modelSchema),
});
export type PriceBook = z.infer<typeof priceBookSchema>;
export type PricedModel = z.infer<typeof modelSchema>;
