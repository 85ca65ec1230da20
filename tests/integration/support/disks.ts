import { readFile, writeFile } from 'node:fs/promises';
import { type Disk, type DiskFile, systemDisk } from '../../../electron/engine/data/disk.ts';

/** What is about to be done to the disk: the writing operations of a record, in their order. */
export interface Operation {
  readonly name: 'open' | 'mkdir' | 'link' | 'rename' | 'write' | 'datasync';
  readonly path: string;
}

/** What becomes of it: null lets it happen, a code makes it fail, `short` writes half of the bytes. */
export type Fate = (operation: Operation) => Promise<string | null>;

const failure = (code: string, { name, path }: Operation): Error =>
  Object.assign(new Error(`${code}: ${name} '${path}'`), { code, syscall: name, path });

/** What else fails. */
interface Faults {
  /** Whether so many bytes from this place on cannot be read back. */
  readonly unreadable?: (path: string, position: number, bytes: number) => boolean;
  /** Whether closing such a file fails, which closes it all the same. */
  readonly closingFails?: (path: string) => boolean;
  /** What becomes of an operation that holds up everything else; `nothing` takes none of the bytes. */
  readonly now?: (operation: Operation) => string | null;
}

/** A medium that loses what was written to a file since its last sync at each of these syncs, and says so that once. */
export function lossyMedium(loses: (path: string) => boolean): Fate {
  const safe = new Map<string, Buffer>();
  return async ({ name, path }) => {
    if (name !== 'datasync') return null;
    const now = await readFile(path);
    if (!loses(path)) {
      safe.set(path, now);
      return null;
    }
    const kept = safe.get(path) ?? Buffer.alloc(0);
    await writeFile(path, Buffer.concat([kept, Buffer.alloc(Math.max(0, now.length - kept.length))]));
    return 'EIO';
  };
}

/** The disk of this machine, on which a test decides what fails. */
export function faultyDisk(
  fate: Fate,
  { unreadable = () => false, closingFails = () => false, now = () => null }: Faults = {},
): Disk & { openFiles(): readonly string[] } {
  const openFiles = new Map<DiskFile, string>();
  const may = async (operation: Operation): Promise<string | null> => {
    const code = await fate(operation);
    if (code !== null && code !== 'short') throw failure(code, operation);
    return code;
  };
  const wrapped = (file: DiskFile, path: string): DiskFile => ({
    async read(buffer, offset, length, position) {
      if (unreadable(path, position, length)) throw new Error(`EIO: read '${path}'`);
      return await file.read(buffer, offset, length, position);
    },
    async write(bytes, offset, length, position) {
      const short = (await may({ name: 'write', path })) === 'short';
      return await file.write(bytes, offset, short ? Math.ceil(length / 2) : length, position);
    },
    async datasync() {
      await may({ name: 'datasync', path });
      await file.datasync();
    },
    stat: () => file.stat(),
    async close() {
      openFiles.delete(file);
      await file.close();
      if (closingFails(path)) throw new Error(`EIO: close '${path}'`);
    },
  });
  return {
    ...systemDisk,
    openFiles: () => [...openFiles.values()],
    async open(path, flags, mode) {
      await may({ name: 'open', path });
      const file = await systemDisk.open(path, flags, mode);
      openFiles.set(file, path);
      return wrapped(file, path);
    },
    openNow(path, flags, mode) {
      const mayNow = (name: Operation['name']): string | null => {
        const code = now({ name, path });
        if (code !== null && code !== 'nothing') throw failure(code, { name, path });
        return code;
      };
      mayNow('open');
      const file = systemDisk.openNow(path, flags, mode);
      return {
        ...file,
        write: (bytes, offset, length, position) =>
          mayNow('write') === 'nothing' ? 0 : file.write(bytes, offset, length, position),
        datasync() {
          mayNow('datasync');
          file.datasync();
        },
      };
    },
    async mkdir(path, mode) {
      await may({ name: 'mkdir', path });
      await systemDisk.mkdir(path, mode);
    },
    async rename(from, to) {
      await may({ name: 'rename', path: to });
      await systemDisk.rename(from, to);
    },
    async link(from, to) {
      await may({ name: 'link', path: to });
      await systemDisk.link(from, to);
    },
  };
}

/** One step of what a record did to its folder; `shown`: what a window may have shown by then. */
export type Step =
  | { readonly kind: 'name'; readonly path: string; readonly file: number }
  | { readonly kind: 'unname'; readonly path: string }
  | { readonly kind: 'write'; readonly file: number; readonly position: number; readonly bytes: Uint8Array }
  | { readonly kind: 'sync'; readonly file: number }
  | { readonly kind: 'sync names' }
  | { readonly kind: 'shown'; readonly seqs: readonly number[] };

/** The disk of this machine, with a journal of everything that is done to it. */
export function journalDisk(steps: Step[]): Disk {
  const files = new Map<string, number>();
  let last = 0;
  const fileAt = (path: string): number => {
    const have = files.get(path);
    if (have !== undefined) return have;
    last += 1;
    files.set(path, last);
    steps.push({ kind: 'name', path, file: last });
    return last;
  };
  const name = (path: string, file: number): void => {
    files.set(path, file);
    steps.push({ kind: 'name', path, file });
  };
  const unname = (path: string): void => {
    files.delete(path);
    steps.push({ kind: 'unname', path });
  };
  return {
    ...systemDisk,
    async open(path, flags, mode) {
      const file = await systemDisk.open(path, flags, mode);
      const number = fileAt(path);
      return {
        read: (buffer, offset, length, position) => file.read(buffer, offset, length, position),
        async write(bytes, offset, length, position) {
          const done = await file.write(bytes, offset, length, position);
          const written = Uint8Array.from(bytes.subarray(offset, offset + done.bytesWritten));
          steps.push({ kind: 'write', file: number, position, bytes: written });
          return done;
        },
        async datasync() {
          await file.datasync();
          steps.push({ kind: 'sync', file: number });
        },
        stat: () => file.stat(),
        close: () => file.close(),
      };
    },
    async rename(from, to) {
      await systemDisk.rename(from, to);
      const file = fileAt(from);
      unname(from);
      name(to, file);
    },
    async link(from, to) {
      await systemDisk.link(from, to);
      name(to, fileAt(from));
    },
    async remove(path) {
      await systemDisk.remove(path);
      unname(path);
    },
    async syncFolder(folder) {
      await systemDisk.syncFolder(folder);
      steps.push({ kind: 'sync names' });
    },
  };
}

/** What a file may hold after a power cut: what was synced, and of each later write nothing, all or its beginning. */
function contentAfter(steps: readonly Step[], file: number, next: (n: number) => number): Buffer {
  const synced = steps.findLastIndex((step) => step.kind === 'sync' && step.file === file);
  let bytes = Buffer.alloc(0);
  for (const [at, step] of steps.entries()) {
    if (step.kind !== 'write' || step.file !== file) continue;
    const kept = at < synced ? step.bytes.length : [0, step.bytes.length, next(step.bytes.length + 1)][next(3)];
    if (kept === undefined || kept === 0) continue;
    const longer = Buffer.alloc(Math.max(bytes.length, step.position + kept));
    bytes.copy(longer);
    longer.set(step.bytes.subarray(0, kept), step.position);
    bytes = longer;
  }
  return bytes;
}

/** The files as they may be after a power cut behind these steps: names since their last sync hold up to some step. */
export function afterPowerCut(steps: readonly Step[], next: (n: number) => number): Map<string, Buffer> {
  const synced = steps.findLastIndex(({ kind }) => kind === 'sync names');
  const upTo = synced + 1 + next(steps.length - synced);
  const names = new Map<string, number>();
  for (const step of steps.slice(0, upTo)) {
    if (step.kind === 'name') names.set(step.path, step.file);
    if (step.kind === 'unname') names.delete(step.path);
  }
  return new Map([...names].map(([path, file]) => [path, contentAfter(steps, file, next)]));
}
