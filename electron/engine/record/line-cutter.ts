/** One whole line of a file with the byte it begins at and the byte after its line break. */
export interface Line {
  /** Empty for a line that is longer than any entry, which is passed over. */
  readonly text: string;
  readonly startByte: number;
  readonly endByte: number;
}

const newline = 10;

/** Above what a service may send in one frame, and below what a text can hold. */
export const mostLineBytes = 128 * 1024 * 1024;

/**
 * Cuts the bytes of a file into lines as they come. Each byte is looked at once and copied at most twice, however long its line is;
 * of a line that is longer than any entry nothing is held.
 */
export class LineCutter {
  readonly #mostBytes: number;
  /** Copies of what came of the line that has not ended. */
  #pieces: Buffer[] = [];
  #heldBytes = 0;
  #lineStart: number;
  #position: number;

  constructor(fromByte: number, mostBytes = mostLineBytes) {
    this.#lineStart = fromByte;
    this.#position = fromByte;
    this.#mostBytes = mostBytes;
  }

  /** Bytes of the line that has not ended yet. */
  get openBytes(): number {
    return this.#position - this.#lineStart;
  }

  /** The lines that end in a further piece. The piece may be used again for other bytes. */
  push(piece: Buffer): Line[] {
    const lines: Line[] = [];
    let start = 0;
    for (let end = piece.indexOf(newline); end >= 0; end = piece.indexOf(newline, start)) {
      const endByte = this.#position + end + 1;
      lines.push({ text: this.#textTo(piece.subarray(start, end)), startByte: this.#lineStart, endByte });
      this.#lineStart = endByte;
      start = end + 1;
    }
    this.#position += piece.length;
    this.#hold(piece.subarray(start));
    return lines;
  }

  #hold(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.#heldBytes += bytes.length;
    if (this.#heldBytes > this.#mostBytes) this.#pieces = [];
    else this.#pieces.push(Buffer.from(bytes));
  }

  /** The text of the line that ends with these bytes. */
  #textTo(last: Buffer): string {
    const bytes = this.#heldBytes + last.length;
    const pieces = this.#pieces;
    this.#pieces = [];
    this.#heldBytes = 0;
    if (bytes > this.#mostBytes) return '';
    return pieces.length === 0 ? last.toString('utf8') : Buffer.concat([...pieces, last], bytes).toString('utf8');
  }
}
