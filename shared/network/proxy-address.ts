import { benchError, ok, refuse, type Result } from '../errors.ts';
import { percentDecoded } from '../percent.ts';

export interface ProxyAddress {
  /** `http://host:port`, without login. */
  readonly url: string;
  readonly host: string;
  readonly user: string | null;
  /** A password that stood in the address. */
  readonly secret: string | null;
}

const nextStep = 'Give it as http://proxy.example.com:8080; a user name and a password have fields of their own.';

/** The address of an HTTP proxy as a person or an environment gives it: `host:port`, or with a scheme and a login. */
export function readProxyAddress(text: string): Result<ProxyAddress> {
  const trimmed = text.trim();
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `http://${trimmed}`;
  // What stands before an @ is not repeated: it may hold a password.
  const shown = trimmed.replace(/^([a-z]+:\/\/)?.*@/i, '$1');
  if (trimmed === '' || /\s/.test(trimmed) || !URL.canParse(whole)) {
    return refuse(benchError('invalid-argument', `"${shown}" is not the address of a proxy.`, { nextStep }));
  }
  const url = new URL(whole);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    const message = `The proxy ${shown} is of kind ${url.protocol.slice(0, -1)}, and only HTTP and HTTPS proxies can be used.`;
    return refuse(benchError('unsupported', message, { nextStep: 'Ask for the address of the HTTP proxy.' }));
  }
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  const host = `${url.hostname}:${port}`;
  return ok({
    url: `${url.protocol}//${host}`,
    host,
    user: url.username === '' ? null : percentDecoded(url.username),
    secret: url.password === '' ? null : percentDecoded(url.password),
  });
}
