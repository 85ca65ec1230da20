import { open } from 'node:fs/promises';
import { gunzipSync, constants } from 'node:zlib';
import { benchError, ok, refuse, type Result } from '../../../../shared/errors.ts';
import { delimiterOf, type Delimiter } from '../../../../shared/billing/columns/delimiter.ts';

/** What a file of costs is, told by its bytes and never by its name. */
export type CostFile =
  | { readonly kind: 'csv'; readonly gzip: boolean; readonly delimiter: Delimiter }
  | { readonly kind: 'json'; readonly gzip: boolean }
  | { readonly kind: 'parquet' };

const startBytes = 64 * 1024;

async function firstBytes(path: string): Promise<Buffer> {
  const handle = await open(path, 'r');
  try {
    const buffer = Buffer.alloc(startBytes);
    const { bytesRead } = await handle.read(buffer, 0, startBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

const startsWith = (bytes: Buffer, ...mark: number[]): boolean => mark.every((byte, at) => bytes[at] === byte);

/** As much of a gzip file's beginning as its first bytes hold. */
const unzipped = (bytes: Buffer): Buffer => gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH });

const textOf = (bytes: Buffer): string => {
  const encoding = startsWith(bytes, 0xff, 0xfe) ? 'utf-16le' : startsWith(bytes, 0xfe, 0xff) ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
};

const bad = (message: string, nextStep: string): Result<never> =>
  refuse(benchError('invalid-argument', message, { nextStep }));

/** Looks at the beginning of a file. Refuses what is no export of costs; rejects when the file cannot be read. */
export async function costFile(path: string, name: string): Promise<Result<{ file: CostFile }>> {
  const raw = await firstBytes(path);
  if (raw.length === 0) return bad(`${name} is empty.`, 'Download the export again.');
  if (startsWith(raw, 0x50, 0x41, 0x52, 0x31)) return ok({ file: { kind: 'parquet' } });
  if (startsWith(raw, 0x50, 0x4b)) {
    return bad(
      `${name} is a workbook or a ZIP archive, which is not read.`,
      'Save the sheet as CSV, or unpack the archive first.',
    );
  }
  const gzip = startsWith(raw, 0x1f, 0x8b);
  let text: string;
  try {
    text = textOf(gzip ? unzipped(raw) : raw);
  } catch {
    return bad(`${name} begins like a gzip file and cannot be unpacked.`, 'Download the export again.');
  }
  if (/^\s*[[{]/.test(text)) return ok({ file: { kind: 'json', gzip } });
  const header = text.split(/\r\n|\n|\r/).find((line) => line.trim() !== '') ?? '';
  const delimiter = delimiterOf(header);
  if (delimiter === null || header.includes('\0')) {
    return bad(
      `${name} does not begin with the columns of a table.`,
      'Give an export of costs as CSV, JSON or Parquet.',
    );
  }
  return ok({ file: { kind: 'csv', gzip, delimiter } });
}
