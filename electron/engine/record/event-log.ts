import type { AppendFile } from './append-file.ts';
import type { AudioFiles } from './audio-files.ts';
import type { DigestChain, Seal } from './digests.ts';

/** What became of a batch of lines. */
export interface LogHooks {
  /** The lines up to and including `lastSeq`, all there are, are being written; `onWritten` names the same one when they are. */
  onBatch?(lastSeq: number): void;
  /** The lines up to and including `lastSeq` are in the file. */
  onWritten(lastSeq: number): void;
  /** Writing failed. What was not written waits in memory and is tried again every second. Called once until `onRecovered`. */
  onTrouble(error: unknown): void;
  /** Everything that waited is in the files now: `waited` lines. */
  onRecovered(waited: number): void;
  /** More waits in memory than may. Called once a trouble. */
  onOverflow(waitingBytes: number): void;
  /** The file is not where it was made any more; what is written still goes into it. Called once. */
  onGone?(): void;
}

export interface EventLogOptions {
  readonly retryMs: number;
  readonly mostWaitingBytes: number;
}

/**
 * When a line is written: at the next turn of the loop; then, and on the medium before it is said to be written, where a power cut
 * leaves it; or, where nothing waits for it, together with what comes in `laterMs`.
 */
export type Due = 'now' | 'medium' | 'later';

/** Part of the quarter of a second that a crash may cost: a voice is five frames then, and one write of each file. */
export const laterMs = 100;

/** A log has a digest for so many bytes, so that damage has a place. */
const sealedEveryBytes = 64 * 1024;

/** About 20 minutes of a session with both voices. */
export const defaultLogOptions: EventLogOptions = { retryMs: 1000, mostWaitingBytes: 128 * 1024 * 1024 };

/**
 * The append-only writer of `events.jsonl`. What waits when it writes is one batch, the audio that its lines refer
 * to before them, so that no line ever points beyond the end of an audio file.
 */
export class EventLog {
  readonly #file: AppendFile;
  readonly #audio: AudioFiles;
  readonly #hooks: LogHooks;
  readonly #options: EventLogOptions;
  readonly #chain: DigestChain | null;
  #seal: Seal | null = null;
  /** The digest that closes it is queued. */
  #ended = false;
  #gone = false;
  #lines: string[] = [];
  #lastSeq = 0;
  /** Up to here lines are not to wait for others. */
  #dueSeq = 0;
  #writtenSeq = 0;
  #scheduled = false;
  #later: NodeJS.Timeout | null = null;
  /** Something was added that must be on the medium before it is said to be written. */
  #dueOnMedium = false;
  #writing: Promise<void> | null = null;
  #troubled = false;
  #overflowed = false;
  #retry: NodeJS.Timeout | null = null;
  /** Nothing is tried again by itself. */
  #ending = false;

  /** @param chain makes its digests; null: it gets none */
  constructor(
    file: AppendFile,
    audio: AudioFiles,
    hooks: LogHooks,
    options: EventLogOptions = defaultLogOptions,
    chain: DigestChain | null = null,
  ) {
    this.#chain = chain;
    this.#file = file;
    this.#audio = audio;
    this.#hooks = hooks;
    this.#options = options;
  }

  /** Bytes of the log known to be in the file; always ends a line unless writing is in trouble. */
  get writtenBytes(): number {
    return this.#file.writtenBytes;
  }

  get writtenSeq(): number {
    return this.#writtenSeq;
  }

  get troubled(): boolean {
    return this.#troubled;
  }

  /** The file was deleted or moved while it was written. */
  get gone(): boolean {
    return this.#gone;
  }

  /** The last digest in the file; null: none. Nothing waits behind it unless writing is in trouble. */
  get seal(): Seal | null {
    return this.#seal;
  }

  /** Queues the line of entry `seq`. Returns at once and never throws. */
  add(seq: number, line: string, due: Due = 'now'): void {
    this.#lines.push(line);
    this.#lastSeq = seq;
    this.#dueOnMedium ||= due === 'medium';
    if (due === 'later') this.#later ??= setTimeout(() => this.#writeLater(), laterMs);
    else this.#dueNow();
  }

  #writeLater(): void {
    this.#later = null;
    this.#dueNow();
  }

  #dueNow(): void {
    this.#dueSeq = this.#lastSeq;
    this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled || this.#writing !== null) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      void this.#write();
    });
  }

  /**
   * Tries to write everything added so far, now. True when it all is in the files.
   * @param ending nothing is tried again by itself from then on, so that what is not written then stays where it is
   */
  async drain(ending = false): Promise<boolean> {
    this.#ending ||= ending;
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.#retry = null;
    await this.#writing;
    while (this.#writtenSeq < this.#lastSeq) {
      this.#dueSeq = this.#lastSeq;
      await this.#write();
      if (this.#troubled) return false;
    }
    return true;
  }

  #stopLater(): void {
    if (this.#later !== null) clearTimeout(this.#later);
    this.#later = null;
  }

  /** Writes everything added so far at once, holding up everything else: for a process that is about to end. Throws the system's error. */
  rescue(): void {
    this.#queueLines(true);
    this.#audio.rescue();
    this.#file.rescue();
  }

  async sync(): Promise<void> {
    await this.#file.sync();
    await this.lookForFile();
  }

  /** Writes the digest that closes the log, when everything else is in it. Rejects with the system's error. */
  async end(): Promise<void> {
    this.#queueEnd();
    await this.#file.flush();
  }

  /** Copies the log, with everything that waits and the digest that closes it, to another file. Rejects with the system's error. */
  async copyTo(path: string): Promise<{ readonly lostBytes: number }> {
    this.#queueLines(true);
    this.#queueEnd();
    return await this.#file.copyTo(path);
  }

  /** Closes the file. Nothing is tried again from then on. */
  async close(): Promise<void> {
    this.#ending = true;
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.#stopLater();
    await this.#writing;
    await this.#file.close();
  }

  #write(): Promise<void> {
    this.#writing ??= this.#writeAll().finally(() => {
      this.#writing = null;
      // Added after the last look, and nothing was scheduled for it then.
      if (!this.#troubled && this.#writtenSeq < this.#dueSeq) this.#schedule();
    });
    return this.#writing;
  }

  async #writeAll(): Promise<void> {
    while (this.#writtenSeq < this.#dueSeq) {
      // Whatever may wait goes with what may not.
      const seq = this.#lastSeq;
      this.#stopLater();
      this.#hooks.onBatch?.(seq);
      const onMedium = this.#dueOnMedium;
      this.#dueOnMedium = false;
      this.#queueLines(onMedium);
      try {
        await this.#audio.flush();
        await this.#file.flush();
        if (onMedium) {
          await this.#audio.sync();
          await this.#file.sync();
          await this.lookForFile();
        }
      } catch (error) {
        this.#dueOnMedium ||= onMedium;
        this.#fail(error);
        return;
      }
      const waited = seq - this.#writtenSeq;
      this.#writtenSeq = seq;
      if (this.#troubled) this.#recover(waited);
      this.#hooks.onWritten(seq);
    }
  }

  /** @param sealed a digest follows, whatever there is to cover */
  #queueLines(sealed = false): void {
    if (this.#lines.length > 0) {
      const bytes = Buffer.from(this.#lines.join(''));
      this.#lines = [];
      this.#file.append(bytes);
      this.#chain?.take(bytes);
    }
    const open = this.#chain?.openBytes ?? 0;
    if (this.#chain === null || open < (sealed ? 1 : sealedEveryBytes)) return;
    this.#append(this.#chain.seal({ seq: this.#lastSeq }));
  }

  #queueEnd(): void {
    if (this.#chain === null || this.#ended) return;
    this.#ended = true;
    this.#append(this.#chain.seal({ seq: this.#lastSeq, end: true, audio: this.#audio.digests }));
  }

  #append(digest: Buffer): void {
    const endByte = this.#file.append(digest) + digest.byteLength;
    this.#seal = { endByte, sha256: this.#chain?.sha256 ?? '' };
  }

  /** A file that was deleted takes every write, and nobody can find it any more. */
  async lookForFile(): Promise<void> {
    if (this.#gone || (await this.#file.isThere())) return;
    this.#gone = true;
    this.#hooks.onGone?.();
  }

  #fail(error: unknown): void {
    if (!this.#troubled) {
      this.#troubled = true;
      this.#hooks.onTrouble(error);
    }
    this.#queueLines();
    const waiting = this.#file.queuedBytes + this.#audio.queuedBytes;
    if (waiting > this.#options.mostWaitingBytes && !this.#overflowed) {
      this.#overflowed = true;
      this.#hooks.onOverflow(waiting);
    }
    if (this.#ending) return;
    this.#retry ??= setTimeout(() => {
      this.#retry = null;
      void this.#write();
    }, this.#options.retryMs);
  }

  #recover(waited: number): void {
    this.#troubled = false;
    this.#overflowed = false;
    this.#hooks.onRecovered(waited);
  }
}
