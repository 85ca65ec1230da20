import { isJsonObject, parseJson } from './json.ts';

/** Where a page in a browser reaches its host, below the origin it came from. */
export const browserHostPaths = {
  /** WebSocket: `FromBrowserHost` messages. */
  host: '/host',
  /** WebSocket, one a port: `/port/capture?client=17`; the number is the same for all ports of one page. */
  port: '/port/',
  /** POST `{ owner, secret }`; answered by `Result<SecretKept>`. */
  secret: '/secret',
} as const;

/** What the host tells its pages, as JSON text. Each message is a whole sentence. */
export interface FromBrowserHost {
  readonly kind: 'engine-gone' | 'engine-back';
  readonly message: string;
}

/** The message in a text frame of the host's socket, or null when it is none. Small, for the page's worker carries no validator. */
export function readFromBrowserHost(text: string): FromBrowserHost | null {
  const value = parseJson(text);
  if (!isJsonObject(value)) return null;
  const { kind, message } = value;
  if ((kind !== 'engine-gone' && kind !== 'engine-back') || typeof message !== 'string') return null;
  return { kind, message };
}
