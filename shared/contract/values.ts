import { z } from 'zod';
import type { Json } from '../json.ts';

/** Pieces that several subjects of the contract share. */
export const sessionId = z.string().min(1).max(100);
export const json: z.ZodType<Json> = z.json();
/** Option values by option id of `protocol/options.ts`; an id left out keeps the service's default. */
export const optionValues = z.record(z.string(), json);
