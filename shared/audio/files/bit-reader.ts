/** The bits ran out. */
export class EndOfBits extends Error {}

/** Reads bits, the highest of a byte first. Throws `EndOfBits` beyond the end. */
export class BitReader {
  readonly #bytes: Uint8Array;
  readonly #end: number;
  #at: number;

  /** @param fromByte where to begin */
  constructor(bytes: Uint8Array, fromByte: number) {
    this.#bytes = bytes;
    this.#end = bytes.byteLength * 8;
    this.#at = fromByte * 8;
  }

  /** The byte that the next bit stands in. */
  get byte(): number {
    return this.#at >>> 3;
  }

  /** On to the beginning of a byte. */
  align(): void {
    this.#at = (this.#at + 7) & ~7;
  }

  /** A whole number of up to 32 bits. */
  bits(count: number): number {
    if (count > 24) return this.bits(count - 16) * 65_536 + this.bits(16);
    if (this.#at + count > this.#end) throw new EndOfBits();
    if (count === 0) return 0;
    const byte = this.#at >>> 3;
    const bytes = this.#bytes;
    const word =
      ((bytes[byte] as number) << 24) |
      ((bytes[byte + 1] ?? 0) << 16) |
      ((bytes[byte + 2] ?? 0) << 8) |
      (bytes[byte + 3] ?? 0);
    const value = (word << (this.#at & 7)) >>> (32 - count);
    this.#at += count;
    return value;
  }

  /** The same in two's complement. */
  signed(count: number): number {
    const value = this.bits(count);
    const limit = 2 ** (count - 1);
    return value >= limit ? value - 2 * limit : value;
  }

  /** How many zeros stand before the next one, which is passed. */
  zeros(): number {
    let zeros = 0;
    for (;;) {
      if (this.#at >= this.#end) throw new EndOfBits();
      const offset = this.#at & 7;
      const rest = ((this.#bytes[this.#at >>> 3] as number) << (24 + offset)) >>> 0;
      if (rest !== 0) {
        const here = Math.clz32(rest);
        this.#at += here + 1;
        return zeros + here;
      }
      zeros += 8 - offset;
      this.#at += 8 - offset;
    }
  }
}
