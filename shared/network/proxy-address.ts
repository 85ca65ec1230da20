import { benchError, ok, refuse, type Result } from '../errors.ts';
import { partsOfHost, refuseMisplacedKey, repeatable, repeated } from '../foreign/repeated.ts';
import { percentDecoded } from '../percent.ts';

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
