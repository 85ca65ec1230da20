import type { Endpoint } from '../../../shared/protocol/endpoint.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Which variables may hold a key for a kind of endpoint, the first that is set wins. A vendor's own variable never goes to another's host. */
const variables: Readonly<Record<Endpoint['kind'], readonly string[]>> = {
  simulator: [],
  azure: ['VOXTALLY_API_KEY', 'AZURE_OPENAI_API_KEY'],
  openai: ['VOXTALLY_API_KEY', 'OPENAI_API_KEY'],
  custom: ['VOXTALLY_API_KEY'],
};

/** The key that the environment holds for this endpoint, or null. */
export function environmentKey(endpoint: Endpoint, env: Environment): string | null {
  for (const name of variables[endpoint.kind]) {
    const value = env[name]?.trim();
    if (value !== undefined && value !== '') return value;
  }
  return null;
}

/** The environment without any key: what a process that needs none is started with. */
export function withoutKeys(env: Environment): Record<string, string | undefined> {
  const names = new Set(Object.values(variables).flat());
  return Object.fromEntries(Object.entries(env).filter(([name]) => !names.has(name)));
}
