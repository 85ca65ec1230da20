import { randomBytes } from 'node:crypto';
import { lstat, mkdir, open, rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codeOf } from '../../../shared/kit/errors.ts';

/*
 * Whoever holds a lock listens on a socket whose name stands in the lock file. The system closes it with the process, whatever ends
 * that: no number of a process, which is used again, and no clock, which can be set, has to be trusted.
 */

/**
 * Where the socket of a lock is: beside its file, where everybody who shares the folder can reach it; in the folder for temporary
 * files, where the first cannot hold one or its path is too long; or a named pipe, which has no folder.
 */
export type SocketPlace = 'beside' | 'temporary' | 'pipe';

export interface SocketName {
  readonly place: SocketPlace;
  readonly name: string;
}

const namePattern = /^\.lock-[0-9a-f]{16}$/;

/** A name comes out of a file that anyone may have written: it must not lead anywhere else. */
export const isSocketName = (name: string): boolean => namePattern.test(name);

/** The system takes no longer path of a socket; macOS has the least room. */
const mostPathBytes = 100;

/** The folder for sockets that cannot lie beside their lock; for this user alone. */
const temporaryFolder = (): string => join(tmpdir(), `voxtally-locks-${process.getuid?.() ?? 'user'}`);

/** Hands the path of a socket to work: through the open folder where the path itself is too long. Rejects where there is none. */
async function withPath<T>(folder: string, name: string, work: (path: string) => Promise<T>): Promise<T> {
  const path = join(folder, name);
  if (Buffer.byteLength(path) <= mostPathBytes) return await work(path);
  if (process.platform !== 'linux') throw Object.assign(new Error('The path is too long.'), { code: 'ENAMETOOLONG' });
  const handle = await open(folder, 'r');
  try {
    return await work(`/proc/self/fd/${handle.fd}/${name}`);
  } finally {
    await handle.close();
  }
}

const listen = (path: string): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.on('error', () => undefined).destroy());
    server.once('error', reject);
    server.listen(path, () => {
      server.off('error', reject);
      // A connection that fails is another's, who has his answer.
      server.on('error', () => undefined);
      server.unref();
      resolve(server);
    });
  });

/** What says that the connection has nobody at its other end. Anything else may come from one who is busy, or stopped. */
const nobody: ReadonlySet<string> = new Set(['ENOENT', 'ECONNREFUSED', 'ENOTDIR']);

const connects = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(path);
    socket.on('error', (error) => resolve(!nobody.has(codeOf(error))));
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });

const pipePath = (name: string): string => `\\\\.\\pipe\\voxtally${name}`;

/** Whether a process listens there. @param folder of the lock file */
export async function listens(folder: string, { place, name }: SocketName): Promise<boolean> {
  if (!isSocketName(name)) return false;
  if (place === 'pipe') return process.platform === 'win32' && (await connects(pipePath(name)));
  const from = place === 'beside' ? folder : temporaryFolder();
  return await withPath(from, name, connects).catch((error: unknown) => !nobody.has(codeOf(error)));
}

/** Removes what a socket left in a folder when its process ended otherwise. Nobody may listen there. */
export async function removeSocket(folder: string, { place, name }: SocketName): Promise<void> {
  if (!isSocketName(name) || place === 'pipe') return;
  const path = join(place === 'beside' ? folder : temporaryFolder(), name);
  if ((await lstat(path).catch(() => null))?.isSocket() === true) await rm(path, { force: true });
}

/** A socket that this process listens on. */
export interface LockSocket extends SocketName {
  /** Whether others can find it. */
  isThere(): Promise<boolean>;
  close(): Promise<void>;
}

async function listenIn(place: 'beside' | 'temporary', folder: string, name: string): Promise<LockSocket> {
  if (place === 'temporary') {
    await mkdir(folder, { mode: 0o700, recursive: true });
    const { uid, mode } = await lstat(folder);
    if (uid !== (process.getuid?.() ?? uid) || (mode & 0o077) !== 0) throw new Error(`${folder} is another user's.`);
  }
  const server = await withPath(folder, name, listen);
  const path = join(folder, name);
  return {
    place,
    name,
    isThere: async () => (await lstat(path).catch(() => null)) !== null,
    close: async () => {
      await rm(path, { force: true });
      server.close();
    },
  };
}

/** Listens on a socket of a new name. Rejects with the system's error where none can be made. @param folder of the lock file */
export async function listenFor(folder: string): Promise<LockSocket> {
  const name = `.lock-${randomBytes(8).toString('hex')}`;
  if (process.platform === 'win32') {
    const server = await listen(pipePath(name));
    return {
      place: 'pipe',
      name,
      isThere: () => Promise.resolve(true),
      close: () => Promise.resolve(void server.close()),
    };
  }
  // A folder that takes no sockets takes a lock all the same; one that takes nothing says so when the lock is written.
  return await listenIn('beside', folder, name).catch(() => listenIn('temporary', temporaryFolder(), name));
}
