import { z } from 'zod';
import type { Json } from '../../json.ts';

export const json: z.ZodType<Json> = z.json();
/** Option values by option id; an id left out keeps the service's default. */
export const optionValues = z.record(z.string(), json);
