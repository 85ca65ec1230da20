import { z } from 'zod';

/** How the key travels: Azure's own header, or `Authorization: Bearer`. */
export const authSchemes = ['api-key', 'bearer', 'none'] as const;

/**
 * Where a session connects. Addresses hold no secret; the key is kept elsewhere under `credentialId`.
 * - `simulator`: the embedded deployment on loopback. `mode` echo answers with the caller's own audio.
 * - `azure`: `wss://HOST/openai/v1/realtime?model=DEPLOYMENT` (GA), HOST `RES.openai.azure.com` or `RES.services.ai.azure.com`.
 * - `openai`: `wss://HOST/v1/realtime?model=MODEL`.
 * - `custom`: the URL untouched.
 */
export const endpointSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('simulator'), mode: z.enum(['voice', 'echo']), model: z.string().min(1) }),
  z.object({
    kind: z.literal('azure'),
    host: z.string().min(1),
    deployment: z.string().min(1),
    auth: z.enum(['api-key', 'bearer']),
  }),
  z.object({ kind: z.literal('openai'), host: z.string().min(1), model: z.string().min(1) }),
  z.object({ kind: z.literal('custom'), url: z.string().min(1), auth: z.enum(authSchemes) }),
]);
export type Endpoint = z.infer<typeof endpointSchema>;
