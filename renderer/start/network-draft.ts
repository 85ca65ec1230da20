import { defaultNetwork } from '../../shared/network/default-network.ts';
import { readProxyAddress } from '../../shared/network/proxy-address.ts';
import type { NetworkSettings } from '../../shared/network/settings.ts';

/** The network settings as they stand in the form. */
export interface NetworkDraft {
  readonly proxy: NetworkSettings['proxy']['kind'];
  readonly url: string;
  readonly user: string;
  readonly systemCertificates: boolean;
  readonly extraCa: NetworkSettings['extraCa'];
}

export function networkDraftOf(settings: NetworkSettings = defaultNetwork): NetworkDraft {
  const { proxy, systemCertificates, extraCa } = settings;
  const explicit = proxy.kind === 'explicit' ? proxy : null;
  return { proxy: proxy.kind, url: explicit?.url ?? '', user: explicit?.user ?? '', systemCertificates, extraCa };
}

export type NetworkReading =
  { readonly ok: true; readonly network: NetworkSettings } | { readonly ok: false; readonly problem: string };

export function readNetwork({ proxy, url, user, systemCertificates, extraCa }: NetworkDraft): NetworkReading {
  const rest = { systemCertificates, extraCa };
  if (proxy !== 'explicit') return { ok: true, network: { proxy: { kind: proxy }, ...rest } };
  const read = readProxyAddress(url);
  if (!read.ok) return { ok: false, problem: [read.error.message, read.error.nextStep].filter(Boolean).join(' ') };
  const name = user.trim() === '' ? {} : { user: user.trim() };
  return { ok: true, network: { proxy: { kind: 'explicit', url: read.url, ...name }, ...rest } };
}

/** How the connection leaves this machine, in a few words. */
export function networkWords({ proxy, url, extraCa }: NetworkDraft): string {
  const way = {
    system: 'proxy as the system is set',
    none: 'no proxy',
    explicit: `proxy ${url === '' ? 'to be named' : url}`,
  }[proxy];
  return extraCa === null ? `${way}.` : `${way}, ${extraCa.name} trusted too.`;
}
