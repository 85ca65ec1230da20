import { closeSync, constants, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { codeOf } from '../../../shared/kit/errors.ts';
import { type Disk, type DiskFile, systemDisk, tookNothing, writeWhole } from '../data/disk.ts';

// Not 'a', which ignores positions on some systems. Never through a link; not every system knows that flag.
const openFlags = constants.O_RDWR | ((constants as Partial<typeof constants>).O_NOFOLLOW ?? 0);
const createFlags = openFlags | constants.O_CREAT;
const openMode = 0o600;

/** File systems that know no such thing as a medium say so; whoever writes there has what there is. */
const withoutMedium = new Set(['EINVAL', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP']);

/** One write hands at most this much to the system, so that copying it together never holds up the loop. */
const mostBytesPerWrite = 512 * 1024;

/**
 * A file that only grows. Bytes are queued at once and get their place at once; `flush` puts them on disk.
 * A failed write loses nothing: what is queued stays queued and the next `flush` goes on at the same byte.
 */
export class AppendFile {
  readonly path: string;
  readonly #disk: Disk;
  #handle: DiskFile | null = null;
  /** One that failed, until another is open: what was written can be read through it, even where its name is gone. */
  #failed: DiskFile | null = null;
  /** Its name is on the medium, too. */
  #named = false;
  #queue: Uint8Array[] = [];
  #queuedBytes = 0;
  #writtenBytes = 0;
  #flushing: Promise<void> | null = null;

  constructor(path: string, disk: Disk = systemDisk) {
    this.path = path;
    this.#disk = disk;
  }

  /** Bytes known to be in the file. */
  get writtenBytes(): number {
    return this.#writtenBytes;
  }

  get queuedBytes(): number {
    return this.#queuedBytes;
  }

  /** Queues bytes (not copied) and returns where in the file they will stand. */
  append(bytes: Uint8Array): number {
    const offset = this.#writtenBytes + this.#queuedBytes;
    this.#queue.push(bytes);
    this.#queuedBytes += bytes.byteLength;
    return offset;
  }

  /** Writes everything queued so far. Rejects with the system's error when it cannot; the rest then stays queued. */
  async flush(): Promise<void> {
    const until = this.#writtenBytes + this.#queuedBytes;
    while (this.#writtenBytes < until) {
      this.#flushing ??= this.#writeSome().finally(() => {
        this.#flushing = null;
      });
      await this.#flushing;
    }
  }

  /** Overwrites bytes already written, for a header whose sizes are known late. */
  async patch(bytes: Uint8Array, position: number): Promise<void> {
    const handle = await this.#open();
    await writeWhole(handle, bytes, position);
  }

  /** Asks the system to put the file on the medium. Rejects with the system's error. */
  async sync(): Promise<void> {
    if (this.#handle === null) return;
    try {
      await this.#handle.datasync();
      if (!this.#named) await this.#disk.syncFolder(dirname(this.path));
      this.#named = true;
    } catch (error) {
      if (!withoutMedium.has(codeOf(error))) throw error;
    }
  }

  /** Whether its name still leads to the file that is written: a person may delete or move a folder at any time. */
  async isThere(): Promise<boolean> {
    if (this.#handle === null) return true;
    const [named, written] = await Promise.all([this.#disk.stat(this.path).catch(() => null), this.#handle.stat()]);
    return named !== null && named.ino === written.ino && named.dev === written.dev;
  }

  /**
   * Copies everything, what still waits included, to a new file. Of bytes that were written and cannot be read back it is left out
   * how many. Rejects with the system's error of the new file.
   */
  async copyTo(path: string): Promise<{ readonly lostBytes: number }> {
    const copy = await this.#disk.open(path, 'wx', openMode);
    try {
      let position = await this.#copyWritten(copy);
      const lostBytes = this.#writtenBytes - position;
      for (const part of this.#queue) {
        await writeWhole(copy, part, position);
        position += part.byteLength;
      }
      await copy.datasync();
      return { lostBytes };
    } finally {
      await copy.close();
    }
  }

  /** How many of the bytes that were written are in the copy: all, or those before the first that cannot be read. */
  async #copyWritten(copy: DiskFile): Promise<number> {
    const buffer = Buffer.allocUnsafe(mostBytesPerWrite);
    let done = 0;
    while (done < this.#writtenBytes) {
      const length = Math.min(buffer.length, this.#writtenBytes - done);
      const read = await this.#readable()
        .then((handle) => handle.read(buffer, 0, length, done))
        .catch(() => ({ bytesRead: 0 }));
      if (read.bytesRead === 0) return done;
      await writeWhole(copy, buffer.subarray(0, read.bytesRead), done);
      done += read.bytesRead;
    }
    return done;
  }

  /**
   * Writes everything queued at once, holding up everything else: for a process that is about to end. What a `flush` under way
   * writes meanwhile are the same bytes at the same place. Throws the system's error.
   */
  rescue(): void {
    const file = openSync(this.path, createFlags, openMode);
    try {
      let position = this.#writtenBytes;
      for (const part of this.#queue) {
        for (let done = 0; done < part.byteLength;) {
          done += writeSync(file, part, done, part.byteLength - done, position + done);
        }
        position += part.byteLength;
      }
      fdatasyncSync(file);
    } finally {
      closeSync(file);
    }
  }

  /** Closes the file. What is still queued is kept in memory only. */
  async close(): Promise<void> {
    await this.#closeFailed();
    await this.#handle?.close();
    this.#handle = null;
  }

  async #closeFailed(): Promise<void> {
    const failed = this.#failed;
    this.#failed = null;
    await failed?.close().catch(() => undefined);
  }

  /** A handle to read what was written by. */
  async #readable(): Promise<DiskFile> {
    return this.#handle ?? this.#failed ?? (await this.#open());
  }

  async #writeSome(): Promise<void> {
    const chunk = this.#takeChunk();
    const handle = await this.#open();
    try {
      const { bytesWritten } = await handle.write(chunk, 0, chunk.byteLength, this.#writtenBytes);
      if (bytesWritten === 0 && chunk.byteLength > 0) throw tookNothing();
      this.#drop(bytesWritten);
    } catch (error) {
      // The next attempt opens the file anew: after a lost network share the old handle never works again.
      this.#handle = null;
      await this.#closeFailed();
      this.#failed = handle;
      throw error;
    }
  }

  /** The front of the queue as one piece, left in the queue until it is written. */
  #takeChunk(): Uint8Array {
    const first = this.#queue[0] ?? new Uint8Array(0);
    if (this.#queue.length === 1 || first.byteLength >= mostBytesPerWrite) return first;
    let bytes = 0;
    const count = this.#queue.findIndex((part) => (bytes += part.byteLength) >= mostBytesPerWrite);
    const joined = Buffer.concat(count < 0 ? this.#queue : this.#queue.slice(0, count + 1));
    this.#queue.splice(0, count < 0 ? this.#queue.length : count + 1, joined);
    return joined;
  }

  #drop(bytes: number): void {
    this.#writtenBytes += bytes;
    this.#queuedBytes -= bytes;
    const first = this.#queue[0];
    if (first === undefined) return;
    if (bytes >= first.byteLength) this.#queue.shift();
    else this.#queue[0] = first.subarray(bytes);
  }

  async #open(): Promise<DiskFile> {
    // One that is gone is not made anew with a hole for what it held.
    const flags = this.#writtenBytes === 0 ? createFlags : openFlags;
    if (this.#handle === null) {
      this.#handle = await this.#disk.open(this.path, flags, openMode);
      await this.#closeFailed();
    }
    return this.#handle;
  }
}
