import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** Why a request is not served: status and a whole sentence. */
export interface Refusal {
  readonly status: 400 | 403 | 404 | 405 | 410 | 413 | 415 | 421 | 503;
  readonly message: string;
}

const loopbackHost = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/i;

export const refusals = {
  host: { status: 421, message: 'This bench answers only to 127.0.0.1 and localhost.' },
  origin: { status: 403, message: 'This request comes from another site, and the bench serves its own page only.' },
  noTicket: {
    status: 403,
    message:
      'This browser has not been let in. Open the address that the bench prints where it was started (npm start -- --address-only prints one); the part behind "ticket=" lets one browser in.',
  },
  usedTicket: {
    status: 410,
    message:
      'This address works once and for a time: it has let a browser in already, or was opened too late. The bench prints a new one where it was started (npm start -- --address-only does).',
  },
  noPageKey: {
    status: 403,
    message:
      'This page was not let in with a ticket, and a cookie alone is not enough. Open the address that the bench prints where it was started (npm start -- --address-only prints one).',
  },
  notFound: { status: 404, message: 'The bench has no such page.' },
  method: { status: 405, message: 'The bench does not answer this kind of request here.' },
} as const satisfies Record<string, Refusal>;

/**
 * What a browser says of who asks: the page itself, or a person. Any other page, one of another port of this machine too, can only
 * have a window opened here; it gets no script, no picture and no frame.
 */
function startedElsewhere(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') return false;
  return headers['sec-fetch-mode'] !== 'navigate' || headers['sec-fetch-dest'] !== 'document';
}

/**
 * Refuses what a page of another site can make a browser send: a name that was bent to point here (Host), and requests that
 * another origin started (Origin, Fetch Metadata). The host's port may differ from ours, for a tunnel keeps its own.
 * @param needsOrigin true for what only a script can send: WebSockets and POST, where browsers always name the origin
 */
export function guard(headers: IncomingHttpHeaders, needsOrigin: boolean): Refusal | null {
  const { host, origin } = headers;
  if (host === undefined || !loopbackHost.test(host)) return refusals.host;
  if (startedElsewhere(headers)) return refusals.origin;
  if (origin === undefined) return needsOrigin ? refusals.origin : null;
  return origin.toLowerCase() === `http://${host.toLowerCase()}` ? null : refusals.origin;
}

const random = (): string => randomBytes(24).toString('base64url');
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
/** In time that tells nothing about where two texts differ. */
const same = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b));

export interface TicketTerms {
  /** How long it holds, unused; absent: until the host ends. */
  readonly mostMs?: number;
  /** It has let a browser in and is used up. */
  readonly onUsed?: () => void;
}

interface Ticket extends TicketTerms {
  readonly text: string;
  readonly untilMs: number;
}

/** What a ticket is exchanged for. */
export interface Admission {
  /** A `set-cookie` header. */
  readonly cookie: string;
  /** For the page's script alone; see `pageKeyNames`. */
  readonly pageKey: string;
}

/** Who may use this bench: a one-time ticket in an address is exchanged for a cookie and a page's key, which hold until the host ends. */
export class Tickets {
  readonly #session = random();
  readonly #pageKey = random();
  readonly #cookieName: string;
  readonly #nowMs: () => number;
  #unused: Ticket[] = [];

  /**
   * @param port cookies know no ports: two benches on one machine must not overwrite each other's
   * @param nowMs a clock that only goes forward
   */
  constructor(port: number, nowMs: () => number = () => performance.now()) {
    this.#cookieName = `voxtally-${port}`;
    this.#nowMs = nowMs;
  }

  issue(terms: TicketTerms = {}): string {
    const text = random();
    this.#unused.push({ ...terms, text, untilMs: this.#nowMs() + (terms.mostMs ?? Infinity) });
    return text;
  }

  /** What a ticket gives; null for one that was used, was never issued, or was not used in its time. */
  redeem(text: string): Admission | null {
    const nowMs = this.#nowMs();
    this.#unused = this.#unused.filter(({ untilMs }) => nowMs < untilMs);
    const found = this.#unused.find((unused) => same(unused.text, text));
    if (found === undefined) return null;
    this.#unused = this.#unused.filter((unused) => unused !== found);
    found.onUsed?.();
    const cookie = `${this.#cookieName}=${this.#session}; Path=/; HttpOnly; SameSite=Strict`;
    return { cookie, pageKey: this.#pageKey };
  }

  /** Whether a `cookie` header holds what was given for a ticket: enough for the page as everybody gets it, and for nothing else. */
  admits(cookieHeader: string | undefined): boolean {
    const cookies = (cookieHeader ?? '').split(';').map((cookie) => cookie.trim());
    return cookies.some((cookie) => same(cookie, `${this.#cookieName}=${this.#session}`));
  }

  /** Whether this is the key of a page that a ticket opened. */
  knowsPage(key: string | null): boolean {
    return key !== null && same(key, this.#pageKey);
  }
}
