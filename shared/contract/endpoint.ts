import { z } from 'zod';
import { secretOwnerSchema } from '../protocol/endpoint/credential-id.ts';
import { endpointSchema } from '../protocol/endpoint/endpoint.ts';

/** Addresses and the keys they need. */
export const endpointArgs = {
  /** Checks and describes an address without connecting. */
  'endpoint.describe': z.object({ endpoint: endpointSchema }),
  /** Whether a key is at hand for an endpoint, or a password for a proxy, and where it is kept. Never the secret. */
  'secret.status': z.object({ owner: secretOwnerSchema }),
} as const satisfies Record<string, z.ZodType>;

export interface EndpointAnswers {
  'endpoint.describe': { url: string; label: string; headers: Record<string, string> };
  'secret.status': {
    present: boolean;
    from: 'store' | 'memory' | 'environment' | null;
    needed: boolean;
    /** The environment variable that holds it. */
    variable?: string;
  };
}
