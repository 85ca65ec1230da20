import { basename, join } from 'node:path';
import { ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { defaultNetwork, readProxyAddress } from '../../../shared/protocol/endpoints/network.ts';
import type { NetworkSettings } from '../../../shared/protocol/endpoints/schema.ts';
import { PreferenceStore } from '../../engine/data/preferences.ts';
import { extraCertificates } from '../../engine/net/certificates.ts';
import { readBytes } from './files.ts';
import type { Flags } from './flags.ts';

/** The password for the proxy, where it does not stand in the address. */
export const proxyPasswordVariable = 'VOXTALLY_PROXY_PASSWORD';

export interface RequestedProxy {
  readonly proxy: NetworkSettings['proxy'];
  /** A password that stood in the address; it goes to the engine's asker for secrets and nowhere else. */
  readonly password: string | null;
}

/** Reads `--proxy URL|system|none`. A refusal never repeats a login. */
export function proxyFromFlag(text: string): Result<{ asked: RequestedProxy }> {
  if (text === 'system' || text === 'none') return ok({ asked: { proxy: { kind: text }, password: null } });
  const read = readProxyAddress(text);
  if (!read.ok) {
    const nextStep = '--proxy is system, none or an address such as http://user@proxy.example.com:8080.';
    return refuse({ ...read.error, nextStep });
  }
  const user = read.user === null ? {} : { user: read.user };
  return ok({ asked: { proxy: { kind: 'explicit', url: read.url, ...user }, password: read.secret } });
}

/** Flags of the way out of this machine. */
export const networkFlags = {
  proxy: {
    type: 'string',
    value: 'URL|system|none',
    says:
      'The way out of this machine. A user name goes into the URL, the password into VOXTALLY_PROXY_PASSWORD (or the URL, ' +
      'where others may see it).',
    otherwise: "that of the window's start page, else the system's",
  },
  'ca-file': {
    type: 'string',
    value: 'FILE',
    says: 'Trust this authority too, beside what the system trusts: PEM or DER.',
  },
} as const satisfies Flags;

/**
 * The way out that `--proxy` and `--ca-file` change in part; a password that stood in the address comes apart from it.
 * @param kept what holds where a flag says nothing
 */
export async function networkFromFlags(
  flags: { readonly proxy?: string | undefined; readonly 'ca-file'?: string | undefined },
  kept: NetworkSettings,
): Promise<Result<{ network: NetworkSettings; password: string | null }>> {
  const asked = flags.proxy === undefined ? null : proxyFromFlag(flags.proxy);
  if (asked?.ok === false) return asked;
  const ca = flags['ca-file'] === undefined ? null : await readCaFile(flags['ca-file']);
  if (ca?.ok === false) return ca;
  const proxy = asked?.asked.proxy ?? kept.proxy;
  return ok({
    network: { ...kept, proxy, extraCa: ca?.extraCa ?? kept.extraCa },
    password: asked?.asked.password ?? null,
  });
}

/**
 * The network settings of the bench that keeps its data in a folder, which the window writes.
 * @param say hears what of them cannot be used, in whole sentences
 */
export async function savedNetwork(dataFolder: string, say: (text: string) => void): Promise<NetworkSettings> {
  const { store, notice } = await PreferenceStore.open(join(dataFolder, 'preferences.json'), say);
  if (notice !== null) say(notice);
  return store.current.network ?? defaultNetwork;
}

/** A certificate as PEM: as it is, or wrapped when it is binary. */
const pemOf = (bytes: Buffer): string => {
  if (bytes[0] !== 0x30) return bytes.toString('utf8');
  const lines = bytes.toString('base64').replaceAll(/(.{64})/g, '$1\n');
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
};

/** The authority in the file of `--ca-file`. */
export async function readCaFile(path: string): Promise<Result<{ extraCa: NetworkSettings['extraCa'] }>> {
  const read = await readBytes(path, {
    what: 'The file of --ca-file',
    nextStep: 'Give the path of a PEM or DER file with the certificate of the authority.',
  });
  if (!read.ok) return read;
  const extraCa = { name: basename(path), pem: pemOf(read.bytes) };
  const checked = extraCertificates(extraCa);
  return checked.ok ? ok({ extraCa }) : checked;
}
