import { randomBytes } from 'node:crypto';
import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { makeFolder } from '../engine/kept/make-folder.ts';
import { closeFolder } from '../engine/kept/private-folder.ts';

/**
 * Every user of a machine may read the command lines of its processes, so the address with its ticket never stands on one: the
 * browser is called with a file that this user alone can read, and the file sends it on.
 */
export interface OpeningFile {
  /** `file:///…`, which may be seen by anybody. */
  readonly url: string;
  /** Deletes the file; once is enough. */
  remove(): Promise<void>;
}

const namePattern = /^open-[\w-]{16}\.html$/;
/** What is older was left behind: no ticket of a file holds that long. */
export const openingMs = 2 * 60_000;

const pageOf = (address: string): string =>
  '<!doctype html><meta charset="utf-8"><meta name="referrer" content="no-referrer">' +
  `<meta http-equiv="refresh" content="0;url=${address}"><title>Voxtally</title>\n`;

/** Deletes what runs that were killed have left in the folder. */
async function removeLeftovers(folder: string): Promise<void> {
  for (const name of (await readdir(folder).catch(() => [])).filter((one) => namePattern.test(one))) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => null);
    // A younger one may be another bench's, whose browser is about to read it.
    if (found !== null && Date.now() - found.mtimeMs > openingMs) await rm(path, { force: true });
  }
}

/**
 * Writes a page that sends a browser on to an address. Rejects with the system's error, or when the folder is open to others.
 * @param folder one of this user's own, which is made and closed to others
 * @param address of this bench, with a ticket
 */
export async function writeOpeningFile(folder: string, address: string): Promise<OpeningFile> {
  await makeFolder(folder);
  const uid = process.getuid?.();
  const closed = uid === undefined ? null : await closeFolder(folder, uid);
  if (closed?.state === 'open') {
    throw new Error(`${folder} is not closed to other users of this machine: ${closed.why}`);
  }
  await removeLeftovers(folder);
  const path = join(folder, `open-${randomBytes(12).toString('base64url')}.html`);
  // Exclusively: a file or a link that stands there already is not written through.
  await writeFile(path, pageOf(address), { flag: 'wx', mode: 0o600 });
  return { url: pathToFileURL(path).href, remove: () => rm(path, { force: true }) };
}
