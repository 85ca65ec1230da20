import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

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
