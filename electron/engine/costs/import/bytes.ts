import { createReadStream } from 'node:fs';
import { Transform, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { BadFile, Cancelled } from './bad-file.ts';

/** What a file tells while it is read. */
export interface Reading {
  /** Called as bytes come in from disk, so that progress can be told. */
  readonly onBytes: (bytes: number) => void;
  readonly signal: AbortSignal | null;
  /** Sees the bytes as they lie on disk, all of them in order, so that a fingerprint needs no reading of its own. */
  readonly onChunk?: (chunk: Buffer) => void;
}

/** A file's bytes, unpacked. An error anywhere ends the stream with that error. */
export function fileBytes(path: string, gzip: boolean, { onBytes, signal, onChunk }: Reading): Readable {
  const raw = createReadStream(path, { highWaterMark: 256 * 1024 });
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
