import { constants } from 'node:fs';
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

/** A medium loses no less than this together. */
const pieceBytes = 4096;

/**
 * A file that only grows. Bytes are queued at once and get their place at once; `flush` puts them on disk.
 * A failed write loses nothing: what is queued stays queued and the next `flush` goes on at the same byte.
 */
export class AppendFile {
  readonly path: string;
  readonly #disk: Disk;
  #handle: DiskFile | null = null;
  #opening: Promise<DiskFile> | null = null;
  /** One that failed, until another is open: what was written can be read through it, even where its name is gone. */
  #failed: DiskFile | null = null;
  /** Its name is on the medium, too. */
  #named = false;
  #queue: Uint8Array[] = [];
  #queuedBytes = 0;
  #writtenBytes = 0;
  #flushing: Promise<void> | null = null;
  /** What was written since the medium was last known to have everything. */
  #uncertain: Uint8Array[] = [];
  /** Up to here the file was written once, whatever is to be written again. */
  #reachedBytes = 0;
  #syncing: Promise<void> = Promise.resolve();

  constructor(path: string, disk: Disk = systemDisk) {
    this.path = path;
    this.#disk = disk;
  }

  /** Bytes known to be in the file, though perhaps not on its medium. */
  get writtenBytes(): number {
    return this.#reachedBytes;
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
    await this.#flushTo(this.#writtenBytes + this.#queuedBytes);
  }

  async #flushTo(until: number): Promise<void> {
    while (this.#writtenBytes < until) {
      this.#flushing ??= this.#writeSome(until).finally(() => {
        this.#flushing = null;
      });
      await this.#flushing;
    }
  }

  /** Overwrites bytes already written, for a header whose sizes are known late. */
  async patch(bytes: Uint8Array, position: number): Promise<void> {
    // What is written again holds what was there before.
    await this.#flushTo(this.#reachedBytes);
    const handle = await this.#open();
    await writeWhole(handle, bytes, position);
  }

  /**
   * Asks the system to put what was written on the medium. Rejects with the system's error, and what was written since the last time
   * is then written again: a system says once that it lost something, and calls the rest a success.
   */
  sync(): Promise<void> {
    const done = this.#syncing.then(() => this.#syncOnce());
    this.#syncing = done.catch(() => undefined);
    return done;
  }

  async #syncOnce(): Promise<void> {
    await this.#flushTo(this.#reachedBytes);
    const handle = this.#handle;
    if (handle === null) return;
    const parts = this.#uncertain.length;
    try {
      await handle.datasync();
      if (!this.#named) await this.#disk.syncFolder(dirname(this.path));
      this.#named = true;
    } catch (error) {
      if (!withoutMedium.has(codeOf(error))) {
        await this.#takeBack(handle);
        throw error;
      }
    }
    this.#uncertain.splice(0, parts);
  }

  /** Queues what may not be on the medium again, at its place. */
  async #takeBack(handle: DiskFile): Promise<void> {
    while (this.#flushing !== null) await this.#flushing.catch(() => undefined);
    const bytes = this.#uncertain.reduce((sum, part) => sum + part.byteLength, 0);
    this.#queue = [...this.#uncertain, ...this.#queue];
    this.#queuedBytes += bytes;
    this.#writtenBytes -= bytes;
    this.#uncertain = [];
    if (this.#handle === handle) await this.#giveUp(handle);
  }

  /** Whether its name still leads to the file that is written: a person may delete or move a folder at any time. */
  async isThere(): Promise<boolean> {
    if (this.#handle === null) return true;
    const [named, written] = await Promise.all([this.#disk.stat(this.path).catch(() => null), this.#handle.stat()]);
    return named !== null && named.ino === written.ino && named.dev === written.dev;
  }

  /**
   * Copies everything, what still waits included, to a new file. Of bytes that were written and cannot be read back it is left out
   * how many; zeros stand in their place, so that everything else keeps its own. Rejects with the system's error of the new file.
   * @param front goes over the first bytes, for a header whose sizes are known late
   */
  async copyTo(path: string, front: Uint8Array = new Uint8Array(0)): Promise<{ readonly lostBytes: number }> {
    // A flush that is tried again meanwhile moves bytes from one to the other. What the medium may not have is taken from memory.
    let position = this.#uncertain.reduce((at, part) => at - part.byteLength, this.#writtenBytes);
    const waiting = [...this.#uncertain, ...this.#queue];
    const copy = await this.#disk.open(path, 'wx', openMode);
    try {
      const lostBytes = await this.#copyWritten(copy, position);
      for (const part of waiting) {
        await writeWhole(copy, part, position);
        position += part.byteLength;
      }
      await writeWhole(copy, front, 0);
      await copy.datasync();
      return { lostBytes };
    } finally {
      await copy.close();
    }
  }

  /** How many of so many bytes that were written could not be read. Where a stretch cannot, its pieces are tried one by one. */
  async #copyWritten(copy: DiskFile, written: number): Promise<number> {
    const buffer = Buffer.allocUnsafe(mostBytesPerWrite);
    let lostBytes = 0;
    let inPiecesUntil = 0;
    for (let done = 0; done < written;) {
      const length = Math.min(done < inPiecesUntil ? pieceBytes : buffer.length, written - done);
      const { bytesRead } = await this.#readable()
        .then((handle) => handle.read(buffer, 0, length, done))
        .catch(() => ({ bytesRead: 0 }));
      const isLost = bytesRead === 0;
      if (isLost && length > pieceBytes) {
        inPiecesUntil = done + length;
        continue;
      }
      if (isLost) buffer.fill(0);
      const bytes = buffer.subarray(0, isLost ? length : bytesRead);
      await writeWhole(copy, bytes, done);
      if (isLost) lostBytes += length;
      done += bytes.byteLength;
    }
    return lostBytes;
  }

  /**
   * Writes everything queued at once, holding up everything else: for a process that is about to end. What a `flush` under way
   * writes meanwhile are the same bytes at the same place. Throws the system's error.
   */
  rescue(): void {
    const file = this.#disk.openNow(this.path, createFlags, openMode);
    try {
      let position = this.#writtenBytes;
      for (const part of this.#queue) {
        for (let done = 0; done < part.byteLength;) {
          const written = file.write(part, done, part.byteLength - done, position + done);
          if (written === 0) throw tookNothing();
          done += written;
        }
        position += part.byteLength;
      }
      file.datasync();
    } finally {
      file.close();
    }
  }

  /** Closes the file. What is still queued is kept in memory only. */
  async close(): Promise<void> {
    await this.#opening?.catch(() => undefined);
    await this.#closeFailed();
    const handle = this.#handle;
    this.#handle = null;
    await handle?.close();
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

  async #writeSome(until: number): Promise<void> {
    const chunk = this.#takeChunk().subarray(0, until - this.#writtenBytes);
    const handle = await this.#open();
    try {
      const { bytesWritten } = await handle.write(chunk, 0, chunk.byteLength, this.#writtenBytes);
      if (bytesWritten === 0 && chunk.byteLength > 0) throw tookNothing();
      this.#uncertain.push(chunk.subarray(0, bytesWritten));
      this.#drop(bytesWritten);
    } catch (error) {
      await this.#giveUp(handle);
      throw error;
    }
  }

  /** The next attempt opens the file anew: after a lost network share the old handle never works again. */
  async #giveUp(handle: DiskFile): Promise<void> {
    if (this.#handle !== handle) return;
    await this.#closeFailed();
    this.#handle = null;
    this.#failed = handle;
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
    this.#reachedBytes = Math.max(this.#reachedBytes, this.#writtenBytes);
    const first = this.#queue[0];
    if (first === undefined) return;
    if (bytes >= first.byteLength) this.#queue.shift();
    else this.#queue[0] = first.subarray(bytes);
  }

  async #open(): Promise<DiskFile> {
    if (this.#handle !== null) return this.#handle;
    this.#opening ??= this.#openAnew().finally(() => {
      this.#opening = null;
    });
    return await this.#opening;
  }

  async #openAnew(): Promise<DiskFile> {
    // One that is gone is not made anew with a hole for what it held.
    const flags = this.#reachedBytes === 0 ? createFlags : openFlags;
    const handle = await this.#disk.open(this.path, flags, openMode);
    this.#handle = handle;
    await this.#closeFailed();
    return handle;
  }
}
