import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { lstat, mkdir, mkdtemp, open, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What another may put in a file's place: how it is made, and how the bench calls it. */
export const unfitKinds = {
  link: 'it is a link to another place',
  'dangling link': 'it is a link to another place',
  'link to a folder': 'it is a link to another place',
  'link to a device': 'it is a link to another place',
  pipe: 'it is a pipe',
  socket: 'it is a socket',
  folder: 'it is a folder',
  'file of 5 GB': 'it has 5,120 MB, and such a file has at most',
} as const;
export type UnfitKind = keyof typeof unfitKinds;
export const unfitKindNames = Object.keys(unfitKinds) as UnfitKind[];

/** A place of which nothing may be changed, with things put in the way that lead there. */
export class UnfitPlaces {
  readonly outside: string;
  readonly #servers: Server[] = [];

  private constructor(outside: string) {
    this.outside = outside;
  }

  static async make(): Promise<UnfitPlaces> {
    const outside = await mkdtemp(join(tmpdir(), 'out-'));
    await writeFile(join(outside, 'precious'), 'bytes that are nobody else\u2019s');
    await mkdir(join(outside, 'folder'));
    await writeFile(join(outside, 'folder', 'kept'), 'kept');
    return new UnfitPlaces(outside);
  }

  async put(kind: UnfitKind, path: string): Promise<void> {
    await rm(path, { recursive: true, force: true });
    switch (kind) {
      case 'link':
        return symlink(join(this.outside, 'precious'), path);
      case 'dangling link':
        return symlink(join(this.outside, 'not there'), path);
      case 'link to a folder':
        return symlink(join(this.outside, 'folder'), path);
      case 'link to a device':
        return symlink('/dev/zero', path);
      case 'pipe':
        return void execFileSync('mkfifo', [path]);
      case 'socket': {
        const server = createServer().listen(path);
        this.#servers.push(server);
        await once(server, 'listening');
        return;
      }
      case 'folder':
        await mkdir(path);
        return writeFile(join(path, 'kept'), 'kept');
      case 'file of 5 GB': {
        const handle = await open(path, 'w');
        await handle.truncate(5 * 1024 ** 3);
        return handle.close();
      }
    }
  }

  /** What lies in the place, and what it holds. */
  async state(): Promise<readonly string[]> {
    const entries = await readdir(this.outside, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    const told = await Promise.all(
      files.map(async (path) => `${path} ${(await lstat(path)).mtimeMs} ${await readFile(path, 'utf8')}`),
    );
    return [...entries.map(({ name }) => name), ...told].toSorted();
  }

  async remove(): Promise<void> {
    for (const server of this.#servers) server.close();
    await rm(this.outside, { recursive: true, force: true });
  }
}
