import type { Remedy } from './remedy.ts';

/** What a failure at one part of the way is called, and which part of the form mends it. */
export interface HopWords {
  readonly where: string;
  readonly title: string;
  /** Goes with the engine's own advice. */
  readonly remedy: Remedy;
}

/** By the `hop` of an error's facts: one entry a part of the way. The first that fits counts. */
const hops: readonly (readonly [pattern: RegExp, words: HopWords])[] = [
  [
    /^sign-in at the proxy/,
    { where: 'Stopped at the proxy', title: 'The proxy did not let you in.', remedy: 'network' },
  ],
  [
    /^tunnel through/,
    { where: 'Stopped at the proxy', title: 'The proxy let no connection through.', remedy: 'network' },
  ],
  [
    /^TLS, proxy/,
    { where: 'Stopped at the proxy', title: 'The proxy showed no trusted certificate.', remedy: 'network' },
  ],
  [/proxy$/, { where: 'Stopped before the proxy', title: 'The proxy could not be reached.', remedy: 'network' }],
  [
    /^TLS, service/,
    { where: 'Stopped while encrypting', title: 'The encrypted connection was not trusted.', remedy: 'network' },
  ],
  [
    /^name lookup/,
    { where: 'Stopped while looking up the name', title: 'The host was not found.', remedy: 'deployment' },
  ],
  [/^sign-in with Entra/, { where: 'Stopped while signing in', title: 'The sign-in failed.', remedy: 'entra' }],
];

/** The words for where an error happened; null when it happened at the service itself. */
export const hopWords = (hop: string | undefined): HopWords | null =>
  hop === undefined ? null : (hops.find(([pattern]) => pattern.test(hop))?.[1] ?? null);
