import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { link, mkdir, open, rename, rm, stat } from 'node:fs/promises';

/** An open file, as far as a record needs one. */
export interface DiskFile {
  read(buffer: Uint8Array, offset: number, length: number, position: number): Promise<{ readonly bytesRead: number }>;
  write(
    bytes: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ readonly bytesWritten: number }>;
  datasync(): Promise<void>;
  stat(): Promise<{ readonly ino: number; readonly dev: number }>;
  close(): Promise<void>;
}

/** An open file whose every operation holds up everything else, for a process that is about to end. Each throws the system's error. */
export interface DiskFileNow {
  /** How many bytes the system took. */
  write(bytes: Uint8Array, offset: number, length: number, position: number): number;
  datasync(): void;
  close(): void;
}

/** What a record asks of the file system. Each rejects with the system's error. */
export interface Disk {
  open(path: string, flags: number | string, mode?: number): Promise<DiskFile>;
  openNow(path: string, flags: number, mode: number): DiskFileNow;
  mkdir(path: string, mode: number): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** A second name for a file; rejects where there is one of that name. */
  link(from: string, to: string): Promise<void>;
  /** Removes a file or a folder with all it holds; nothing where there is none. */
  remove(path: string): Promise<void>;
  stat(path: string): Promise<{ readonly ino: number; readonly dev: number }>;
  /** Brings the names in a folder to the medium. Not every system lets a folder be opened for that. */
  syncFolder(folder: string): Promise<void>;
}

/** The file system of this machine. */
export const systemDisk: Disk = {
  open,
  openNow(path, flags, mode) {
    const file = openSync(path, flags, mode);
    return {
      write: (bytes, offset, length, position) => writeSync(file, bytes, offset, length, position),
      datasync: () => fdatasyncSync(file),
      close: () => closeSync(file),
    };
  },
  async mkdir(path, mode) {
    await mkdir(path, { mode });
  },
  rename,
  link,
  remove: (path) => rm(path, { recursive: true, force: true }),
  stat,
  async syncFolder(folder) {
    const handle = await open(folder, 'r').catch(() => null);
    try {
      await handle?.sync().catch(() => undefined);
    } finally {
      await handle?.close();
    }
  },
};

/** Writes all of the bytes, however few the system takes at a time. Rejects with its error. */
export async function writeWhole(file: DiskFile, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.byteLength;) {
    const { bytesWritten } = await file.write(bytes, done, bytes.byteLength - done, position + done);
    if (bytesWritten === 0) throw tookNothing();
    done += bytesWritten;
  }
}

/** A write that says neither why nor that it failed would be tried again for ever. */
export const tookNothing = (): Error =>
  Object.assign(new Error('the disk took none of the bytes'), { code: 'EIO', syscall: 'write' });
