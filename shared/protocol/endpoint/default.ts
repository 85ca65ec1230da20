import type { Endpoint } from './endpoint.ts';

/** Where a fresh bench connects: no key, no network. Apart from the schema, which the page does without. */
export const defaultEndpoint: Endpoint = { kind: 'simulator', mode: 'voice', model: 'gpt-realtime-2.1-mini' };
