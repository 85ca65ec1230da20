import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const random = (): string => randomBytes(24).toString('base64url');
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
/** In time that tells nothing about where two texts differ. */
const same = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b));

/** Who may use this bench: a one-time ticket in an address is exchanged for a cookie that holds until the host ends. */
export class Tickets {
  readonly #session = random();
  readonly #cookieName: string;
  #unused: string[] = [];

  /** @param port cookies know no ports: two benches on one machine must not overwrite each other's */
  constructor(port: number) {
    this.#cookieName = `voxtally-${port}`;
  }

  issue(): string {
    const ticket = random();
    this.#unused.push(ticket);
    return ticket;
  }

  /** The cookie for a ticket, as a `set-cookie` header; null for a ticket that was used or never issued. */
  redeem(ticket: string): string | null {
    const found = this.#unused.find((unused) => same(unused, ticket));
    if (found === undefined) return null;
    this.#unused = this.#unused.filter((unused) => unused !== found);
    return `${this.#cookieName}=${this.#session}; Path=/; HttpOnly; SameSite=Strict`;
  }

  /** Whether a `cookie` header holds what was given for a ticket. */
  admits(cookieHeader: string | undefined): boolean {
    const cookies = (cookieHeader ?? '').split(';').map((cookie) => cookie.trim());
    return cookies.some((cookie) => same(cookie, `${this.#cookieName}=${this.#session}`));
  }
}
