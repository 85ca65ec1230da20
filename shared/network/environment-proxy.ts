type Environment = Readonly<Record<string, string | undefined>>;

const read = (env: Environment, name: string): string => env[name.toLowerCase()] || env[name] || '';

/** True when an entry of NO_PROXY covers a host: `*`, a name with all below it, or either with a port. */
function covers(entry: string, hostname: string, port: string): boolean {
  if (entry === '*') return true;
  const [, name = '', onlyPort] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? [];
  if (onlyPort !== undefined && onlyPort !== port) return false;
  const bare = name.replace(/^\*?\./, '').toLowerCase();
  const host = hostname.toLowerCase();
  return bare !== '' && (host === bare || host.endsWith(`.${bare}`));
}

/** The proxy that HTTPS_PROXY, ALL_PROXY and NO_PROXY (either case) name for an encrypted address; null: none. It may hold a login. */
export function proxyFromEnvironment(address: string, env: Environment): string | null {
  const url = new URL(address);
  const port = url.port === '' ? '443' : url.port;
  const entries = read(env, 'NO_PROXY').split(/[\s,]+/);
  if (entries.some((entry) => covers(entry, url.hostname.replace(/^\[|\]$/g, ''), port))) return null;
  return read(env, 'HTTPS_PROXY') || read(env, 'ALL_PROXY') || null;
}
