import { isJsonObject, parseJson } from '../kit/json.ts';

/** Where a page in a browser reaches its host, below the origin it came from. */
export const browserHostPaths = {
  /** WebSocket: `FromBrowserHost` messages. */
  host: '/host',
  /** WebSocket, one a port: `/port/capture?client=17`; the number is the same for all ports of one page. */
  port: '/port/',
  /** POST `{ owner, secret }`; answered by `Result<SecretOutcome>`. */
  secret: '/secret',
} as const;

/**
 * The second secret of a page, beside the cookie. Cookies know no ports, so a browser hands the cookie to every other server of this
 * machine that it visits; this key stands in the page that a ticket opens, is kept where scripts of this origin alone read it, and
 * is shown with every socket and every key that is handed over. It is part of no address.
 */
export const pageKeyNames = {
  /** `<meta name>` in the page that a ticket opened. */
  meta: 'voxtally-page-key',
  /** The page's own storage. */
  storage: 'voxtally-page-key',
  /** Header of a POST. */
  header: 'voxtally-page-key',
  /** The subprotocol that is agreed for a WebSocket. */
  protocol: 'voxtally',
} as const;

const keyProtocol = 'voxtally-page-key.';

/** What a page offers as subprotocols of a WebSocket: the one that is agreed, and its key, for a browser lets no other header be set. */
export const pageProtocols = (key: string): string[] => [pageKeyNames.protocol, `${keyProtocol}${key}`];

/** The key among the subprotocols of a `sec-websocket-protocol` header, or null. */
export function pageKeyOffered(header: string | undefined): string | null {
  const offered = (header ?? '').split(',').map((name) => name.trim());
  return offered.find((name) => name.startsWith(keyProtocol))?.slice(keyProtocol.length) ?? null;
}

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
