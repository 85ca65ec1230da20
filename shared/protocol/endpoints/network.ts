import { benchError, ok, refuse, type Result } from '../../kit/errors.ts';
import { partsOfHost, refuseMisplacedKey, repeatable, repeated } from '../../kit/untrusted/quoting.ts';
import { percentDecoded } from '../../kit/untrusted/secrets-in-addresses.ts';
import type { NetworkSettings } from './schema.ts';

/** What a profile connects by unless somebody says otherwise. */
export const defaultNetwork: NetworkSettings = {
  proxy: { kind: 'system' },
  systemCertificates: true,
  extraCa: null,
};

export interface ProxyAddress {
  /** `http://host:port`, without login. */
  readonly url: string;
  readonly host: string;
  readonly user: string | null;
  /** A password that stood in the address. */
  readonly secret: string | null;
}

/** What stands before an @ is not repeated: it may hold a password. */
const shownLogin = (text: string): string => text.replace(/^([a-z][a-z0-9+.-]*:\/\/)?[\s\S]*@/i, '$1');

const nextStep = 'Give it as http://proxy.example.com:8080; a user name and a password have fields of their own.';

/** The address of an HTTP proxy as a person or an environment gives it: `host:port`, or with a scheme and a login. */
export function readProxyAddress(text: string): Result<ProxyAddress> {
  const trimmed = text.trim();
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `http://${trimmed}`;
  const host = trimmed.slice(trimmed.lastIndexOf('@') + 1);
  const misplaced = refuseMisplacedKey(partsOfHost(host, 'the address of a proxy'));
  if (misplaced !== null) return misplaced;
  if (trimmed === '' || /\s/.test(trimmed) || !URL.canParse(whole)) {
    return refuse(
      benchError('invalid-argument', `${repeated(shownLogin(trimmed))} is not the address of a proxy.`, { nextStep }),
    );
  }
  const url = new URL(whole);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    const message = `The proxy ${repeatable(shownLogin(trimmed))} is of kind ${repeatable(url.protocol.slice(0, -1))}, and only HTTP and HTTPS proxies can be used.`;
    return refuse(benchError('unsupported', message, { nextStep: 'Ask for the address of the HTTP proxy.' }));
  }
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  const user = percentDecoded(url.username);
  const key = refuseMisplacedKey([[user, 'the user name at a proxy']]);
  if (key !== null) return key;
  const at = `${url.hostname}:${port}`;
  return ok({
    url: `${url.protocol}//${at}`,
    host: at,
    user: user === '' ? null : user,
    secret: url.password === '' ? null : percentDecoded(url.password),
  });
}

type Environment = Readonly<Record<string, string | undefined>>;

const variable = (env: Environment, name: string): string => env[name.toLowerCase()] || env[name] || '';

/** True when an entry of NO_PROXY covers a host: `*`, a name with all below it, or either with a port. */
function isCovered(entry: string, hostname: string, port: string): boolean {
  if (entry === '*') return true;
  const [, name = '', onlyPort] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? [];
  if (onlyPort !== undefined && onlyPort !== port) return false;
  const bare = name.replace(/^\*?\./, '').toLowerCase();
  const host = hostname.toLowerCase();
  return bare !== '' && (host === bare || host.endsWith(`.${bare}`));
}

/** The proxy that HTTPS_PROXY, ALL_PROXY and NO_PROXY (either case) name for an encrypted address; null: none. It may hold a login. */
export function proxyFromEnvironment(address: string, env: Environment): string | null {
  const url = new URL(address);
  const port = url.port === '' ? '443' : url.port;
  const entries = variable(env, 'NO_PROXY').split(/[\s,]+/);
  if (entries.some((entry) => isCovered(entry, url.hostname.replace(/^\[|\]$/g, ''), port))) return null;
  return variable(env, 'HTTPS_PROXY') || variable(env, 'ALL_PROXY') || null;
}

/**
 * What an automatic configuration answers, `PROXY host:port; DIRECT`, as the address of the first proxy that can be used;
 * null for a direct way. A kind that cannot be used is passed over when another way follows, else named as it is.
 */
export function proxyFromPac(answer: string): string | null {
  const ways = answer.split(';').map((way) => way.trim().split(/\s+/));
  let unusable: string | null = null;
  for (const [kind = '', host = ''] of ways) {
    switch (kind.toUpperCase()) {
      case 'DIRECT':
        return null;
      case 'PROXY':
      case 'HTTP':
        return `http://${host}`;
      case 'HTTPS':
        return `https://${host}`;
      case '':
        break;
      default:
        unusable ??= `${kind.toLowerCase()}://${host}`;
    }
  }
  return unusable;
}

const certificateBlock = /-----BEGIN (?:TRUSTED )?CERTIFICATE-----[\s\S]+?-----END (?:TRUSTED )?CERTIFICATE-----/g;

/** The certificates of a PEM file, each by itself. Refuses a file without any, and one that holds a private key. */
export function certificatesIn(name: string, pem: string): Result<{ certificates: string[] }> {
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem)) {
    return refuse(
      benchError('invalid-argument', `${name} holds a private key, so it was not taken.`, {
        nextStep: 'Give a file with the certificate of the authority only; nobody but its owner should have that key.',
      }),
    );
  }
  const certificates = pem.match(certificateBlock) ?? [];
  if (certificates.length > 0) return ok({ certificates });
  return refuse(
    benchError('invalid-argument', `${name} holds no certificate in PEM form.`, {
      nextStep:
        'Give a file with "-----BEGIN CERTIFICATE-----" in it; a .cer file can be converted by the system that issued it.',
    }),
  );
}
