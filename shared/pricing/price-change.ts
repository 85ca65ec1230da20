import { z } from 'zod';
import { priceFields, priceScopes } from './price-terms.ts';

/** One price of an own book that differs from the book it is made from. `price` null: taken out, so that it is unknown. */
export const priceChangeSchema = z.object({
  model: z.string(),
  scope: z.enum(priceScopes),
  field: z.enum(priceFields),
  /** Of the unit the other book quotes. */
  price: z
    .string()
    .regex(/^\d+(\.\d+)?$/)
    .nullable(),
});
export type PriceChange = z.infer<typeof priceChangeSchema>;
