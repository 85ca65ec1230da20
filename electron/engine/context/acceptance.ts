import { createHash, X509Certificate } from 'node:crypto';
import { benchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { repeatable } from '../../../shared/kit/untrusted/quoting.ts';
import { endpointUrl } from '../../../shared/protocol/endpoints/address.ts';
import { type ConnectionFacts, factSentence } from '../../../shared/protocol/endpoints/connection-facts.ts';
import { defaultNetwork } from '../../../shared/protocol/endpoints/network.ts';
import type { Endpoint, NetworkSettings } from '../../../shared/protocol/endpoints/schema.ts';
import type { AcceptedConnections } from '../data/accepted-connections.ts';
import type { ProfileStore } from '../data/profiles.ts';
import { extraCertificates } from '../net/certificates.ts';
import { describedHeaders } from './credentials.ts';
import type { EngineServices } from './services.ts';

/** A way to a deployment. */
export interface Way {
  readonly endpoint: Endpoint;
  readonly network?: NetworkSettings | undefined;
}

function authorityOf(extraCa: NetworkSettings['extraCa']): ConnectionFacts['authority'] {
  if (extraCa === null) return null;
  const found = extraCertificates(extraCa);
  // What holds no certificate is refused before anything is sent; until then it is what it is.
  const fingerprints = found.ok
    ? found.certificates.map((pem) => new X509Certificate(pem).fingerprint256.replaceAll(':', '').toLowerCase())
    : [createHash('sha256').update(extraCa.pem).digest('hex')];
  return { name: extraCa.name, fingerprints };
}

type AddressFacts = Omit<ConnectionFacts, 'proxy' | 'authority'>;

/** Where no host is spoken to: what is left of the way is its network. */
const noHost = (host: string): AddressFacts => ({
  host,
  path: null,
  headers: [],
  credential: 'nothing',
  signIn: null,
  keyVariable: null,
});

/** What an endpoint would do by itself; null: it is on this machine, or has no address that could be used. */
function addressFacts(endpoint: Endpoint): AddressFacts | null {
  const address = endpoint.kind === 'simulator' ? null : endpointUrl(endpoint);
  if (address?.ok !== true) return null;
  const { auth } = address;
  const url = new URL(address.url);
  const { tenantId = '', clientId = '' } = ('entra' in endpoint ? endpoint.entra : undefined) ?? {};
  const keyVariable = 'keyVariable' in endpoint ? (endpoint.keyVariable ?? null) : null;
  return {
    // An unencrypted way to a host is another one than the encrypted.
    host: `${url.protocol === 'ws:' ? 'unencrypted ' : ''}${url.host}`,
    path: 'url' in endpoint ? `${url.pathname}${url.search}` : null,
    headers: [...Object.keys(address.headers), ...Object.keys(describedHeaders(auth))].toSorted(),
    credential: auth === 'none' ? 'nothing' : auth === 'entra' ? 'sign-in' : 'key',
    signIn: auth === 'entra' ? { tenant: tenantId, application: clientId } : null,
    keyVariable: auth === 'none' || auth === 'entra' ? null : keyVariable,
  };
}

/**
 * What a way would do; null: nothing that anyone could mind. A network is one whatever the endpoint beside it: once it is kept,
 * questions about costs go through it as well.
 */
export function connectionFacts({ endpoint, network = defaultNetwork }: Way): ConnectionFacts | null {
  const { proxy, extraCa } = network;
  const user = proxy.kind === 'explicit' && proxy.user !== undefined ? `${proxy.user} at ` : '';
  const own = {
    proxy: proxy.kind === 'explicit' ? `${user}${proxy.url}` : null,
    authority: authorityOf(extraCa),
  };
  const address = addressFacts(endpoint);
  if (address !== null) return { ...address, ...own };
  if (own.proxy === null && own.authority === null) return null;
  return { ...noHost(endpoint.kind === 'simulator' ? 'the simulator' : 'no address that can be used'), ...own };
}

/** One text for one way, whatever the authority's file is called. */
export function factsDigest(facts: ConnectionFacts): string {
  const { host, path, proxy, authority, headers, credential, signIn, keyVariable } = facts;
  const marks = authority?.fingerprints.toSorted() ?? null;
  const login = signIn === null ? null : [signIn.tenant, signIn.application];
  return createHash('sha256')
    .update(JSON.stringify([host, path, proxy, marks, headers, credential, login, keyVariable]))
    .digest('hex');
}

const authorityMark = ({ authority }: ConnectionFacts): string | null =>
  authority === null ? null : authority.fingerprints.toSorted().join();

/** The parts by which a way is another's, though the rest of it was typed here. */
const marks: readonly ((facts: ConnectionFacts) => string | null)[] = [
  ({ host }) => host,
  ({ host, path }) => (path === null ? null : `${host}${path}`),
  ({ proxy }) => proxy,
  authorityMark,
  ({ signIn }) => (signIn === null || signIn.tenant === '' ? null : signIn.tenant),
  ({ signIn }) => (signIn === null || signIn.application === '' ? null : signIn.application),
  ({ keyVariable }) => keyVariable,
];

export interface AcceptanceParts {
  readonly profiles: Pick<ProfileStore, 'list'>;
  readonly accepted: AcceptedConnections;
  readonly services: Pick<EngineServices, 'secretStatus'>;
}

/** Which ways a person has to see before they are used, and which were accepted. */
export class Acceptance {
  readonly #parts: AcceptanceParts;

  constructor(parts: AcceptanceParts) {
    this.#parts = parts;
  }

  /**
   * What a person has to accept first; null: nothing. That is a way of a profile that nobody accepted as it is now, or a part of
   * one; and a way through a proxy or an authority of its own on which a stored key would go that it was not entered for.
   * @param withKey a key is about to be stored for it
   */
  async ask(way: Way, withKey = false): Promise<ConnectionFacts | null> {
    const facts = connectionFacts(way);
    if (facts === null) return null;
    const accepted = await this.#parts.accepted.digests();
    if (accepted.has(factsDigest(facts))) return null;
    const all = (await this.#parts.profiles.list()).flatMap((profile) => connectionFacts(profile) ?? []);
    const known = all.filter((one) => accepted.has(factsDigest(one)));
    const foreign = all.filter((one) => !accepted.has(factsDigest(one)));
    const isForeign = (mark: (of: ConnectionFacts) => string | null): boolean => {
      const value = mark(facts);
      const has = (one: ConnectionFacts): boolean => mark(one) === value;
      return value !== null && foreign.some(has) && !known.some(has);
    };
    if (foreign.some((one) => factsDigest(one) === factsDigest(facts)) || marks.some(isForeign)) return facts;
    const own = facts.proxy !== null || facts.authority !== null;
    return own && (withKey || (await this.#keyIsStored(way.endpoint))) ? facts : null;
  }

  async accept(way: Way): Promise<Result> {
    const facts = connectionFacts(way);
    return facts === null ? ok({}) : await this.#parts.accepted.add(factsDigest(facts), facts.host);
  }

  /** What lies there since a version that asked nothing was used here, and is accepted once. Refuses when that could not be written. */
  async begin(inUse: Way): Promise<Result> {
    const ways = [...(await this.#parts.profiles.list()), inUse];
    const facts = ways.flatMap((way) => connectionFacts(way) ?? []);
    return await this.#parts.accepted.begin(new Map(facts.map((one) => [factsDigest(one), one.host])));
  }

  /** Refuses a way that has to be accepted first, with what it would do. */
  async require(way: Way): Promise<Result> {
    const facts = await this.ask(way);
    if (facts === null) return ok({});
    const message = `Nothing was sent to ${repeatable(facts.host, 200)}: nobody has accepted this way to it yet. ${repeatable(factSentence(facts), 1000)}`;
    return refuse(
      benchError('not-accepted', message, {
        nextStep:
          'Look at what it would do, and accept it on the start page, or with --accept-profile at the command line.',
      }),
    );
  }

  async #keyIsStored(endpoint: Endpoint): Promise<boolean> {
    const { present, from } = await this.#parts.services.secretStatus(endpoint);
    return present && (from === 'store' || from === 'memory');
  }
}
