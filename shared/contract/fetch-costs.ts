import { z } from 'zod';
import { azureClouds } from '../protocol/azure-clouds.ts';
import { entraSchema } from '../protocol/endpoint/endpoint.ts';
import type { ImportOutcome } from './reconcile.ts';

/** The APIs of Cost Management that costs are fetched from. */
export const costApis = ['query', 'cost-details'] as const;
export type CostApi = (typeof costApis)[number];

/** Which costs to fetch, from where, and as whom. Holds no secret; the page remembers it as it is. */
export const costQuestionSchema = z.object({
  /** As `readCostScope` reads it: a subscription, a resource group or resource in it, or a billing scope. */
  scope: z.string().max(1000),
  /** UTC days `YYYY-MM-DD`, both included. */
  from: z.string().max(40),
  to: z.string().max(40),
  api: z.enum(costApis),
  signIn: entraSchema,
  /** Absent: the public one. */
  cloud: z.enum(azureClouds).optional(),
});
export type CostQuestion = z.infer<typeof costQuestionSchema>;

/** Costs fetched live. */
export const fetchCostsArgs = {
  /** Signs in, fetches, and imports what came; how far it is comes as pushes. `bill.cancel` ends it. One at a time. */
  'bill.fetch': costQuestionSchema,
} as const satisfies Record<string, z.ZodType>;

export interface FetchCostsAnswers {
  /** `folder` keeps what the service answered, byte for byte. An open question is answered by `bill.import` with the `fetchId`. */
  'bill.fetch': { outcome: ImportOutcome; fetchId: string; folder: string };
}
