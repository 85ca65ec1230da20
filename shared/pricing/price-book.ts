import type { z } from 'zod';
import type { priceBookSchema } from './price-book-schema.ts';

/** One dated list of prices; its shape and rules are those of `priceBookSchema`, apart from here so that the page goes without schemas. */
export type PriceBook = z.infer<typeof priceBookSchema>;
export type PricedModel = PriceBook['models'][number];
export type Price = PricedModel['prices'][number];
