import { constants } from 'node:fs';
import { lstat, open, readdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { meaningOf, readFailure } from './disk-errors.ts';
import { makeFolder } from './write-file.ts';

/** The part of the environment that decides where the bench keeps its data. */
export interface DataFolderFacts {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly home: string;
}

const set = (value: string | undefined): value is string => value !== undefined && value.trim() !== '';

/** `~` is the shell's, and a quoted one or one of a settings file never met a shell. */
const fromHome = (path: string, home: string): string =>
  /^~(?:[\\/]|$)/.test(path) ? join(home, path.slice(1)) : path;

/** The one data folder of window, browser host and command line: VOXTALLY_HOME, else the platform's place for it. An absolute path. */
export function dataFolder(
  { env, platform, home }: DataFolderFacts = { env: process.env, platform: process.platform, home: homedir() },
): string {
  if (set(env['VOXTALLY_HOME'])) return resolve(fromHome(env['VOXTALLY_HOME'], home));
  switch (platform) {
    case 'darwin':
      return join(home, 'Library', 'Application Support', 'Voxtally');
    case 'win32':
      return join(set(env['APPDATA']) ? env['APPDATA'] : join(home, 'AppData', 'Roaming'), 'Voxtally');
    default:
      return join(set(env['XDG_CONFIG_HOME']) ? env['XDG_CONFIG_HOME'] : join(home, '.config'), 'Voxtally');
  }
}

/** The rights of everybody but the owner. */
const others = 0o077;

export type Closed =
  { readonly state: 'private' | 'closed' | 'absent' } | { readonly state: 'open'; readonly why: string };

const rights = (mode: number): string => (mode & 0o777).toString(8);

/** Takes a folder's rights from everybody but its owner, who has to be this user. A link is not followed to where it leads. */
export async function closeFolder(folder: string, uid: number): Promise<Closed> {
  const found = await lstat(folder).catch(() => null);
  if (found === null) return { state: 'absent' };
  const target = found.isSymbolicLink() ? await stat(folder).catch(() => null) : found;
  if (target === null || !target.isDirectory()) return { state: 'absent' };
  if (target.uid !== uid) return { state: 'open', why: 'it belongs to another user of this machine' };
  if ((target.mode & others) === 0) return { state: 'private' };
  const rightsNow = `its rights are ${rights(target.mode)}`;
  if (found.isSymbolicLink()) return { state: 'open', why: `it is a link to a folder elsewhere, and ${rightsNow}` };
  let handle;
  try {
    handle = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
    const held = await handle.stat();
    if (held.uid !== uid || held.ino !== found.ino) return { state: 'open', why: 'it was exchanged meanwhile' };
    await handle.chmod(held.mode & 0o700);
    const { mode } = await handle.stat();
    // Some file systems have one set of rights for all they hold.
    return (mode & others) === 0 ? { state: 'closed' } : { state: 'open', why: `its rights stay ${rights(mode)}` };
  } catch (error) {
    return { state: 'open', why: `${rightsNow} and cannot be changed: ${readFailure(error)}` };
  } finally {
    await handle?.close();
  }
}

/**
 * Closes a folder, and the folders right below it, to every other user of this machine. Returns lines for the person: what was open
 * before, and what stays open and why. Nothing on Windows, where folders of a user are his by inheritance.
 */
export async function keepPrivate(
  folder: string,
  uid: number | null = process.getuid?.() ?? null,
): Promise<readonly string[]> {
  if (uid === null) return [];
  const own = await closeFolder(folder, uid);
  if (own.state === 'absent') return [];
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  let closed = 0;
  for (const entry of entries.filter((one) => one.isDirectory())) {
    if ((await closeFolder(join(folder, entry.name), uid)).state === 'closed') closed += 1;
  }
  const below = closed === 1 ? 'one folder in it' : `${closed} folders in it`;
  if (own.state === 'closed') {
    const more = closed === 0 ? '' : `, with ${below}`;
    return [`The data folder ${folder} was open to other users of this machine${more}; it is yours alone now.`];
  }
  return [
    ...(own.state !== 'open'
      ? []
      : [`The data folder ${folder} is not closed to other users of this machine: ${own.why}. It was left as it is.`]),
    ...(closed === 0 ? [] : [`In ${folder}, ${below} had rights for other users of this machine; now they have none.`]),
  ];
}

const elsewhere = 'set VOXTALLY_HOME to another folder';

/** Why a data folder cannot be made, and what to do, in whole sentences. */
export function dataFolderProblem(error: unknown, folder: string): string {
  switch (meaningOf(error)) {
    case 'in the way':
      return `The data folder ${folder} cannot be made: there is a file in its place. Move that file away, or ${elsewhere}.`;
    case 'forbidden':
      return `The data folder ${folder} cannot be made: this user may not write there. Give the right to, or ${elsewhere}.`;
    case 'full':
      return `The data folder ${folder} cannot be made: the disk is full. Make room on it, or ${elsewhere}.`;
    case 'missing':
    case 'other':
      return `The data folder ${folder} cannot be made: ${readFailure(error)}. Put that right, or ${elsewhere}.`;
  }
}

/** The bench has no place to keep anything; `message` is for a person. */
export class NoDataFolder extends Error {}

/**
 * Makes the data folder where there is none, and sees that it is this user's alone. Returns lines for the person, see `keepPrivate`.
 * Rejects with `NoDataFolder`.
 */
export async function makeDataFolder(folder: string): Promise<readonly string[]> {
  try {
    await makeFolder(folder);
  } catch (error) {
    throw new NoDataFolder(dataFolderProblem(error, folder), { cause: error });
  }
  return keepPrivate(folder);
}
