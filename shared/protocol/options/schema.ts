import { z } from 'zod';
import { isDeeperThan, type Json, mostLevels } from '../../kit/json.ts';

/** Any JSON. What is nested too deep is refused before the schema goes into it. */
export const json: z.ZodType<Json> = z
  .unknown()
  .refine((value) => !isDeeperThan(value, mostLevels), `is nested deeper than ${mostLevels} levels`)
  .pipe(z.json());
/** Option values by option id; an id left out keeps the service's default. */
export const optionValues = z.record(z.string(), json);
