import type { SecureContext } from 'node:tls';
import { ok, type Result } from '../../../../shared/errors.ts';
import { proxyFromEnvironment } from '../../../../shared/network/environment-proxy.ts';
import { readProxyAddress } from '../../../../shared/network/proxy-address.ts';
import type { NetworkSettings } from '../../../../shared/network/settings.ts';
import type { EngineServices } from '../../services.ts';
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

type Services = Pick<EngineServices, 'secret' | 'systemProxy' | 'log'>;

async function proxyOf(
  url: string,
  settings: NetworkSettings,
  services: Services,
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
  services: Services,
): Promise<Result<{ route: Route }>> {
  if (new URL(url).protocol !== 'wss:') return ok({ route: directRoute });
  const proxy = await proxyOf(url, settings, services);
  if (!proxy.ok) return proxy;
  const trusted = await trust(settings, services.log);
  if (!trusted.ok) return trusted;
  return ok({ route: { proxy: proxy.proxy, secureContext: trusted.secureContext } });
}
