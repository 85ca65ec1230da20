import { open } from 'node:fs/promises';
import { gunzipSync, constants } from 'node:zlib';
import { benchError, ok, refuse, type Result } from '../../../../shared/errors.ts';
import { delimiterOf, type Delimiter } from '../../../../shared/billing/columns/delimiter.ts';
import { foreignKind, webPage } from './foreign-kinds.ts';

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** What a file of costs is, told by its bytes and never by its name. */
export type CostFile =
  | { readonly kind: 'csv'; readonly gzip: boolean; readonly encoding: TextEncoding; readonly delimiter: Delimiter }
  | { readonly kind: 'json'; readonly gzip: boolean; readonly encoding: TextEncoding }
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

/** By the byte order mark; a text in UTF-16 without one still shows itself by every second byte of its header. */
function encodingOf(bytes: Buffer): TextEncoding {
  if (startsWith(bytes, 0xff, 0xfe)) return 'utf-16le';
  if (startsWith(bytes, 0xfe, 0xff)) return 'utf-16be';
  const [a, b, c, d] = bytes;
  if (a !== 0 && b === 0 && c !== 0 && d === 0) return 'utf-16le';
  return a === 0 && b !== 0 && c === 0 && d !== 0 ? 'utf-16be' : 'utf-8';
}

const bad = (message: string, nextStep: string): Result<never> =>
  refuse(benchError('invalid-argument', message, { nextStep }));

/** Looks at the beginning of a file. Refuses what is no export of costs; rejects when the file cannot be read. */
export async function costFile(path: string, name: string): Promise<Result<{ file: CostFile }>> {
  const raw = await firstBytes(path);
  if (raw.length === 0) return bad(`${name} is empty.`, 'Download the export again.');
  if (startsWith(raw, 0x50, 0x41, 0x52, 0x31)) return ok({ file: { kind: 'parquet' } });
  const foreign = foreignKind(raw);
  if (foreign !== null) return bad(`${name} ${foreign.is}.`, foreign.nextStep);
  const gzip = startsWith(raw, 0x1f, 0x8b);
  let bytes: Buffer;
  try {
    bytes = gzip ? unzipped(raw) : raw;
  } catch {
    return bad(`${name} is a gzip file whose packed data is damaged.`, 'Download the export again.');
  }
  if (bytes.length === 0) return bad(`${name} is a gzip file with nothing in it.`, 'Download the export again.');
  const encoding = encodingOf(bytes);
  const text = new TextDecoder(encoding).decode(bytes);
  if (text.includes('\0')) {
    return /\.gz$/i.test(name) && !gzip
      ? bad(
          `${name} is named like a gzip file and is none: its bytes are neither packed nor text.`,
          'Download the export again.',
        )
      : bad(
          `${name} is no text, though it is no Parquet and no gzip file either.`,
          'Give an export of costs as CSV, JSON or Parquet.',
        );
  }
  const page = webPage(text);
  if (page !== null) return bad(`${name} ${page.is}.`, page.nextStep);
  if (text.trim() === '') return bad(`${name} holds nothing but empty lines.`, 'Download the export again.');
  if (/^\s*[[{]/.test(text)) return ok({ file: { kind: 'json', gzip, encoding } });
  const header = text.split(/\r\n|\n|\r/).find((line) => line.trim() !== '') ?? '';
  const delimiter = delimiterOf(header);
  if (delimiter === null) {
    return bad(
      `${name} does not begin with the columns of a table.`,
      'Give an export of costs as CSV, JSON or Parquet.',
    );
  }
  return ok({ file: { kind: 'csv', gzip, encoding, delimiter } });
}
