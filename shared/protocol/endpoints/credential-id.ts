import { z } from 'zod';
import { openAiAdministration } from '../authentication.ts';
import { endpointUrl } from './address.ts';
import { endpointSchema } from './schema.ts';

/** A login at a proxy, whose password is kept like a key. */
export const proxyLoginSchema = z.object({
  kind: z.literal('proxy'),
  /** `http://proxy.contoso.com:8080`, without login. */
  url: z.string().min(1).max(500),
  user: z.string().min(1).max(200),
});
export type ProxyLogin = z.infer<typeof proxyLoginSchema>;

/** OpenAI's administration API, whose keys read what an organization used and was charged. */
const openAiAdminSchema = z.object({ kind: z.literal('openai-admin') });
export type OpenAiAdmin = z.infer<typeof openAiAdminSchema>;
export const openAiAdmin: OpenAiAdmin = { kind: 'openai-admin' };

/** A receiver of telemetry, whose headers are kept like a key: `name=value`, with commas between. */
const otlpReceiverSchema = z.object({
  kind: z.literal('otlp'),
  /** `https://collector.example.com:4318`. */
  url: z.string().min(1).max(2000),
});
export type OtlpReceiver = z.infer<typeof otlpReceiverSchema>;

/** What a secret is for: an endpoint's key, a proxy's password, an organization's admin key, or the headers of a receiver. */
export const secretOwnerSchema = z.union([endpointSchema, proxyLoginSchema, openAiAdminSchema, otlpReceiverSchema]);
export type SecretOwner = z.infer<typeof secretOwnerSchema>;

/**
 * Under which name the secret is kept. A key: by host and port, so that every deployment of one resource shares one; headers of a receiver
 * as well.
 * Null for an endpoint that takes no key (none, or a sign-in), and for an address that is none.
 */
export function credentialId(owner: SecretOwner): string | null {
  if (owner.kind === 'proxy') {
    if (!URL.canParse(owner.url)) return null;
    return `proxy ${owner.user}@${new URL(owner.url).host.toLowerCase()}`;
  }
  if (owner.kind === 'otlp') return URL.canParse(owner.url) ? `otlp ${new URL(owner.url).host.toLowerCase()}` : null;
  if (owner.kind === 'openai-admin') return `admin ${new URL(openAiAdministration.url).host}`;
  if (owner.kind === 'simulator') return null;
  const address = endpointUrl(owner);
  if (!address.ok || address.auth === 'none' || address.auth === 'entra') return null;
  return new URL(address.url).host.toLowerCase();
}
