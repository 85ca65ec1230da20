import { constants, type Stats } from 'node:fs';
import { type FileHandle, lstat, open, stat } from 'node:fs/promises';
import { codeOf } from '../../../shared/kit/errors.ts';
import { count } from '../../../shared/kit/numbers.ts';

/*
 * The one door for files that others may have made or put in place: only an ordinary file of a sane size passes it. It is opened
 * without following a link and without waiting for the other end of a pipe, and looked at once it is open: nothing can be exchanged
 * in between.
 */

/** A file that cannot be what its name says. `message` is the end of a sentence about it; `code` has its line in `disk-errors.ts`. */
export class UnfitFile extends Error {
  readonly code: string;
  readonly path: string;

  constructor(code: string, path: string, message: string) {
    super(message);
    this.code = code;
    this.path = path;
  }
}

/** `followed`: for a file that the person named, or that is the person's own to link elsewhere. */
export type Links = 'refused' | 'followed';

export interface FileRules {
  /** Default `refused`. */
  readonly links?: Links;
  /** More bytes than this are no such file. */
  readonly mostBytes?: number;
}

/** The longest log that is read, and the most that is kept of a torn one. */
export const mostLogBytes = 2 * 1024 * 1024 * 1024;

/** A WAV counts its bytes with 32 bits: a day of talk at 24 kHz, 172.8 MB an hour, fits. */
export const mostRecordedSoundBytes = 2 ** 32;

/** Not every system knows them all. */
const flag = (name: 'O_NOFOLLOW' | 'O_NONBLOCK' | 'O_NOCTTY'): number =>
  (constants as Partial<Record<typeof name, number>>)[name] ?? 0;
const calmly = flag('O_NONBLOCK') | flag('O_NOCTTY');

const openFlags = {
  read: constants.O_RDONLY,
  /** Reads and overwrites a file that is there. */
  update: constants.O_RDWR,
  /** Adds to the end; makes the file where there is none. */
  append: constants.O_RDWR | constants.O_APPEND | constants.O_CREAT,
} as const;
export type FileUse = keyof typeof openFlags;

/** What a path leads to in place of a file; null: a file. */
function otherThan(facts: Stats, path: string): UnfitFile | null {
  if (facts.isFile()) return null;
  if (facts.isSymbolicLink()) return new UnfitFile('UNFIT_LINK', path, 'it is a link to another place');
  if (facts.isDirectory()) return new UnfitFile('EISDIR', path, 'it is a folder');
  if (facts.isFIFO()) return new UnfitFile('UNFIT_PIPE', path, 'it is a pipe');
  if (facts.isSocket()) return new UnfitFile('UNFIT_SOCKET', path, 'it is a socket');
  return new UnfitFile('UNFIT_DEVICE', path, 'it is a device');
}

const mb = (bytes: number): string => `${count(Math.ceil(bytes / 1024 / 1024))} MB`;

function check(facts: Stats, path: string, mostBytes: number): void {
  const other = otherThan(facts, path);
  if (other !== null) throw other;
  if (facts.size <= mostBytes) return;
  const message = `it has ${mb(facts.size)}, and such a file has at most ${mb(mostBytes)}`;
  throw new UnfitFile('UNFIT_SIZE', path, message);
}

/** What is known of a file that may be read. Rejects with `UnfitFile`, or with the system's error. */
export async function regularFacts(
  path: string,
  { links = 'refused', mostBytes = Infinity }: FileRules = {},
): Promise<Stats> {
  const facts = links === 'followed' ? await stat(path) : await lstat(path);
  check(facts, path, mostBytes);
  return facts;
}

/** The system's error as what stands in the way: of a link, a pipe or a socket it says other things on every system. */
async function meantBy(path: string, links: Links, error: unknown): Promise<unknown> {
  if (!['EISDIR', 'ELOOP', 'EMLINK', 'ENXIO', 'EOPNOTSUPP', 'ENOTSUP', 'UNKNOWN'].includes(codeOf(error))) return error;
  const facts = await (links === 'followed' ? stat(path) : lstat(path)).catch(() => null);
  return (facts === null ? null : otherThan(facts, path)) ?? error;
}

/**
 * Opens an ordinary file. One that is to be written must have no second name: a change of it would show elsewhere. Rejects with
 * `UnfitFile`, or with the system's error.
 */
export async function openRegular(path: string, use: FileUse = 'read', rules: FileRules = {}): Promise<FileHandle> {
  const { links = 'refused', mostBytes = Infinity } = rules;
  const noFollow = links === 'followed' ? 0 : flag('O_NOFOLLOW');
  if (noFollow === 0 && links === 'refused')
    await lstat(path).then((facts) => check(facts, path, mostBytes), ignoreMissing);
  let handle: FileHandle;
  try {
    handle = await open(path, openFlags[use] | noFollow | calmly, 0o600);
  } catch (error) {
    throw await meantBy(path, links, error);
  }
  try {
    const facts = await handle.stat();
    check(facts, path, mostBytes);
    if (use !== 'read' && facts.nlink > 1) {
      throw new UnfitFile('UNFIT_TWIN', path, 'it has a second name in another place');
    }
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** A file that is not there yet is made by whoever opens it, or is missing. */
function ignoreMissing(error: unknown): void {
  if (codeOf(error) !== 'ENOENT') throw error;
}

/** The bytes of an ordinary file. Rejects as `openRegular` does; one that grows beyond its limit meanwhile is refused too. */
export async function readRegular(path: string, rules: FileRules = {}): Promise<Buffer> {
  const handle = await openRegular(path, 'read', rules);
  try {
    const { mostBytes = Infinity } = rules;
    const bytes = await handle.readFile();
    if (bytes.byteLength > mostBytes) {
      throw new UnfitFile('UNFIT_SIZE', path, `it has more than the ${mb(mostBytes)} that such a file has at most`);
    }
    return bytes;
  } finally {
    await handle.close();
  }
}
