import type { SecureContext } from 'node:tls';
import { ok, type Result } from '../../../shared/errors.ts';
import { proxyFromEnvironment } from '../../../shared/network/environment-proxy.ts';
import { readProxyAddress } from '../../../shared/network/proxy-address.ts';
import type { NetworkSettings } from '../../../shared/network/settings.ts';
import type { SecretOwner } from '../../../shared/protocol/endpoint/credential-id.ts';
import { trust } from './trust.ts';

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
  const kept =
    user === null || user === '' || secret !== null ? secret : await services.secret({ kind: 'proxy', url: at, user });
  const login = user === null || user === '' ? null : { user, password: kept ?? '' };
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
