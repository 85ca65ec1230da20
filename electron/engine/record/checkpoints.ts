import { messageOf } from '../../../shared/kit/errors.ts';
import type { SessionView } from '../../../shared/session/view.ts';
import type { HeldLock } from '../data/lock.ts';
import type { AudioFiles } from './audio-files.ts';
import type { EventLog } from './event-log.ts';
import { writeSummary } from './summary.ts';

const everyMs = 5000;

export interface CheckpointParts {
  readonly app: string;
  readonly folder: string;
  readonly lock: HeldLock;
  readonly audio: AudioFiles;
  readonly log: EventLog;
  readonly hooks: { onNote(text: string): void };
}

/** Every few seconds, and at the close: the files on the medium, WAV headers true, the view in `summary.json`, the lock touched. */
export class Checkpoints {
  readonly #parts: CheckpointParts;
  readonly #timer: NodeJS.Timeout;
  #offered: { view: SessionView; logBytes: number } | null = null;
  #running: Promise<void> | null = null;

  constructor(parts: CheckpointParts) {
    this.#parts = parts;
    this.#timer = setInterval(() => this.#tick(), everyMs);
  }

  /** The newest view whose entries are all in the file, and where they end in it. */
  offer(view: SessionView, logBytes: number): void {
    this.#offered = { view, logBytes };
  }

  /** @param finalView the view of the whole log, or null when the disk did not take all of it */
  async close(finalView: SessionView | null): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
    const { audio, log, lock } = this.#parts;
    if (finalView !== null) await this.#write({ view: finalView, logBytes: log.writtenBytes }, true);
    await this.#attempt('closing the files', async () => {
      await audio.close();
      await log.close();
    });
    await this.#attempt('giving up the lock', () => lock.release());
  }

  #tick(): void {
    if (this.#running !== null || this.#offered === null) return;
    const checkpoint = this.#offered;
    this.#offered = null;
    this.#running = this.#write(checkpoint, false).finally(() => {
      this.#running = null;
    });
  }

  async #write(checkpoint: { view: SessionView; logBytes: number }, complete: boolean): Promise<void> {
    const { app, folder, lock, audio, log } = this.#parts;
    await this.#attempt('bringing the files to the disk', async () => {
      await lock.touch();
      await audio.fixHeaders();
      await audio.sync();
      await log.sync();
    });
    await this.#attempt('writing summary.json', () =>
      writeSummary(folder, checkpoint.view, { app, complete, logBytes: checkpoint.logBytes }),
    );
  }

  /** Nothing here holds anything that the log does not: a failure is worth a note, and the next start mends it. */
  async #attempt(what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#parts.hooks.onNote(`${what} in ${this.#parts.folder} failed: ${messageOf(error)}`);
    }
  }
}
