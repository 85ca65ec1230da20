const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const idLength = 21;

/** Names for events, items, responses and sessions. The same seed names everything alike in every run. */
export class Ids {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A pseudo-random 32-bit number (a step of splitmix32). */
  #next(): number {
    this.#state = (this.#state + 0x9e3779b9) >>> 0;
    let z = this.#state;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return (z ^ (z >>> 16)) >>> 0;
  }

  /** `item_` and 21 letters and digits. */
  named(prefix: 'call' | 'event' | 'item' | 'resp' | 'sess' | 'conv'): string {
    let name = '';
    for (let index = 0; index < idLength; index += 1) name += alphabet[this.#next() % alphabet.length];
    return `${prefix}_${name}`;
  }

  /** In the form of a UUID, for request ids. */
  uuid(): string {
    const hex = Array.from({ length: 4 }, () => this.#next().toString(16).padStart(8, '0')).join('');
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  }

  /** An independent source of names, for one session. */
  fork(): Ids {
    return new Ids(this.#next());
  }
}
