/** What connecting by an endpoint and its network would do: what a person sees before a way from elsewhere is used. Holds no secret. */
export interface ConnectionFacts {
  /** `host:port` that is spoken to, or what stands in its place. */
  readonly host: string;
  /** Path and query of an address that was given whole, for one host may lead to many services by them; null: the form of endpoint makes them. */
  readonly path: string | null;
  /** Address of a proxy of its own, with the user at it; null: as the system is set, or none. */
  readonly proxy: string | null;
  /** A further certificate authority that is trusted, with the SHA-256 of each of its certificates; null: none. */
  readonly authority: { readonly name: string; readonly fingerprints: readonly string[] } | null;
  /** Names of the headers that are sent beside the usual ones. */
  readonly headers: readonly string[];
  /** What lets the caller in. */
  readonly credential: 'nothing' | 'key' | 'sign-in';
  /** Tenant and application of a sign-in, empty: those of the tool that signs in; null: there is none. */
  readonly signIn: { readonly tenant: string; readonly application: string } | null;
  /** The variable of the environment that the key is taken from; null: none is named. */
  readonly keyVariable: string | null;
}

/** The facts as lines: what it is, and what of it. */
export function factLines(facts: ConnectionFacts): readonly (readonly [what: string, value: string])[] {
  const { host, path, proxy, authority, headers, credential, signIn, keyVariable } = facts;
  const at = signIn === null || signIn.tenant === '' ? '' : ` at tenant ${signIn.tenant}`;
  const by = signIn === null || signIn.application === '' ? '' : ` by application ${signIn.application}`;
  const secret =
    credential === 'sign-in'
      ? `a token of your sign-in${at}${by}`
      : `the key${keyVariable === null ? '' : ` in ${keyVariable}`}`;
  const between = [
    ...(proxy === null ? [] : ['the proxy']),
    ...(authority === null ? [] : ['whoever holds a certificate of that authority']),
  ];
  const readers = between.length === 0 ? '' : `; ${between.join(' and ')} can stand in between`;
  return [
    ['Speaks to', `${host}${path ?? ''}`],
    ['Proxy', proxy ?? 'as the system is set, or none'],
    [
      'Trusts',
      authority === null
        ? 'what the system trusts'
        : `${authority.name} too (SHA-256 ${authority.fingerprints.join(', ')})`,
    ],
    ['Headers', headers.length === 0 ? 'none of its own' : headers.join(', ')],
    ['Sends', credential === 'nothing' ? 'no key' : `${secret} to ${host}${readers}`],
  ];
}

/** The facts in one sentence, for where there is no room for lines. */
export const factSentence = (facts: ConnectionFacts): string =>
  `${factLines(facts)
    .map(([what, value]) => `${what}: ${value}`)
    .join('. ')}.`;
