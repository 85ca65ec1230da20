import { createHash, type Hash } from 'node:crypto';
import type { Stats } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { PageLink } from '../../../../shared/billing/openai/cost-table.ts';
import type { ImportedFile } from '../../../../shared/billing/imported-bill.ts';
import { count } from '../../../../shared/kit/numbers.ts';
import { openRegular, regularFacts } from '../../data/regular-file.ts';

/** The file ends inside a row, or a row is no row. The message is a clause that follows the file's name. */
export class BadFile extends Error {
  /** Filled in where the file is known. */
  file = '';
  /** What a person does about it. */
  readonly nextStep: string;

  constructor(
    message: string,
    { cause, nextStep = 'Download the export again.' }: { cause?: unknown; nextStep?: string } = {},
  ) {
    super(message, { cause });
    this.nextStep = nextStep;
  }
}

/** The import was cancelled by a person. */
export class Cancelled extends Error {}

/** What a file tells while it is read. */
export interface Reading {
  /** Called as bytes come in from disk, so that progress can be told. */
  readonly onBytes: (bytes: number) => void;
  readonly signal: AbortSignal | null;
  /** Sees the bytes as they lie on disk, all of them in order, so that a fingerprint needs no reading of its own. */
  readonly onChunk?: (chunk: Buffer) => void;
  /** Called when an answer says that a further page of it exists. */
  readonly onFurtherPage?: () => void;
  /** Hears of the pages that the file is. */
  readonly onPages?: (pages: readonly PageLink[]) => void;
}

const pieceBytes = 256 * 1024;

/** A person names the files of an import, links among them; what a folder holds was looked through before. */
const named = { links: 'followed' } as const;

/** What is known of a file to import. Rejects for what is no file. */
export const factsOf = (path: string): Promise<Stats> => regularFacts(path, named);

/** Opens a file to import. Rejects for what is no file. */
export const openImport = (path: string): Promise<FileHandle> => openRegular(path, 'read', named);

async function* piecesOf(path: string): AsyncGenerator<Buffer> {
  const handle = await openImport(path);
  try {
    for (;;) {
      const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(pieceBytes), 0, pieceBytes, null);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

/** A file's bytes, unpacked. An error anywhere ends the stream with that error. */
export function fileBytes(path: string, gzip: boolean, { onBytes, signal, onChunk }: Reading): Readable {
  const raw = Readable.from(piecesOf(path), { objectMode: false, highWaterMark: pieceBytes });
  const counted = new Transform({
    transform(chunk: Buffer, _, done) {
      onBytes(chunk.length);
      onChunk?.(chunk);
      done(signal?.aborted === true ? new Cancelled() : null, chunk);
    },
  });
  raw.on('error', (error) => counted.destroy(error)).pipe(counted);
  counted.on('close', () => raw.destroy());
  if (!gzip) return counted;
  const unpacked = createGunzip();
  counted.on('error', (error) => unpacked.destroy(error)).pipe(unpacked);
  unpacked.on('close', () => counted.destroy());
  return unpacked;
}

/** What went wrong below, as what it means for the file. */
export function meaningOf(error: unknown): Error {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'Z_BUF_ERROR')
    return new BadFile('is a gzip file that ends in the middle of its packed data: it did not come whole');
  if (code?.startsWith('Z_') === true) return new BadFile('is a gzip file whose packed data is damaged');
  return error instanceof Error ? error : new Error(String(error));
}

/** A file that was read and what it was then. */
export interface HashedFile {
  readonly file: ImportedFile;
  readonly writtenAtMs: number;
}

/**
 * Reads a file by `read` and takes its fingerprint from the bytes that pass. A reader that does not pass all of them (Parquet
 * is read by its index) has the file read once more. Throws `BadFile` for a file that changes meanwhile.
 */
export async function hashWhile(
  path: string,
  reading: Reading,
  read: (reading: Reading) => Promise<void>,
): Promise<HashedFile> {
  const before = await factsOf(path);
  let hash = createHash('sha256');
  let bytes = 0;
  const add = (chunk: Buffer): void => {
    hash.update(chunk);
    bytes += chunk.length;
  };
  await read({ ...reading, onChunk: add });
  if (bytes < before.size) {
    hash = createHash('sha256');
    bytes = await hashWhole(path, hash, reading.signal);
  }
  const after = await factsOf(path);
  if (after.size !== before.size || after.mtimeMs !== before.mtimeMs || bytes !== after.size) {
    throw new BadFile(
      `changed while it was read: it had ${count(before.size)} bytes at first and ${count(Math.max(after.size, bytes))} at the end`,
      { nextStep: 'Wait until it is written whole, and import it again.' },
    );
  }
  return { file: { name: basename(path), sha256: hash.digest('hex'), bytes }, writtenAtMs: after.mtimeMs };
}

async function hashWhole(path: string, hash: Hash, signal: AbortSignal | null): Promise<number> {
  let bytes = 0;
  for await (const chunk of fileBytes(path, false, { onBytes: () => {}, signal })) {
    hash.update(chunk as Buffer);
    bytes += (chunk as Buffer).length;
  }
  return bytes;
}
