import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Readable } from 'node:stream';
import { benchError, type BenchError, codeOf, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { repeatable } from '../../../shared/kit/untrusted/quoting.ts';
import { readFailure, writeFailure } from '../../engine/data/disk-errors.ts';
import { openRegular, readRegular, regularFacts } from '../../engine/data/regular-file.ts';

/** The name by which a command line calls standard input and output. */
export const standard = '-';

/** How a source is called in sentences. */
export const sourceName = (path: string): string =>
  path === standard ? 'standard input' : repeatable(basename(path), 120);

/** What a shell opened for this process before it began, `<(command)` among it: whoever writes there is named by the person, too. */
const isInherited = (path: string): boolean => /^\/(?:dev|proc\/self)\/(?:fd\/\d+|stdin)$/.test(path);

/** The bytes of standard input, as long as there are no more than `mostBytes`; of more, the first ones and a few beyond. */
export async function readStandardInput(mostBytes = Infinity, input: Readable = process.stdin): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of input) {
    chunks.push(Buffer.from(chunk as Uint8Array));
    bytes += chunks.at(-1)?.byteLength ?? 0;
    if (bytes > mostBytes) break;
  }
  return Buffer.concat(chunks);
}

/** How a file is read that a command line names. */
export interface ReadLimits {
  /** What the file is for, as the beginning of a sentence. */
  readonly what?: string;
  /** What to do where it cannot be read. */
  readonly nextStep?: string;
  /** More bytes than this are refused, by the error that `tooLarge` makes of their number. */
  readonly mostBytes?: number;
  readonly tooLarge?: (bytes: number) => BenchError;
  /** `-` is standard input; else it is the name of a file. */
  readonly takesStandardInput?: boolean;
}

/** The bytes of a file. Refuses what cannot be read, and what is too large before all of it is read. */
export async function readBytes(
  path: string,
  { what, nextStep, mostBytes = Infinity, tooLarge, takesStandardInput = false }: ReadLimits = {},
): Promise<Result<{ bytes: Buffer }>> {
  const refused = (bytes: number): Result<never> =>
    refuse(tooLarge?.(bytes) ?? benchError('invalid-argument', `${sourceName(path)} is too large.`));
  try {
    const piped = takesStandardInput && path === standard;
    if (piped || isInherited(path)) {
      const bytes = await readStandardInput(mostBytes, piped ? process.stdin : createReadStream(path));
      return bytes.byteLength > mostBytes ? refused(bytes.byteLength) : ok({ bytes });
    }
    const { size } = await regularFacts(path, { links: 'followed' });
    if (size > mostBytes) return refused(size);
    const bytes = await readRegular(path, { links: 'followed' });
    return bytes.byteLength > mostBytes ? refused(bytes.byteLength) : ok({ bytes });
  } catch (error) {
    return refuse(unreadable(path, error, { what, nextStep }));
  }
}

function unreadable(
  path: string,
  error: unknown,
  { what, nextStep }: { readonly what?: string | undefined; readonly nextStep?: string | undefined } = {},
): BenchError {
  const file = what === undefined ? repeatable(path, 300) : `${what}, ${repeatable(path, 300)},`;
  const message = `${file} cannot be read: ${repeatable(readFailure(error), 300)}.`;
  return benchError('not-found', message, nextStep === undefined ? {} : { nextStep });
}

/** Whether a file that is read piece by piece can be: its first byte is asked for. */
export async function canBeRead(path: string): Promise<Result> {
  try {
    if (isInherited(path)) return ok({});
    const handle = await openRegular(path, 'read', { links: 'followed' });
    try {
      await handle.read(Buffer.alloc(1), 0, 1, 0);
    } finally {
      await handle.close();
    }
    return ok({});
  } catch (error) {
    return refuse(unreadable(path, error));
  }
}

const decoders: readonly (readonly [bytes: readonly number[], encoding: string])[] = [
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
];

/** Text of any of the encodings that editors and PowerShell write, told by the mark at its beginning. */
function decode(bytes: Uint8Array): string {
  const encoding = decoders.find(([mark]) => mark.every((byte, at) => bytes[at] === byte))?.[1] ?? 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}

/** The text of a file, or of standard input for `-`. */
export async function readText(path: string, limits?: ReadLimits): Promise<Result<{ text: string }>> {
  const read = await readBytes(path, { ...limits, takesStandardInput: true });
  return read.ok ? ok({ text: decode(read.bytes) }) : read;
}

/** Why a file was not written, and what to do about it. */
export function writeRefusal(path: string, error: unknown): BenchError {
  const code = codeOf(error);
  const why = writeFailure(error);
  const nextStep =
    code === 'ENOSPC' ? 'Make room on the disk or choose another.' : 'Check the path and its permissions.';
  return benchError(
    code === 'ENOSPC' ? 'disk-full' : 'disk',
    `${repeatable(path, 300)} cannot be written: ${repeatable(why, 300)}.`,
    { nextStep },
  );
}

/**
 * Writes a file that the command line names piece by piece: beside its place, and into it once all of it is there. A refusal leaves
 * what was there before. What is no file, such as a pipe, is written as it is.
 */
export async function writePieces<T extends object>(
  path: string,
  write: (piece: (bytes: Uint8Array) => Promise<void>) => Promise<Result<T>>,
): Promise<Result<T>> {
  const target = await realpath(path).catch(() => path);
  const there = await stat(target).catch(() => null);
  const inPlace = there !== null && !there.isFile();
  const written = inPlace ? target : `${target}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    const handle = await open(written, inPlace ? 'w' : 'wx');
    let result: Result<T>;
    try {
      result = await write((bytes) => handle.appendFile(bytes));
    } finally {
      await handle.close();
    }
    if (result.ok && !inPlace) await rename(written, target);
    return result;
  } catch (error) {
    if (codeOf(error) === '') throw error;
    return refuse(writeRefusal(path, error));
  } finally {
    if (!inPlace) await rm(written, { force: true });
  }
}

/** Writes a text to a file that the command line names. */
export async function writeText(path: string, text: string): Promise<Result> {
  try {
    await writeFile(path, text);
    return ok({});
  } catch (error) {
    return refuse(writeRefusal(path, error));
  }
}
