/** Reads numbers of one byte order out of a file; what lies beyond its end reads as 0, never as an error. */
export class FileBytes {
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  readonly littleEndian: boolean;

  constructor(bytes: Uint8Array, littleEndian: boolean) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.littleEndian = littleEndian;
  }

  get length(): number {
    return this.bytes.byteLength;
  }

  #holds(at: number, length: number): boolean {
    return at >= 0 && at + length <= this.bytes.byteLength;
  }

  u8(at: number): number {
    return this.bytes[at] ?? 0;
  }

  u16(at: number): number {
    return this.#holds(at, 2) ? this.#view.getUint16(at, this.littleEndian) : 0;
  }

  u32(at: number): number {
    return this.#holds(at, 4) ? this.#view.getUint32(at, this.littleEndian) : 0;
  }

  /** Exact up to 2^53; a larger one is so far beyond any file that its last digits do not matter. */
  u64(at: number): number {
    const [high, low] = this.littleEndian ? [at + 4, at] : [at, at + 4];
    return this.u32(high) * 2 ** 32 + this.u32(low);
  }

  f64(at: number): number {
    return this.#holds(at, 8) ? this.#view.getFloat64(at, this.littleEndian) : 0;
  }

  /** `length` bytes as Latin letters. */
  text(at: number, length: number): string {
    return textAt(this.bytes, at, length);
  }
}

/** What programs put behind the sound of a file: tags of ID3, Lyrics3 and APE. */
const trailers = ['TAG', 'ID3', '3DI', 'LYRICSBEGIN', 'APETAGEX'];

/** Whether what stands from `at` to the end is no sound and no damage: a tag, zeros, or nothing. */
export const isTrailer = (bytes: Uint8Array, at: number): boolean =>
  trailers.some((tag) => textAt(bytes, at, tag.length) === tag) || bytes.subarray(at).every((byte) => byte === 0);

/** Bytes as Latin letters; shorter where the file ends. */
export const textAt = (bytes: Uint8Array, at: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(at, at + length));
