import type { JsonObject } from '../json.ts';
import type { Endpoint } from './endpoint/endpoint.ts';

/**
 * An endpoint and options that mean the same kind of session. A session is made a transcriber by its address and by its
 * type alike, so asking for it by either is enough. A custom address stays untouched.
 */
export function sameType(
  endpoint: Endpoint,
  options: JsonObject,
): { readonly endpoint: Endpoint; readonly options: JsonObject } {
  const byAddress = endpoint.kind !== 'custom' && endpoint.intent === 'transcription';
  if (byAddress) return { endpoint, options: { ...options, type: 'transcription' } };
  if (options['type'] !== 'transcription' || endpoint.kind === 'custom') return { endpoint, options };
  return { endpoint: { ...endpoint, intent: 'transcription' }, options };
}
