import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { finished } from 'node:stream/promises';
import { type BenchPort, type BillUpload, billUploadSchema } from '../../../shared/contract/ports.ts';
import { benchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { diskError } from '../data/disk-errors.ts';
import { type BeginFile, deleteOldUploads, type IncomingFile, receiveFiles, safeName } from './uploads.ts';

/** The path of an upload as folders and a name, nothing that leads out of its own folder and nothing a file system refuses. */
function safePath(path: string): string[] {
  const parts = path
    .replaceAll('\\', '/')
    .split('/')
    .flatMap((part) => safeName(part) ?? []);
  return parts.length === 0 ? ['export.csv'] : parts;
}

/** What is said where the files of an upload are not there any more. */
export const goneUpload = (): Result<never> =>
  refuse(benchError('not-found', 'The bench no longer has those files.', { nextStep: 'Choose them again.' }));

/** Export files on their way in: `<data>/incoming-bills/<upload>/…`, deleted once they are imported. */
export class IncomingBills {
  readonly #folder: string;

  constructor(dataFolder: string) {
    this.#folder = join(dataFolder, 'incoming-bills');
  }

  folderOf(uploadId: string): string {
    return join(this.#folder, uploadId);
  }

  /** Every file of an upload that came whole. */
  async files(uploadId: string): Promise<string[]> {
    const folder = this.folderOf(uploadId);
    const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
    return entries
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.part'))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  }

  discard(uploadId: string): Promise<void> {
    return rm(this.folderOf(uploadId), { recursive: true, force: true });
  }

  /** Deletes what no window can still mean. */
  clean(nowMs: number): Promise<void> {
    return deleteOldUploads(this.#folder, nowMs);
  }

  async receive(upload: BillUpload): Promise<Result<{ incoming: IncomingBill }>> {
    const path = join(this.folderOf(upload.uploadId), ...safePath(upload.path));
    try {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      return ok({ incoming: new IncomingBill(path, upload) });
    } catch (error) {
      return refuse(diskError(error, upload.path, path));
    }
  }
}

/** One file on its way to disk, written piece by piece and never held. */
export class IncomingBill implements IncomingFile {
  readonly #path: string;
  readonly #upload: BillUpload;
  readonly #stream: WriteStream;
  #received = 0;

  constructor(path: string, upload: BillUpload) {
    this.#path = path;
    this.#upload = upload;
    this.#stream = createWriteStream(`${path}.part`, { mode: 0o600 });
    // The write that failed reports it; a stream without a listener would end the process.
    this.#stream.on('error', () => undefined);
  }

  get complete(): boolean {
    return this.#received >= this.#upload.sizeBytes;
  }

  /** Resolves when the piece is with the system, so that the sender can be told. */
  async add(bytes: Uint8Array): Promise<Result<{ received: number }>> {
    if (this.#received + bytes.byteLength > this.#upload.sizeBytes) {
      return refuse(benchError('invalid-argument', `${this.#upload.path} came with more bytes than were announced.`));
    }
    const failure = await new Promise<Error | null | undefined>((resolve) => this.#stream.write(bytes, resolve));
    if (failure !== null && failure !== undefined) return refuse(diskError(failure, this.#upload.path, this.#path));
    this.#received += bytes.byteLength;
    return ok({ received: this.#received });
  }

  /** Closes the file, under its own name and with its own time: that is when the bill was written. */
  async finish(): Promise<Result> {
    try {
      this.#stream.end();
      // Settles for a stream that failed and was closed before, too.
      await finished(this.#stream);
      await rename(`${this.#path}.part`, this.#path);
      const written = new Date(this.#upload.writtenAtMs);
      await utimes(this.#path, written, written);
      return ok({});
    } catch (error) {
      return refuse(diskError(error, this.#upload.path, this.#path));
    }
  }

  async abandon(): Promise<void> {
    this.#stream.destroy();
    await rm(`${this.#path}.part`, { force: true });
  }
}

/** Serves one bill port: files of an export, one after the other, each piece told once it is written. */
export function serveBillUploads(port: BenchPort, store: IncomingBills, log: (line: string) => void): void {
  const begin: BeginFile = async (announcement) => {
    const start = billUploadSchema.safeParse(announcement);
    if (start.success) return store.receive(start.data);
    const sentence = 'An upload begins with the name, the size and the time of the file.';
    return refuse(benchError('invalid-argument', sentence));
  };
  receiveFiles(port, begin, log);
}
