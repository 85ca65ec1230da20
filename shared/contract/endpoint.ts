import { z } from 'zod';
import { endpointSchema } from '../protocol/endpoint.ts';

/** Addresses and the keys they need. */
export const endpointArgs = {
  /** Checks and describes an address without connecting. */
  'endpoint.describe': z.object({ endpoint: endpointSchema }),
  /** Whether a key is at hand for this endpoint, and how it would be kept. Never the key. */
  'secret.status': z.object({ endpoint: endpointSchema }),
} as const satisfies Record<string, z.ZodType>;

export interface EndpointAnswers {
  'endpoint.describe': { url: string; label: string; headers: Record<string, string> };
  'secret.status': { present: boolean; from: 'store' | 'memory' | 'environment' | null; needed: boolean };
}
