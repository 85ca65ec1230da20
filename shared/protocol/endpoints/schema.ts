import { z } from 'zod';
import { parameterName } from '../../kit/untrusted/secrets-in-addresses.ts';
import { dialects } from '../dialects.ts';
import { authSchemes, entraMethods, keyVariablePattern } from './authentication.ts';

export type { AuthScheme, EntraMethod } from './authentication.ts';

/** A sign-in with Entra ID; tenant and application are those of the account unless they are named. */
export const entraSchema = z.object({
  method: z.enum(entraMethods),
  /** Id or domain. */
  tenantId: z
    .string()
    .regex(/^[A-Za-z0-9.-]{0,200}$/)
    .optional(),
  clientId: z
    .string()
    .regex(/^[A-Za-z0-9-]{0,200}$/)
    .optional(),
});
export type EntraSignIn = z.infer<typeof entraSchema>;

/** What a session is for: a conversation, or transcription alone. */
const intent = z.enum(['conversation', 'transcription']).optional();

const credentials = {
  entra: entraSchema.optional(),
  /** Environment variable that holds the key; absent: the usual ones of the vendor. */
  keyVariable: z.string().regex(keyVariablePattern).optional(),
};
const azureAuth = { ...credentials, auth: z.enum(['api-key', 'bearer', 'entra']) };

/**
 * Where a session connects. Addresses hold no secret; the key is kept elsewhere under `credentialId`.
 * - `simulator`: the embedded deployment on loopback. `mode` echo answers with the caller's own audio.
 * - `azure`: `wss://HOST/openai/v1/realtime?model=DEPLOYMENT` (GA), HOST `RES.openai.azure.com` or `RES.services.ai.azure.com`.
 * - `azure-preview`: `wss://HOST/openai/realtime?api-version=VERSION&deployment=DEPLOYMENT`, which speaks the preview dialect.
 * - `azure-unversioned`: `wss://HOST/openai/realtime?model=MODEL`, which .NET's client makes of a project's endpoint.
 * - `openai`: `wss://HOST/v1/realtime?model=MODEL`.
 * - `custom`: the URL untouched, which may hold parameters known to be harmless and those of `allowParameters`.
 */
export const endpointSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('simulator'),
    mode: z.enum(['voice', 'echo']),
    model: z.string().min(1),
    dialect: z.enum(dialects).optional(),
    intent,
  }),
  z.object({ kind: z.literal('azure'), host: z.string().min(1), deployment: z.string(), ...azureAuth, intent }),
  z.object({
    kind: z.literal('azure-preview'),
    host: z.string().min(1),
    deployment: z.string(),
    apiVersion: z.string(),
    ...azureAuth,
    intent,
  }),
  z.object({
    kind: z.literal('azure-unversioned'),
    host: z.string().min(1),
    deployment: z.string(),
    dialect: z.enum(dialects).optional(),
    ...azureAuth,
    intent,
  }),
  z.object({
    kind: z.literal('openai'),
    host: z.string().min(1),
    model: z.string(),
    /** Sent as OpenAI-Organization and OpenAI-Project. */
    organization: z.string().max(200).optional(),
    project: z.string().max(200).optional(),
    keyVariable: credentials.keyVariable,
    intent,
  }),
  z.object({
    kind: z.literal('custom'),
    url: z.string().min(1),
    /** Further parameters of the address that the person says hold no secret; without it only known ones are taken. */
    allowParameters: z.array(z.string().regex(parameterName)).max(20).optional(),
    dialect: z.enum(dialects).optional(),
    ...credentials,
    auth: z.enum(authSchemes),
  }),
]);
export type Endpoint = z.infer<typeof endpointSchema>;
export type EndpointKind = Endpoint['kind'];

/** How connections leave this machine, for one profile. Holds no secret: a proxy's password is kept like a key. */
export const networkSchema = z.object({
  proxy: z.discriminatedUnion('kind', [
    /** As the operating system says; under Node, HTTPS_PROXY and NO_PROXY. */
    z.object({ kind: z.literal('system') }),
    z.object({ kind: z.literal('none') }),
    /** `http://proxy.contoso.com:8080`, without login. */
    z.object({ kind: z.literal('explicit'), url: z.string().min(1).max(500), user: z.string().max(200).optional() }),
  ]),
  /** Trust what the operating system trusts, beside the authorities that come with the runtime. */
  systemCertificates: z.boolean(),
  /** Further authorities, by content: a profile then works wherever it is taken. Certificates are public. */
  extraCa: z.object({ name: z.string().min(1).max(200), pem: z.string().max(500_000) }).nullable(),
});
export type NetworkSettings = z.infer<typeof networkSchema>;
