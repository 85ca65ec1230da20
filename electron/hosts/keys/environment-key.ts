import { isAzureHost, isOpenAiHost } from '../../../shared/protocol/endpoint/hosts.ts';
import { endpointUrl } from '../../../shared/protocol/endpoint/url.ts';
import { keyVariablePattern } from '../../../shared/protocol/endpoint/words.ts';
import type { Endpoint } from '../../../shared/protocol/endpoint/endpoint.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Which variables may hold a key for a host, the first that is set wins. */
function usualVariables(host: string): readonly string[] {
  const own = 'VOXTALLY_API_KEY';
  if (isAzureHost(host)) return [own, 'AZURE_OPENAI_API_KEY'];
  return isOpenAiHost(host) ? [own, 'OPENAI_API_KEY'] : [own];
}

/** A vendor's own variable never goes to another's host. */
function mayGoTo(variable: string, host: string): boolean {
  if (variable.startsWith('OPENAI_')) return isOpenAiHost(host);
  if (variable.startsWith('AZURE_OPENAI_')) return isAzureHost(host);
  return true;
}

/** The key that the environment holds for this endpoint and the variable it stands in, or null. */
export function environmentKey(
  endpoint: Endpoint,
  env: Environment,
): { readonly variable: string; readonly key: string } | null {
  const address = endpointUrl(endpoint);
  if (endpoint.kind === 'simulator' || !address.ok || ['none', 'entra'].includes(address.auth)) return null;
  const { host } = new URL(address.url);
  const named = endpoint.keyVariable;
  for (const variable of named === undefined ? usualVariables(host) : [named]) {
    const key = env[variable]?.trim() ?? '';
    if (key !== '' && keyVariablePattern.test(variable) && mayGoTo(variable, host)) return { variable, key };
  }
  return null;
}

const ownPasswords = /^VOXTALLY_(?:[A-Z0-9_]+_)?PASSWORD$/;

/** The environment without any key or password of the bench: what a process that needs none is started with. */
export const withoutKeys = (env: Environment): Record<string, string | undefined> =>
  Object.fromEntries(
    Object.entries(env).filter(([name]) => !keyVariablePattern.test(name) && !ownPasswords.test(name)),
  );
