import type { Agent, ClientRequest, IncomingHttpHeaders } from 'node:http';
import { type PeerCertificate, type SecureContext, TLSSocket } from 'node:tls';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { ok, type Result } from '../../../shared/kit/errors.ts';
import type { SecretOwner } from '../../../shared/protocol/endpoints/credential-id.ts';
import { proxyFromEnvironment, readProxyAddress } from '../../../shared/protocol/endpoints/network.ts';
import type { NetworkSettings } from '../../../shared/protocol/endpoints/schema.ts';
import { trust } from './certificates.ts';

/** Headers by name in lower case, the values of one as one. */
export type PlainHeaders = Readonly<Record<string, string>>;

/** Headers as Node gives them, each one text. */
export const joinedHeaders = (
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
): PlainHeaders =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, typeof value === 'string' ? value : value.join(', ')]],
    ),
  );

/** A proxy on the way. The password stands here only, on its way into one header. */
export interface ProxyHop {
  /** Without login. */
  readonly url: string;
  readonly host: string;
  readonly login: { readonly user: string; readonly password: string } | null;
  /** Who named it. */
  readonly from: 'settings' | 'system';
}

/** How a connection leaves this machine. */
export interface Route {
  readonly proxy: ProxyHop | null;
  readonly secureContext: SecureContext | undefined;
}

export const directRoute: Route = { proxy: null, secureContext: undefined };

/** What finding the way needs of the process around the engine. */
export interface RouteServices {
  /** The key for an endpoint or the password for a proxy, or null. Asked for at connect time and kept no longer than the handshake. */
  secret(owner: SecretOwner): Promise<string | null>;
  /** The proxy that the system names for an address, perhaps with a login in it; null: none. Absent: the environment is asked. */
  systemProxy?(url: string): Promise<string | null>;
  /** One line for the host's own log; never holds a secret. */
  log(line: string): void;
}

async function proxyOf(
  url: string,
  settings: NetworkSettings,
  services: RouteServices,
): Promise<Result<{ proxy: ProxyHop | null }>> {
  const { proxy } = settings;
  if (proxy.kind === 'none') return ok({ proxy: null });
  const named =
    proxy.kind === 'system' ? await (services.systemProxy?.(url) ?? proxyFromEnvironment(url, process.env)) : proxy.url;
  if (named === null) return ok({ proxy: null });
  const address = readProxyAddress(named);
  if (!address.ok) return address;
  const { url: at, host, secret } = address;
  const user = proxy.kind === 'explicit' ? (proxy.user ?? address.user) : address.user;
  const password =
    user === null || user === '' || secret !== null ? secret : await services.secret({ kind: 'proxy', url: at, user });
  const login = user === null || user === '' ? null : { user, password: password ?? '' };
  return ok({ proxy: { url: at, host, login, from: proxy.kind === 'system' ? 'system' : 'settings' } });
}

/** The way to an address. An unencrypted one never leaves this machine, so it knows neither proxy nor certificates. */
export async function routeTo(
  url: string,
  settings: NetworkSettings,
  services: RouteServices,
): Promise<Result<{ route: Route }>> {
  if (!/^(?:wss|https):$/.test(new URL(url).protocol)) return ok({ route: directRoute });
  const proxy = await proxyOf(url, settings, services);
  if (!proxy.ok) return proxy;
  const trusted = await trust(settings, (line) => services.log(line));
  if (!trusted.ok) return trusted;
  return ok({ route: { proxy: proxy.proxy, secureContext: trusted.secureContext } });
}

/** What a proxy answered to CONNECT. */
export interface ProxyAnswer {
  readonly status: number;
  readonly headers: PlainHeaders;
}

const loginHeader = ({ user, password }: { user: string; password: string }): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

type ProxyAgent = HttpsProxyAgent<string>;
type Connect = Parameters<ProxyAgent['connect']>;

/** Trusts at the far end whom it trusts at the proxy; by itself the agent goes by each request there. */
class Tunnel extends HttpsProxyAgent<string> {
  trusted: SecureContext | undefined;

  override connect(request: Connect[0], options: Connect[1]): ReturnType<ProxyAgent['connect']> {
    const { trusted: secureContext } = this;
    return super.connect(request, secureContext === undefined ? options : Object.assign({ secureContext }, options));
  }
}

/** An agent that reaches every host by CONNECT through one proxy. `onAnswer` hears what the proxy said, whatever that was. */
export function tunnelThrough(
  proxy: ProxyHop,
  secureContext: SecureContext | undefined,
  signal: AbortSignal,
  onAnswer: (answer: ProxyAnswer) => void,
): Agent {
  const agent = new Tunnel(proxy.url, {
    ...(secureContext === undefined ? {} : { secureContext }),
    // Ends an attempt that still hangs in the proxy when nobody waits for it any more.
    signal,
    headers: proxy.login === null ? {} : { 'Proxy-Authorization': loginHeader(proxy.login) },
  });
  agent.trusted = secureContext;
  agent.on('proxyConnect', ({ statusCode, headers }: { statusCode: number; headers: IncomingHttpHeaders }) =>
    onAnswer({ status: statusCode, headers: joinedHeaders(headers) }),
  );
  return agent;
}

/** Where on the way a connection stood when it failed. */
export type Hop = 'proxy' | 'service';

const nameOf = (certificate: PeerCertificate | null): string | null => {
  const issuer = certificate?.issuer;
  const names = [issuer?.CN, issuer?.O].flat().filter((name) => name !== undefined && name !== '');
  return names[0] ?? null;
};

/** Follows one connection attempt, so that a failure can be told by the hop where it happened. */
export class HopWatch {
  #hop: Hop;
  #issuer: string | null = null;
  #encrypting = false;

  constructor(throughProxy: boolean) {
    this.#hop = throughProxy ? 'proxy' : 'service';
  }

  get hop(): Hop {
    return this.#hop;
  }

  /** Who issued the certificate that the service showed; null while it has shown none. */
  get issuer(): string | null {
    return this.#issuer;
  }

  /** The service was reached and TLS with it had begun. */
  get encrypting(): boolean {
    return this.#encrypting;
  }

  /** The proxy opened the tunnel. */
  tunnelled(): void {
    this.#hop = 'service';
    this.#encrypting = true;
  }

  follow(request: ClientRequest): void {
    request.on('socket', (socket) => {
      if (!(socket instanceof TLSSocket)) return;
      socket.once('connect', () => {
        this.#encrypting = true;
      });
      // Before Node's own listener, which drops the connection and the certificate with it when it is not trusted.
      socket.prependListener('secure', () => {
        this.#issuer = nameOf(socket.getPeerCertificate());
      });
    });
  }
}
