import type { SecretKept } from '../../../shared/desktop.ts';
import { benchError, ok, refuse, type Result } from '../../../shared/errors.ts';
import { credentialId } from '../../../shared/protocol/credential-id.ts';
import { endpointUrl } from '../../../shared/protocol/endpoint-url.ts';
import type { Endpoint } from '../../../shared/protocol/endpoint.ts';
import type { HostServices } from '../engine-messages.ts';
import { environmentKey } from './environment-key.ts';

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
  put(endpoint: Endpoint, key: string): Promise<Result<SecretKept>>;
}

const longestKey = 8192;

export function keyRing({ store, whyNot, env }: KeyRingOptions): KeyRing {
  const memory = new Map<string, string>();

  const lookUp = async (endpoint: Endpoint): Promise<{ from: 'memory' | 'store' | 'environment' } | null> => {
    const id = credentialId(endpoint);
    if (id === null) return null;
    if (memory.has(id)) return { from: 'memory' };
    if ((await store?.has(id)) === true) return { from: 'store' };
    return environmentKey(endpoint, env) === null ? null : { from: 'environment' };
  };

  return {
    async put(endpoint, key) {
      const id = credentialId(endpoint);
      const address = endpointUrl(endpoint);
      if (!address.ok) return address;
      if (id === null) return refuse(benchError('invalid-argument', `${address.label} takes no key.`));
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
    async secret(endpoint) {
      const id = credentialId(endpoint);
      if (id === null) return null;
      return memory.get(id) ?? (await store?.read(id)) ?? environmentKey(endpoint, env)?.key ?? null;
    },
    async secretStatus(endpoint) {
      const address = endpointUrl(endpoint);
      const found = await lookUp(endpoint);
      return { present: found !== null, from: found?.from ?? null, needed: address.ok && address.auth !== 'none' };
    },
  };
}
