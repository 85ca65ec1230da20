import { createHash, type Hash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ImportedFile } from '../../../../shared/billing/bill/imported-bill.ts';
import { BadFile } from './bad-file.ts';
import { fileBytes, type Reading } from './bytes.ts';

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
  const before = await stat(path);
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
  const after = await stat(path);
  if (after.size !== before.size || after.mtimeMs !== before.mtimeMs || bytes !== after.size) {
    throw new BadFile(
      `changed while it was read: it had ${before.size} bytes at first and ${Math.max(after.size, bytes)} at the end`,
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
