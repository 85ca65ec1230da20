import { randomBytes } from 'node:crypto';
import { lstat, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { mostImportBytes } from '../../../shared/contract/handing-on.ts';
import { benchError, codeOf, messageOf, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { count } from '../../../shared/kit/numbers.ts';
import { repeatable } from '../../../shared/kit/untrusted/quoting.ts';
import { diskError, readFailure } from '../data/disk-errors.ts';
import { hintAt } from '../data/folder-watch.ts';
import { regularFacts } from '../data/regular-file.ts';
import { makeFolder } from '../data/write-file.ts';
import { headerProblem, readHeader } from '../record/read-log.ts';
import { isSessionId, logName } from '../record/session-folder.ts';
import { type Verdict, verifyRecord } from '../record/verify.ts';
import { zippedFiles } from './zip-session.ts';

/** How much a zip may come to. Plain data. */
export interface ImportLimits {
  /** All files of it together. */
  readonly totalBytes: number;
  /** How many bytes one byte of the zip may come to, of a log beyond its first megabytes; silence in sound comes to more. */
  readonly logRatio: number;
}

/** A log is JSON with ids and times in each line, which no packing makes a hundredth of. */
export const importLimits: ImportLimits = { totalBytes: mostImportBytes, logRatio: 100 };

/** A log of so little is not looked at for its ratio. */
const freeLogBytes = 8 * 1024 * 1024;

/** A session that was taken in. */
export interface ImportedSession {
  readonly sessionId: string;
  readonly folder: string;
  readonly files: readonly string[];
  readonly bytes: number;
  /** How its record stands, by its digests and its sound. */
  readonly verdict: Verdict;
}

/** What makes a zip none of a session: the end of a sentence about it. */
class NoSession extends Error {}

const fileType = 0o170_000;
const plainFile = 0o100_000;

/** Refuses an entry by what the zip says of it, before any of it is unpacked. */
function checkEntry(entry: Entry, taken: ReadonlySet<string>, { logRatio }: ImportLimits): void {
  const { fileName, uncompressedSize, compressedSize, externalFileAttributes, versionMadeBy } = entry;
  const name = repeatable(fileName, 120);
  const most = zippedFiles.get(fileName);
  if (most === undefined) throw new NoSession(`it holds ${name}, which is no file of a session`);
  if (taken.has(fileName)) throw new NoSession(`it holds ${name} twice`);
  // Only a system that has file types writes them; a link is one of them.
  const type = (externalFileAttributes >>> 16) & fileType;
  if (versionMadeBy >> 8 === 3 && type !== 0 && type !== plainFile)
    throw new NoSession(`${name} in it is no ordinary file`);
  if (entry.isEncrypted()) throw new NoSession(`${name} in it is locked by a password`);
  if (!entry.canDecodeFileData()) throw new NoSession(`${name} in it is packed in a way that is not read`);
  if (uncompressedSize > most)
    throw new NoSession(`${name} in it has ${count(uncompressedSize)} bytes, more than such a file has`);
  const isPackedTooWell = uncompressedSize > freeLogBytes && uncompressedSize > compressedSize * logRatio;
  if (fileName === logName && isPackedTooWell) {
    throw new NoSession(`${name} in it unpacks to more than ${logRatio} times its size, which no record does`);
  }
}

/** Unpacks one file. Its bytes are counted as they come: what a zip says of sizes is only a claim. */
async function unpack(zip: ZipFile, entry: Entry, folder: string, left: number): Promise<number> {
  const file = await open(join(folder, entry.fileName), 'wx', 0o600);
  let bytes = 0;
  try {
    for await (const piece of await zip.openReadStreamPromise(entry)) {
      if (!Buffer.isBuffer(piece)) continue;
      bytes += piece.length;
      if (bytes > left || bytes > entry.uncompressedSize)
        throw new NoSession('it unpacks to more than it says, or than is taken');
      await file.appendFile(piece);
    }
    await file.datasync();
  } finally {
    await file.close();
  }
  return bytes;
}

async function unpackAll(
  path: string,
  folder: string,
  limits: ImportLimits,
): Promise<{ files: string[]; bytes: number }> {
  const zip = await openPromise(path, {
    lazyEntries: true,
    validateEntrySizes: true,
    strictFileNames: true,
    autoClose: false,
  });
  try {
    if (zip.entryCount > zippedFiles.size)
      throw new NoSession(`it holds ${count(zip.entryCount)} files, more than a session has`);
    const entries: Entry[] = [];
    const taken = new Set<string>();
    for await (const entry of zip.eachEntry()) {
      checkEntry(entry, taken, limits);
      taken.add(entry.fileName);
      entries.push(entry);
      if (entries.length > zippedFiles.size) throw new NoSession('it holds more files than a session has');
    }
    const said = entries.reduce((sum, entry) => sum + entry.uncompressedSize, 0);
    if (said > limits.totalBytes)
      throw new NoSession(`it unpacks to ${count(said)} bytes, and at most ${count(limits.totalBytes)} are taken`);
    if (!taken.has(logName)) throw new NoSession(`it holds no ${logName}`);
    let bytes = 0;
    for (const entry of entries) bytes += await unpack(zip, entry, folder, limits.totalBytes - bytes);
    return { files: [...taken], bytes };
  } finally {
    zip.close();
  }
}

const noSession = (called: string, why: string): Result<never> =>
  refuse(
    benchError('invalid-argument', `${repeatable(called, 300)} is not taken: ${why}.`, {
      nextStep: 'Take a zip that voxtally export, or Hand on in the window, has written. Nothing was changed.',
    }),
  );

const unpackedPrefix = '.importing-';
/** No import takes so long: what is older was left by one that was killed. */
const leftAfterMs = 24 * 60 * 60 * 1000;

/** Removes what imports left that never came to their end. What cannot be removed harms nobody, and is tried again. */
async function dropLeftovers(library: string): Promise<void> {
  const names = await readdir(library).catch(() => []);
  for (const name of names.filter((one) => one.startsWith(unpackedPrefix))) {
    const folder = join(library, name);
    const facts = await lstat(folder).catch(() => null);
    if (facts?.isDirectory() !== true || Date.now() - facts.mtimeMs < leftAfterMs) continue;
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}

/**
 * Takes a zip of a session into a library. Nothing in it is trusted: names, sizes, links and what the zip says of itself are checked,
 * it is unpacked beside the library's sessions and moved to its place once its header reads. Refuses a session that is there already.
 * @param app version of the application, for how its record stands
 * @param called what sentences call the file
 */
export async function importSession(
  path: string,
  library: string,
  app: string,
  limits: ImportLimits = importLimits,
  called: string = path,
): Promise<Result<{ imported: ImportedSession }>> {
  try {
    await regularFacts(path, { links: 'followed' });
  } catch (error) {
    return refuse(benchError('not-found', `${repeatable(called, 300)} cannot be read: ${readFailure(error)}.`));
  }
  await dropLeftovers(library);
  const temporary = join(library, `${unpackedPrefix}${randomBytes(6).toString('hex')}`);
  try {
    await makeFolder(temporary);
  } catch (error) {
    return refuse(diskError(error, 'the session', library));
  }
  try {
    const { files, bytes } = await unpackAll(path, temporary, limits);
    const log = join(temporary, logName);
    const header = await readHeader(log);
    if (header === null)
      return noSession(called, await headerProblem(log, `${logName} in it`).then((text) => text.replace(/\.$/, '')));
    const { sessionId } = header;
    if (!isSessionId(sessionId)) return noSession(called, `${repeatable(sessionId, 120)} is no name of a session`);
    const folder = join(library, sessionId);
    if ((await lstat(folder).catch(() => null)) !== null) {
      return refuse(
        benchError('invalid-argument', `The session ${sessionId} is in the library already, so nothing was changed.`, {
          nextStep: 'Delete or move that one first, if this one is to take its place.',
        }),
      );
    }
    const verdict = await verifyRecord(temporary, app);
    await rename(temporary, folder);
    await hintAt(folder);
    return ok({ imported: { sessionId, folder, files, bytes, verdict: { ...verdict, folder } } });
  } catch (error) {
    if (error instanceof NoSession) return noSession(called, error.message);
    if (codeOf(error) !== '' && codeOf(error).startsWith('E')) return refuse(diskError(error, 'the session', library));
    // What the reader of zips minds is in its own words.
    return noSession(called, `it is no whole zip: ${repeatable(messageOf(error), 200)}`);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}
