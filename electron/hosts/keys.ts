import type { SecretOutcome } from '../../shared/contract/desktop.ts';
import { benchError, ok, refuse, type Result } from '../../shared/kit/errors.ts';
import { endpointUrl } from '../../shared/protocol/endpoints/address.ts';
import {
  keyVariablePattern,
  openAiAdministration,
  ownKeyVariable,
  vendorOf,
  vendors,
} from '../../shared/protocol/authentication.ts';
import { credentialId, type SecretOwner } from '../../shared/protocol/endpoints/credential-id.ts';
import type { Endpoint } from '../../shared/protocol/endpoints/schema.ts';
import type { HostServices } from './engine-messages.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Which variables may hold a key for a host, the first that is set wins. */
function usualVariables(host: string): readonly string[] {
  const vendor = vendorOf(host);
  return vendor === null ? [ownKeyVariable] : [ownKeyVariable, vendor.usualVariable];
}

/** A vendor's own variable never goes to another's host. */
function mayGoTo(variable: string, host: string): boolean {
  const owner = vendors.find(({ variables }) => variable.startsWith(variables));
  return owner === undefined || owner === vendorOf(host);
}

/** The key that the environment holds for this endpoint and the variable it stands in, or null. */
export function environmentKey(
  endpoint: Endpoint,
  env: Environment,
): { readonly variable: string; readonly key: string } | null {
  const address = endpointUrl(endpoint);
  if (!address.ok || ['none', 'entra'].includes(address.auth)) return null;
  const { host } = new URL(address.url);
  const named = 'keyVariable' in endpoint ? endpoint.keyVariable : undefined;
  for (const variable of named === undefined ? usualVariables(host) : [named]) {
    const key = env[variable]?.trim() ?? '';
    if (key !== '' && keyVariablePattern.test(variable) && mayGoTo(variable, host)) return { variable, key };
  }
  return null;
}

/** The admin key of OpenAI that the environment holds; null: it holds none. No other variable is taken for it. */
function environmentAdminKey(env: Environment): ReturnType<typeof environmentKey> {
  const variable = openAiAdministration.keyVariable;
  const key = env[variable]?.trim() ?? '';
  return key === '' ? null : { variable, key };
}

/** Whether a secret is the key of an endpoint. */
const isEndpoint = (owner: SecretOwner): owner is Endpoint =>
  owner.kind !== 'proxy' && owner.kind !== 'openai-admin' && owner.kind !== 'otlp';

const ownPasswords = /^VOXTALLY_(?:[A-Z0-9_]+_)?PASSWORD$/;

/** The environment without any key or password of the bench: what a process that needs none is started with. */
export const withoutKeys = (env: Environment): Record<string, string | undefined> =>
  Object.fromEntries(
    Object.entries(env).filter(([name]) => !keyVariablePattern.test(name) && !ownPasswords.test(name)),
  );

/** Where keys outlive the run. Names are those of `credentialId`. */
export interface KeyStore {
  read(id: string): Promise<string | null>;
  has(id: string): Promise<boolean>;
  /** Refuses when the key cannot be kept safely; the reason is a whole sentence. An empty key removes the entry. */
  write(id: string, key: string): Promise<Result>;
}

export interface KeyRingOptions {
  /** Null: this host keeps no key beyond its run, and `whyNot` says so in a whole sentence. */
  readonly store: KeyStore | null;
  readonly whyNot: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The keys of a host: those typed in this run, those in the store, those of the environment. They go out to the engine alone. */
export interface KeyRing extends Pick<HostServices, 'secret' | 'secretStatus'> {
  put(owner: SecretOwner, key: string): Promise<Result<SecretOutcome>>;
}

const longestKey = 8192;

type Found = { from: 'memory' | 'store' } | { from: 'environment'; variable: string };

/** A variable that is named outright is what the person wants; else it is what is left when nothing was typed. */
const named = (owner: SecretOwner): boolean => 'keyVariable' in owner && owner.keyVariable !== undefined;

export function keyRing({ store, whyNot, env }: KeyRingOptions): KeyRing {
  const memory = new Map<string, string>();
  const inEnvironment = (owner: SecretOwner): ReturnType<typeof environmentKey> =>
    isEndpoint(owner) ? environmentKey(owner, env) : owner.kind === 'openai-admin' ? environmentAdminKey(env) : null;

  const lookUp = async (owner: SecretOwner): Promise<Found | null> => {
    const id = credentialId(owner);
    if (id === null) return null;
    const variable = inEnvironment(owner)?.variable;
    const environment: Found | null = variable === undefined ? null : { from: 'environment', variable };
    if (named(owner)) return environment;
    if (memory.has(id)) return { from: 'memory' };
    if ((await store?.has(id)) === true) return { from: 'store' };
    return environment;
  };

  return {
    async put(owner, key) {
      const id = credentialId(owner);
      if (isEndpoint(owner)) {
        const address = endpointUrl(owner);
        if (!address.ok) return address;
        if (id === null) return refuse(benchError('invalid-argument', `${address.label} takes no key.`));
      }
      if (id === null)
        return refuse(
          benchError(
            'invalid-argument',
            `That is not the address of a ${owner.kind === 'otlp' ? 'receiver' : 'proxy'}.`,
          ),
        );
      const trimmed = key.trim();
      if (trimmed.length > longestKey) {
        return refuse(benchError('invalid-argument', 'That is longer than any key, so it was not kept.'));
      }
      memory.delete(id);
      const written = (await store?.write(id, trimmed)) ?? null;
      if (trimmed === '') return written?.ok === false ? written : ok({ kept: 'forgotten', note: null });
      if (written?.ok === true) return ok({ kept: 'store', note: null });
      memory.set(id, trimmed);
      return ok({ kept: 'memory', note: written === null ? whyNot : written.error.message });
    },
    async secret(owner) {
      const id = credentialId(owner);
      if (id === null) return null;
      const environment = inEnvironment(owner)?.key ?? null;
      if (named(owner)) return environment;
      return memory.get(id) ?? (await store?.read(id)) ?? environment;
    },
    async secretStatus(owner) {
      const found = await lookUp(owner);
      const address = isEndpoint(owner) ? endpointUrl(owner) : null;
      const needed = address === null || (address.ok && address.auth !== 'none' && address.auth !== 'entra');
      const variable = found?.from === 'environment' ? { variable: found.variable } : {};
      return { present: found !== null, from: found?.from ?? null, needed, ...variable };
    },
  };
}
