import { constants, gunzipSync } from 'node:zlib';
import { type Delimiter, type HeaderLine, headerLineOf } from '../../../../shared/billing/cost-file-table.ts';
import { benchError, ok, refuse, type Result } from '../../../../shared/kit/errors.ts';
import { visibleLine } from '../../../../shared/kit/untrusted/safe-text.ts';
import { openImport } from './file-bytes.ts';

/** What a file is instead of an export of costs. `is` follows the file's name. */
export interface OtherKind {
  readonly is: string;
  readonly nextStep: string;
}

const saveAsCsv = 'Open it in the spreadsheet, choose Save As and "CSV UTF-8", and import that file.';

/** Kinds that their first bytes tell. One entry is one kind; the first that fits is it. */
const otherKinds: readonly (OtherKind & { readonly begins: string; readonly holds?: string })[] = [
  { begins: 'PK', holds: 'xl/', is: 'is an Excel workbook, which is not read', nextStep: saveAsCsv },
  { begins: 'PK', holds: '[Content_Types]', is: 'is an Office document, which is not read', nextStep: saveAsCsv },
  { begins: 'PK', holds: 'opendocument', is: 'is a workbook, which is not read', nextStep: saveAsCsv },
  {
    begins: 'PK',
    is: 'is a ZIP archive, which is not read',
    nextStep: 'Unpack it, and import the CSV, JSON or Parquet files in it.',
  },
  { begins: '\u00d0\u00cf\u0011\u00e0', is: 'is an old Excel workbook, which is not read', nextStep: saveAsCsv },
  {
    begins: '%PDF',
    is: 'is a PDF, which is not read',
    nextStep: 'Download cost and usage details as CSV; an invoice does not name every meter.',
  },
];

/** null: it is nothing that is known by its first bytes. */
function otherKind(bytes: Buffer): OtherKind | null {
  const text = bytes.toString('latin1');
  return (
    otherKinds.find(({ begins, holds }) => text.startsWith(begins) && (holds === undefined || text.includes(holds))) ??
    null
  );
}

/** Text between two marks, on one line and not too long; empty when there is none. */
const between = (text: string, pattern: RegExp): string => visibleLine(pattern.exec(text)?.[1] ?? '').slice(0, 120);

/** A web page or a storage error that was saved in place of the export; null: it is none. */
function webPage(text: string): OtherKind | null {
  if (!/^\uFEFF?\s*<[!?a-z]/i.test(text)) return null;
  const code = between(text, /<code>([^<]*)<\/code>/i);
  if (code !== '') {
    return {
      is: `holds no costs but an error of the storage: ${code}`,
      nextStep: 'The link has expired or gives no right to read; copy a new one and download the export again.',
    };
  }
  const title = between(text, /<title[^>]*>([^<]*)<\/title>/i);
  return {
    is: `is a web page${title === '' ? '' : ` ("${title}")`} that was saved in place of the export`,
    nextStep: 'Sign in to the portal, and download the export again.',
  };
}

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** What a file of costs is, told by its bytes and never by its name. */
export type CostFile =
  | {
      readonly kind: 'csv';
      readonly gzip: boolean;
      readonly encoding: TextEncoding;
      readonly delimiter: Delimiter;
      /** Rows that stand before the columns. */
      readonly before: number;
    }
  | { readonly kind: 'json'; readonly gzip: boolean; readonly encoding: TextEncoding }
  | { readonly kind: 'parquet' };

const startBytes = 64 * 1024;

async function firstBytes(path: string): Promise<Buffer> {
  const handle = await openImport(path);
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

/** What a file is opened for. */
interface FilePurpose {
  /** What a person is to give, as the object of a sentence. */
  readonly wanted: string;
  /** Where the columns of a text are named, of its lines that are not empty; null: it is no table. */
  readonly headerOf: (lines: readonly string[]) => HeaderLine | null;
}

/** Looks at the beginning of a file. Refuses what is no table; rejects when the file cannot be read. */
export async function costFile(
  path: string,
  name: string,
  { wanted, headerOf }: FilePurpose = { wanted: 'an export of costs', headerOf: headerLineOf },
): Promise<Result<{ file: CostFile }>> {
  const raw = await firstBytes(path);
  if (raw.length === 0) return bad(`${name} is empty.`, 'Download the export again.');
  if (startsWith(raw, 0x50, 0x41, 0x52, 0x31)) return ok({ file: { kind: 'parquet' } });
  const other = otherKind(raw);
  if (other !== null) return bad(`${name} ${other.is}.`, other.nextStep);
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
          `Give ${wanted} as CSV, JSON or Parquet.`,
        );
  }
  const page = webPage(text);
  if (page !== null) return bad(`${name} ${page.is}.`, page.nextStep);
  if (text.trim() === '') return bad(`${name} holds nothing but empty lines.`, 'Download the export again.');
  if (/^\s*[[{]/.test(text)) return ok({ file: { kind: 'json', gzip, encoding } });
  const header = headerOf(text.split(/\r\n|\n|\r/).filter((line) => line.trim() !== ''));
  if (header === null) {
    return bad(`${name} does not begin with the columns of a table.`, `Give ${wanted} as CSV, JSON or Parquet.`);
  }
  return ok({ file: { kind: 'csv', gzip, encoding, ...header } });
}
