import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ImportedFile } from '../../../../shared/billing/bill/imported-bill.ts';
import { fileBytes, type Reading } from './bytes.ts';

/** Name, size and fingerprint of a file, and when it was written. */
export async function hashFile(path: string, reading: Reading): Promise<{ file: ImportedFile; writtenAtMs: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of fileBytes(path, false, reading)) {
    hash.update(chunk as Buffer);
    bytes += (chunk as Buffer).length;
  }
  const { mtimeMs } = await stat(path);
  return { file: { name: basename(path), sha256: hash.digest('hex'), bytes }, writtenAtMs: mtimeMs };
}
