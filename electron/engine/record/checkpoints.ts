import { messageOf } from '../../../shared/kit/errors.ts';
import type { SessionView } from '../../../shared/session/view.ts';
import type { HeldLock } from '../data/lock.ts';
import { hintAt } from '../data/folder-watch.ts';
import { type Disk, systemDisk } from '../data/disk.ts';
import type { AudioFiles } from './audio-files.ts';
import type { Seal } from './digests.ts';
import type { EventLog } from './event-log.ts';
import { writeSummary } from './summary.ts';

const everyMs = 5000;

export interface CheckpointParts {
  readonly app: string;
  readonly folder: string;
  readonly lock: HeldLock;
  readonly audio: AudioFiles;
  readonly log: EventLog;
  readonly hooks: {
    onNote(text: string): void;
    /** Something of a checkpoint fails while the session runs; called once until it succeeds again. */
    onTrouble?(error: unknown): void;
  };
  readonly disk?: Disk;
}

/** A view whose entries are all in the file, where they end in it, and the last digest before that. */
interface Offer {
  readonly view: SessionView;
  readonly logBytes: number;
  readonly seal: Seal | null;
}

/** Every few seconds, and at the close: the files on the medium, WAV headers true, the view in `summary.json`, the lock touched. */
export class Checkpoints {
  readonly #parts: CheckpointParts;
  readonly #timer: NodeJS.Timeout;
  readonly #failing = new Set<string>();
  #offered: Offer | null = null;
  #closing = false;
  #running: Promise<void> | null = null;
  #touching: Promise<void> | null = null;

  constructor(parts: CheckpointParts) {
    this.#parts = parts;
    this.#timer = setInterval(() => this.#tick(), everyMs);
  }

  /** The newest view whose entries are all in the file. */
  offer(view: SessionView): void {
    const { writtenBytes, seal } = this.#parts.log;
    this.#offered = { view, logBytes: writtenBytes, seal };
  }

  /** The last one. @param finalView the view of the whole log, or null when the disk did not take all of it */
  async finish(finalView: SessionView | null): Promise<void> {
    clearInterval(this.#timer);
    this.#closing = true;
    await this.#running;
    await this.#touching;
    const { log } = this.#parts;
    if (finalView !== null) {
      const { writtenBytes, seal } = log;
      await this.#write({ view: finalView, logBytes: writtenBytes, seal }, true);
      await this.#attempt('touching the lock', () => this.#touch());
    }
  }

  async close(): Promise<void> {
    const { audio, folder, log, lock } = this.#parts;
    // The log writes the sound, too, as long as it is open.
    await this.#attempt('closing the log', () => log.close());
    await this.#attempt('closing the sound', () => audio.close());
    await this.#attempt('giving up the lock', () => lock.release());
    await hintAt(folder);
  }

  #tick(): void {
    // Whatever else there is to do or fails: another machine takes a lock that is not touched for a dead one's.
    this.#touching ??= this.#attempt('touching the lock', () => this.#touch()).then(() => {
      this.#touching = null;
    });
    if (this.#running !== null || this.#offered === null) return;
    const checkpoint = this.#offered;
    this.#offered = null;
    this.#running = this.#write(checkpoint, false).finally(() => {
      this.#running = null;
    });
  }

  async #touch(): Promise<void> {
    const { lock, log } = this.#parts;
    try {
      await lock.touch();
    } catch (error) {
      // Where the whole folder is gone, that is what has to be said.
      await log.lookForFile();
      throw error;
    }
  }

  async #write({ view, logBytes, seal }: Offer, complete: boolean): Promise<void> {
    const { app, folder, audio, log, disk = systemDisk } = this.#parts;
    const synced = await this.#attempt('bringing the files to the disk', async () => {
      await audio.fixHeaders();
      await audio.sync();
      await log.sync();
    });
    const head = { app, complete: complete && synced, logBytes, ...(seal === null ? {} : { seal }) };
    await this.#attempt('writing summary.json', () => writeSummary(folder, view, head, disk));
  }

  /**
   * Nothing here holds anything that the log does not: a failure is worth a note, and the next checkpoint or start mends it. At the
   * close, behind which no checkpoint comes, it is tried twice. False: it failed.
   */
  async #attempt(what: string, work: () => Promise<void>, again = this.#closing): Promise<boolean> {
    try {
      await work();
      this.#failing.delete(what);
      return true;
    } catch (error) {
      if (!this.#failing.has(what) && !this.#closing) this.#parts.hooks.onTrouble?.(error);
      this.#failing.add(what);
      this.#parts.hooks.onNote(`${what} in ${this.#parts.folder} failed: ${messageOf(error)}`);
      return again && (await this.#attempt(what, work, false));
    }
  }
}
