import type { Endpoint } from './endpoint.ts';

/** Where a fresh bench connects: no key, no network. Apart from the schema, which the page does without. */
export const defaultEndpoint: Endpoint = { kind: 'simulator', mode: 'voice', model: 'gpt-realtime-mini-2025-12-15' };
