import type { Endpoint } from './endpoint.ts';
import { endpointUrl } from './endpoint-url.ts';

/**
 * Under which name the key of an endpoint is kept: its host and port, so that every deployment of one resource shares one key.
 * Null for an endpoint that takes no key, and for an address that is none.
 */
export function credentialId(endpoint: Endpoint): string | null {
  if (endpoint.kind === 'simulator') return null;
  const address = endpointUrl(endpoint);
  if (!address.ok || address.auth === 'none') return null;
  return new URL(address.url).host.toLowerCase();
}
