import { z } from 'zod';
import { optionValues } from '../protocol/options/schema.ts';
import { networkSchema } from '../network/settings.ts';
import { endpointSchema } from '../protocol/endpoint/endpoint.ts';

/** What a profile holds, by part. A new part is one optional entry: files of before then still read. Never a secret. */
export const profileParts = {
  endpoint: endpointSchema,
  /** What to ask of the service; empty: whatever is set in the window. */
  options: optionValues,
  network: networkSchema,
} as const;

export const profileName = z.string().trim().min(1).max(100);

/** What a person gives when a profile is saved. */
export const profileDraftSchema = z.object({ name: profileName, ...profileParts });
export type ProfileDraft = z.infer<typeof profileDraftSchema>;

/** A named way to a deployment, kept by the engine. */
export const profileSchema = z.object({
  id: z.string().min(1).max(100),
  /** ISO 8601 in UTC. */
  savedAt: z.string(),
  ...profileDraftSchema.shape,
});
export type Profile = z.infer<typeof profileSchema>;
