import { z } from 'zod';

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
