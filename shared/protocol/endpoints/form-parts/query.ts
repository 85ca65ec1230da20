/** The query of an address, in the order given; a part without a value is left out. */
export function query(parts: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(parts).filter(([, value]) => value !== undefined && value !== '');
  return given.map(([name, value]) => `${name}=${encodeURIComponent(value ?? '')}`).join('&');
}

/** Names of the query, each with its value; null when one is not known or comes twice, which no form of ours has. */
export function parametersOf(url: URL, known: readonly string[]): Readonly<Record<string, string | undefined>> | null {
  const names = [...url.searchParams.keys()];
  const odd = names.some((name, at) => !known.includes(name) || names.indexOf(name) !== at);
  return odd ? null : Object.fromEntries(url.searchParams);
}

/** The path of an address without slashes at its end. */
export const pathOf = (url: URL): string => url.pathname.replace(/\/+$/, '');

/** What an endpoint puts into the query for its intent: a conversation is what the service takes it for anyway. */
export const intentInQuery = (intent: string | undefined): string | undefined =>
  intent === 'transcription' ? 'transcription' : undefined;

/** The intent that a query names, as a member of an endpoint; null for one that nobody knows. */
export const intentFromQuery = (value: string | undefined): { intent?: 'transcription' } | null =>
  value === undefined ? {} : value === 'transcription' ? { intent: 'transcription' } : null;
