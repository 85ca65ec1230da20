import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchError, codeOf, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { diskError, readFailure } from '../data/disk-errors.ts';
import { openRegular } from '../data/regular-file.ts';
import { handOnInWorker } from './hand-on-in-worker.ts';
import type { HandedOn, HandOnOrder } from './writers.ts';

/** Bytes of one answer: a multiple of three, so that pieces of base64 could be put together. */
const pieceBytes = 3 * 1024 * 1024;

/** Files that wait to be read at a time; the oldest goes for a new one. */
const mostWaiting = 4;

interface Waiting {
  readonly folder: string;
  readonly path: string;
  readonly bytes: number;
}

/** A file that was written and waits to be read. */
export interface WaitingFile {
  readonly fileId: string;
  readonly bytes: number;
  readonly done: HandedOn;
}

/** Files that are handed on to a page: written beside the system's other passing files, read piece by piece, and removed. */
export class HandOnFiles {
  readonly #script: string;
  readonly #temporary: string;
  readonly #waiting = new Map<string, Waiting>();
  readonly #closing = new AbortController();

  /**
   * @param script the built entry of the thread that writes
   * @param temporary the folder in which they wait
   */
  constructor(script: string, temporary: string = tmpdir()) {
    this.#script = script;
    this.#temporary = temporary;
  }

  async write(order: HandOnOrder): Promise<Result<WaitingFile>> {
    let folder = '';
    try {
      folder = await mkdtemp(join(this.#temporary, 'voxtally-hand-on-'));
      const path = join(folder, 'file');
      const written = await handOnInWorker({ order, path }, this.#script, this.#closing.signal);
      if (!written.ok) {
        await rm(folder, { recursive: true, force: true });
        return written;
      }
      const { size: bytes } = await stat(path);
      const fileId = randomUUID();
      this.#waiting.set(fileId, { folder, path, bytes });
      for (const [id] of this.#waiting) if (this.#waiting.size > mostWaiting) await this.drop(id);
      return ok({ fileId, bytes, done: written.done });
    } catch (error) {
      if (codeOf(error) === '') throw error;
      return refuse(diskError(error, 'the file to hand on', folder === '' ? this.#temporary : folder));
    }
  }

  /** The bytes from one on, and where the next ones begin. */
  async read(fileId: string, offset: number): Promise<Result<{ base64: string; next: number | null }>> {
    const file = this.#waiting.get(fileId);
    if (file === undefined || offset > file.bytes) {
      return refuse(
        benchError('not-found', 'The file that was written is not there any more.', { nextStep: 'Write it again.' }),
      );
    }
    try {
      const handle = await openRegular(file.path);
      try {
        const { buffer, bytesRead } = await handle.read(Buffer.alloc(pieceBytes), 0, pieceBytes, offset);
        const next = offset + bytesRead;
        const isLast = bytesRead === 0 || next >= file.bytes;
        return ok({ base64: buffer.toString('base64', 0, bytesRead), next: isLast ? null : next });
      } finally {
        await handle.close();
      }
    } catch (error) {
      return refuse(benchError('disk', `The file that was written cannot be read: ${readFailure(error)}.`));
    }
  }

  async drop(fileId: string): Promise<void> {
    const file = this.#waiting.get(fileId);
    this.#waiting.delete(fileId);
    if (file !== undefined) await rm(file.folder, { recursive: true, force: true });
  }

  async close(): Promise<void> {
    this.#closing.abort();
    for (const [id] of this.#waiting) await this.drop(id);
  }
}
