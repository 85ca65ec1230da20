import { createHash, type Hash } from 'node:crypto';
import { isJsonObject, parseJson } from '../../../shared/kit/json.ts';
import { isFinite, isFlag, isText, optional, shaped, tableOf } from '../../../shared/kit/type-checks.ts';
import type { DamagedStretch, RecordState } from '../../../shared/session/record-state.ts';
import { mostLogBytes, openRegular } from '../data/regular-file.ts';

/*
 * A log finds damage to itself: every so often, and at its end, stands a line with the SHA-256 of the digest before it, of all bytes
 * since, and of what the line itself says. A byte that changed lies between two of them. It finds damage, not forgery: whoever
 * changes a record on purpose can write its digests anew.
 */

/** The sound of a session as it was written: of every audio file how many bytes follow its header, and their digest. */
export type AudioDigests = Readonly<Record<string, { readonly bytes: number; readonly sha256: string }>>;

interface Sealed {
  /** The last entry before the line; 0: only the header. */
  readonly seq: number;
  /** The record was closed with it. */
  readonly end?: boolean;
  readonly audio?: AudioDigests;
}

const lineStart = '{"digest":';
const digestMember = ',"sha256":"';
const pattern = /^(\{"digest":\{.*\}),"sha256":"([0-9a-f]{64})"\}$/;
/** A session with every audio file stays far below. */
const mostLineBytes = 8192;

const isSealed = shaped<Sealed>({
  seq: isFinite,
  end: optional(isFlag),
  audio: optional(tableOf(shaped({ bytes: isFinite, sha256: isText }))),
});

interface DigestLine extends Sealed {
  /** The line up to its digest, which the digest covers. */
  readonly covered: string;
  readonly sha256: string;
}

/** What a line of digests says; null: it is another line. */
export function parseDigestLine(line: string): DigestLine | null {
  if (!line.startsWith(lineStart)) return null;
  const [, covered, sha256] = pattern.exec(line) ?? [];
  if (covered === undefined || sha256 === undefined) return null;
  const value = parseJson(`${covered}}`);
  const sealed: unknown = isJsonObject(value) ? value['digest'] : undefined;
  return isSealed(sealed) ? { ...sealed, covered, sha256 } : null;
}

const begun = (before: string): Hash => createHash('sha256').update(before);

/** The last line of digests that is known: where it ends in the log, and its digest. */
export interface Seal {
  readonly endByte: number;
  readonly sha256: string;
}

/** Makes the lines of digests of one log, of its bytes in their order. */
export class DigestChain {
  #hash: Hash;
  #openBytes = 0;
  #sha256: string;

  /** @param after how the log ends so far; left out: it is empty */
  constructor(after?: Pick<DigestCheck, 'tail' | 'sha256'>) {
    this.#sha256 = after?.sha256 ?? '';
    this.#hash = after?.tail ?? begun('');
  }

  /** Bytes taken since the last digest. */
  get openBytes(): number {
    return this.#openBytes;
  }

  /** The last digest made; empty: none yet. */
  get sha256(): string {
    return this.#sha256;
  }

  /** The next bytes of the log, which are no line of digests. */
  take(bytes: Uint8Array): void {
    this.#hash.update(bytes);
    this.#openBytes += bytes.byteLength;
  }

  /** The line that covers everything taken since the last one; it is the next of the log. */
  seal(sealed: Sealed): Buffer {
    const covered = `${lineStart}${JSON.stringify(sealed)}`;
    this.#sha256 = this.#hash.update(covered).digest('hex');
    this.#hash = begun(this.#sha256);
    this.#openBytes = 0;
    return Buffer.from(`${covered}${digestMember}${this.#sha256}"}\n`);
  }
}

/** What a log's digests say of it. */
export interface DigestCheck {
  /** Lines of digests. 0: the record is of a version that wrote none. */
  readonly lines: number;
  readonly damaged: { readonly stretches: number; readonly first: DamagedStretch } | null;
  /** The last entry that a digest covers. */
  readonly seq: number;
  /** Its last line of digests says that the record was closed. */
  readonly closed: boolean;
  /** Where the last line of digests ends, and how long the file is. */
  readonly sealedBytes: number;
  readonly bytes: number;
  /** Bytes of a last line without its line break. */
  readonly tornBytes: number;
  /** The latest digests of its audio; null: none. */
  readonly audio: AudioDigests | null;
  /** The last digest, and a hash of it and every byte after it. */
  readonly sha256: string;
  readonly tail: Hash;
  /** Whether the log has this very line of digests. */
  readonly has: (seal: Seal) => boolean;
}

const chunkBytes = 256 * 1024;
const newline = 10;
const opening = Buffer.from(lineStart);

/** Follows the bytes of a log from digest to digest. */
class Follower {
  readonly #seals = new Map<number, string>();
  #hash = begun('');
  #sha256 = '';
  #sealedBytes = 0;
  #seq = 0;
  #closed = false;
  #audio: AudioDigests | null = null;
  #stretches = 0;
  #first: DamagedStretch | null = null;
  /** Bytes read and not yet hashed, and where in the file they begin. */
  #rest: Buffer = Buffer.alloc(0);
  #base = 0;
  /** The byte before them. */
  #before = newline;
  #lineEnd = 0;

  take(chunk: Buffer): void {
    const data = Buffer.concat([this.#rest, chunk]);
    const last = data.lastIndexOf(newline);
    if (last >= 0) this.#lineEnd = this.#base + last + 1;
    let hashed = 0;
    let found = data.indexOf(opening);
    while (found >= 0) {
      let next = found + 1;
      if ((found === 0 ? this.#before : data[found - 1]) === newline) {
        const end = data.indexOf(newline, found);
        if (end < 0 && data.length - found <= mostLineBytes) break;
        const line = end < 0 || end - found > mostLineBytes ? null : parseDigestLine(data.toString('utf8', found, end));
        if (line !== null) {
          this.#hash.update(data.subarray(hashed, found));
          hashed = end + 1;
          next = hashed;
          this.#sealed(line, this.#base + hashed);
        }
      }
      found = data.indexOf(opening, next);
    }
    // The last bytes may begin a line of digests.
    const kept = Math.max(hashed, found >= 0 ? found : data.length - opening.length + 1);
    this.#hash.update(data.subarray(hashed, kept));
    this.#before = data[kept - 1] ?? this.#before;
    this.#rest = Buffer.from(data.subarray(kept));
    this.#base += kept;
  }

  end(): DigestCheck {
    this.#hash.update(this.#rest);
    const bytes = this.#base + this.#rest.length;
    const seals = this.#seals;
    return {
      lines: seals.size,
      damaged: this.#first === null ? null : { stretches: this.#stretches, first: this.#first },
      seq: this.#seq,
      closed: this.#closed,
      sealedBytes: this.#sealedBytes,
      bytes,
      tornBytes: bytes - this.#lineEnd,
      audio: this.#audio,
      sha256: this.#sha256,
      tail: this.#hash,
      has: ({ endByte, sha256 }) => seals.get(endByte) === sha256,
    };
  }

  #sealed({ covered, sha256, seq, end, audio }: DigestLine, endByte: number): void {
    if (this.#hash.update(covered).digest('hex') !== sha256) {
      this.#stretches += 1;
      this.#first ??= { fromByte: this.#sealedBytes, toByte: endByte, afterSeq: this.#seq };
    }
    this.#hash = begun(sha256);
    this.#sha256 = sha256;
    this.#sealedBytes = endByte;
    this.#seq = seq;
    this.#closed = end === true;
    this.#audio = audio ?? this.#audio;
    this.#seals.set(endByte, sha256);
  }
}

/** What the digests of a log say of it, of its bytes in pieces of any length. */
export function digestsIn(pieces: Iterable<Buffer>): DigestCheck {
  const follower = new Follower();
  for (const piece of pieces) follower.take(piece);
  return follower.end();
}

/** Reads a whole log against its digests. Rejects when the file cannot be read. */
export async function checkDigests(path: string): Promise<DigestCheck> {
  const follower = new Follower();
  const handle = await openRegular(path, 'read', { mostBytes: mostLogBytes });
  try {
    const buffer = Buffer.allocUnsafe(chunkBytes);
    for (let position = 0; ;) {
      const { bytesRead } = await handle.read(buffer, 0, chunkBytes, position);
      if (bytesRead === 0) return follower.end();
      follower.take(buffer.subarray(0, bytesRead));
      position += bytesRead;
    }
  } finally {
    await handle.close();
  }
}

/** How a record stands by its digests. @param live a process still writes there, so its end is open */
export function digestState(check: DigestCheck, live: boolean): Pick<RecordState, 'digest' | 'damaged' | 'open'> {
  const { lines, damaged, closed, sealedBytes, bytes, seq } = check;
  if (lines === 0) return { digest: 'none', damaged: null, open: null };
  const isOpen = !closed || sealedBytes < bytes;
  const open = isOpen && !live ? { bytes: bytes - sealedBytes, afterSeq: seq } : null;
  return { digest: damaged !== null ? 'damaged' : isOpen ? 'open' : 'intact', damaged, open };
}
