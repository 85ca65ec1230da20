import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import {
  benchError,
  type BenchError,
  messageOf,
  ok,
  refuse,
  type Result,
  traceOf,
} from '../../../shared/kit/errors.ts';
import { asObject, isJsonObject, type Json, type JsonObject, parseJson } from '../../../shared/kit/json.ts';
import type { BenchEvent } from '../../../shared/session/bench-events.ts';
import type { LogEntry, Origin, SessionHeader } from '../../../shared/session/entry.ts';
import { emptySession, reduceSession } from '../../../shared/session/fold/fold.ts';
import { redactedHeader } from '../../../shared/session/handing-on/redact-entry.ts';
import type { SessionView } from '../../../shared/session/view.ts';
import { type Disk, systemDisk } from '../data/disk.ts';
import { diskError } from '../data/disk-errors.ts';
import type { HeldLock } from '../data/lock.ts';
import { AppendFile } from './append-file.ts';
import { AudioFiles, audioPayload, type AudioPayload, UnkeptAudio } from './audio-files.ts';
import { Checkpoints } from './checkpoints.ts';
import { DigestChain } from './digests.ts';
import { defaultLogOptions, type Due, EventLog, type EventLogOptions } from './event-log.ts';
import {
  benchJson,
  benchLine,
  binaryEvent,
  cutAudio,
  type EntryHead,
  frameLine,
  frameText,
  headerLine,
} from './log-lines.ts';
import { redactedLine, secretFill } from './redacted-lines.ts';
import { otherFolders, saveElsewhere } from './save-elsewhere.ts';
import { logName, makeSessionFolder } from './session-folder.ts';

/** What ends something that is paid for: its usage, or that it has none, is what the record is kept for. */
const reportingEvents: ReadonlySet<unknown> = new Set([
  'response.done',
  'conversation.item.input_audio_transcription.completed',
]);

const namesUsage = (value: JsonObject | undefined): boolean =>
  Object.keys(value ?? {}).some((name) => /usage/i.test(name));

/** Whether a frame of the service reports usage, in whatever place: a power cut right after it must not lose it. */
const carriesUsage = (event: JsonObject): boolean =>
  reportingEvents.has(event['type']) ||
  [event, ...['response', 'item', 'session'].map((key) => asObject(event[key]))].some(namesUsage);

export interface RecordHooks {
  /** Entries that are in the file now (or, while the disk is in trouble, are kept in memory), in order. */
  onShown(entries: readonly LogEntry[]): void;
  /** Nothing more fits in memory while the disk takes nothing: the session has to end. */
  onOverflow(): void;
  /** Something about the record worth a line in the host's own log. */
  onNote(text: string): void;
}

/** What a record takes its times from: a monotonic clock in ms, and the time of day. */
export interface RecordClock {
  nowMs(): number;
  date(): Date;
}

const machineClock: RecordClock = { nowMs: () => performance.now(), date: () => new Date() };

export interface RecordOptions {
  readonly sessionsFolder: string;
  readonly header: SessionHeader;
  /** `usage`: neither sound nor words are written down, only what the session used. Left out: everything is. */
  readonly keep?: 'all' | 'usage';
  /** The monotonic clock at the header's `startedAt`: where `t` is 0. */
  readonly startedMs: number;
  /** Left out: those of the machine, `performance.now()` the monotonic one. */
  readonly clock?: RecordClock;
  /** Version of the application, for the checkpoint. */
  readonly app: string;
  readonly hooks: RecordHooks;
  readonly log?: EventLogOptions;
  readonly disk?: Disk;
  /** Where the record goes that its folder does not take; left out: `otherFolders`. */
  readonly elsewhere?: readonly string[];
}

/** A record that is being made: its folder with the header in the log. */
interface Begun {
  readonly folder: string;
  readonly file: AppendFile;
  readonly chain: DigestChain;
  readonly lock: HeldLock;
}

/** Makes and locks the folder and writes the header to the medium. Rejects with the system's error, and leaves nothing then. */
async function beginRecord(
  { sessionsFolder, header: { sessionId }, disk = systemDisk }: RecordOptions,
  firstLine: string,
): Promise<Begun> {
  const { folder, lock } = await makeSessionFolder(sessionsFolder, sessionId, disk);
  const file = new AppendFile(join(folder, logName), disk);
  try {
    const chain = new DigestChain();
    const line = Buffer.from(firstLine);
    file.append(line);
    chain.take(line);
    file.append(chain.seal({ seq: 0 }));
    await file.flush();
    await file.sync();
    await disk.syncFolder(sessionsFolder);
    return { folder, file, chain, lock };
  } catch (error) {
    await file.close().catch(() => undefined);
    await lock.release().catch(() => undefined);
    // An empty session would be complained of at every start.
    await disk.remove(folder).catch(() => undefined);
    throw error;
  }
}

/** The log of a session of which neither sound nor words are kept: a line without them for each entry, and the fold of these. */
class WrittenWithoutWords {
  readonly header: SessionHeader;
  readonly #fill = secretFill();
  view: SessionView;

  constructor(header: SessionHeader) {
    this.header = redactedHeader(header, 'usage-only', this.#fill);
    this.view = emptySession(this.header);
  }

  /** The line of an entry. */
  take(entry: LogEntry): string {
    const redacted = redactedLine(entry, this.#fill);
    this.view = reduceSession(this.view, redacted.entry);
    return redacted.line;
  }
}

const oneDecimal = (ms: number): number => Math.round(ms * 10) / 10;

/** A frame as it is to be written: its line, and its entry with the audio it carries. */
interface Written {
  readonly line: string;
  readonly event: Json;
  readonly audio: AudioPayload | null;
}

/**
 * The record of one live session: takes every frame and every event of the bench, gives it its place and time, writes it, folds it:
 * in this order, so that nothing the fold makes of a frame can keep it out of the file.
 * `view` is the fold of everything so far; `shown` the fold of what has been written, which is what a window may see.
 */
export class SessionRecord {
  readonly header: SessionHeader;
  readonly folder: string;
  readonly #hooks: RecordHooks;
  readonly #audio: AudioFiles;
  readonly #log: EventLog;
  readonly #checkpoints: Checkpoints;
  readonly #startedMs: number;
  readonly #clock: RecordClock;
  readonly #disk: Disk;
  readonly #elsewhere: readonly string[];
  /** What is written in the place of the entries, where these are not kept as they are; null: they are. */
  readonly #without: WrittenWithoutWords | null;
  #kept: string | null = null;
  #seq = 0;
  #view: SessionView;
  #shown: SessionView;
  #unshown: LogEntry[] = [];
  /** The view behind the entries that are being written. A view for each entry would hold thousands where the disk is slow. */
  #batch: { readonly seq: number; readonly view: SessionView };
  #showScheduled = false;
  #closed = false;

  /** Makes and locks the folder and writes the header. Refuses when the disk does. */
  static async create(options: RecordOptions): Promise<Result<{ record: SessionRecord }>> {
    try {
      const written = options.keep === 'usage' ? new WrittenWithoutWords(options.header) : null;
      const begun = await beginRecord(options, headerLine(written?.header ?? options.header));
      return ok({ record: new SessionRecord(options, begun, written) });
    } catch (error) {
      return refuse(diskError(error, 'the record of this session', options.sessionsFolder));
    }
  }

  private constructor(
    {
      header,
      startedMs,
      clock = machineClock,
      app,
      hooks,
      log,
      disk = systemDisk,
      elsewhere = otherFolders(),
    }: RecordOptions,
    { folder, file, chain, lock }: Begun,
    written: WrittenWithoutWords | null,
  ) {
    this.#without = written;
    this.#disk = disk;
    this.#elsewhere = elsewhere;
    this.header = header;
    this.#startedMs = startedMs;
    this.#clock = clock;
    this.folder = folder;
    this.#hooks = hooks;
    this.#audio = written === null ? new AudioFiles(folder, disk) : new UnkeptAudio(folder, disk);
    this.#view = emptySession(header);
    this.#shown = this.#view;
    this.#batch = { seq: 0, view: this.#view };
    this.#log = new EventLog(
      file,
      this.#audio,
      {
        onBatch: (seq) => {
          this.#batch = { seq, view: this.#view };
        },
        onWritten: () => this.#show(this.#batch),
        onTrouble: (error) => this.#trouble(error),
        onRecovered: (waited) =>
          void this.bench({
            type: 'bench.repaired',
            message: `The disk takes the record again: ${waited} entries that waited in memory are written, none is missing.`,
          }),
        onOverflow: () => hooks.onOverflow(),
        onGone: () => this.#gone(),
      },
      log ?? defaultLogOptions,
      chain,
    );
    this.#checkpoints = new Checkpoints({
      app,
      folder,
      lock,
      audio: this.#audio,
      log: this.#log,
      hooks: { onNote: (text) => hooks.onNote(text), onTrouble: (error) => this.#checkpointFailed(error) },
      disk,
    });
  }

  get view(): SessionView {
    return this.#view;
  }

  get shown(): SessionView {
    return this.#shown;
  }

  /** True from the beginning of `close` on: nothing more may be recorded. */
  get closed(): boolean {
    return this.#closed;
  }

  /** Where the record is that its folder did not take, in whole sentences, once it is closed; null: it is where it belongs. */
  get kept(): string | null {
    return this.#kept;
  }

  /** Milliseconds since the session began. */
  get nowMs(): number {
    return oneDecimal(this.#clock.nowMs() - this.#startedMs);
  }

  /** Records a text frame as it stood on the wire, and gives back the audio it carries. `event`: the same frame parsed, where the caller has it. */
  frame(from: 'client' | 'server', text: string, event?: JsonObject): { entry: LogEntry; audio: AudioPayload | null } {
    const head = this.#head(from);
    const bytes = Buffer.byteLength(text);
    // What is not JSON, or nested so deep that nothing could pass it on, is kept as text; a byte order mark cannot stand inside a line.
    const value = event ?? (text.startsWith('\uFEFF') ? undefined : parseJson(text));
    const { line, event: recorded, audio } = this.#written(head, text, value, bytes);
    const usage = from === 'server' && isJsonObject(value) && carriesUsage(value);
    const due = usage ? 'medium' : from === 'client' && audio !== null ? 'later' : 'now';
    return { entry: this.#add({ ...head, event: recorded, bytes }, line, due), audio };
  }

  #written(head: EntryHead, text: string, value: Json | undefined, bytes: number): Written {
    const audio = isJsonObject(value) ? audioPayload(value, this.#view) : null;
    if (isJsonObject(value) && audio !== null) {
      const ref = this.#audio.append(audio.stream, audio.format, audio.bytes);
      const cut = cutAudio(text, audio.key, audio.base64, ref);
      if (cut !== null) {
        const event = { ...value, [audio.key]: { ...ref } };
        return { line: frameLine(head, frameText(cut, event), bytes), event, audio };
      }
    }
    const event = isJsonObject(value) ? value : text;
    return { line: frameLine(head, frameText(text, value), bytes), event, audio };
  }

  /** Records a binary frame, which the protocol does not know: its bytes as base64. JSON in it is an event like any other. */
  binaryFrame(from: 'client' | 'server', frame: Uint8Array): { entry: LogEntry; audio: AudioPayload | null } {
    const head = this.#head(from);
    const text = Buffer.from(frame).toString('base64');
    const event = binaryEvent(frame);
    const line = frameLine(head, { event: JSON.stringify(text) }, frame.byteLength, true);
    const audio = isJsonObject(event) ? audioPayload(event, this.#view) : null;
    const usage = from === 'server' && isJsonObject(event) && carriesUsage(event);
    const entry: LogEntry = { ...head, event, bytes: frame.byteLength, binary: true };
    return { entry: this.#add(entry, line, usage ? 'medium' : 'now'), audio };
  }

  /** Records something the bench says about itself. */
  bench(event: BenchEvent): LogEntry {
    const head = this.#head('bench');
    const plain = benchJson(event);
    return this.#add({ ...head, event: plain }, benchLine(head, plain));
  }

  /**
   * Writes what is left, closes the files and gives up the lock. What the disk did not take is saved elsewhere, as `kept` says.
   * `unsaved`: entries that are not in the folder. Never throws.
   */
  async close(): Promise<{ unsaved: number }> {
    this.#closed = true;
    const drained = await this.#log.drain(true);
    const ended = drained && (await this.#end());
    await this.#checkpoints.finish(ended && !this.#log.gone ? this.#writtenView : null);
    await this.#log.lookForFile().catch(() => undefined);
    const unsaved = this.#log.gone ? this.#seq : this.#seq - this.#log.writtenSeq;
    if (!drained || !ended || this.#log.gone) {
      if (unsaved > 0) this.#hooks.onNote(`${unsaved} entries of ${this.folder} are not on disk.`);
      const { folder } = this;
      const unwritten = { folder, view: this.#writtenView, log: this.#log, audio: this.#audio, disk: this.#disk };
      this.#kept = await saveElsewhere(unwritten, this.#elsewhere);
      this.#hooks.onNote(this.#kept);
    }
    await this.#checkpoints.close();
    return { unsaved };
  }

  /** Brings the sound and then the digest that closes the log to the medium, tried twice: what that lost is written again. */
  async #end(again = true): Promise<boolean> {
    try {
      await this.#audio.fixHeaders();
      await this.#audio.sync();
      await this.#log.end();
      await this.#log.sync();
      return true;
    } catch (error) {
      const next = again ? ' It is tried once more.' : '';
      this.#hooks.onNote(`The end of ${this.folder} could not be written: ${messageOf(error)}.${next}`);
      return again && (await this.#end(false));
    }
  }

  /** Brings everything taken so far into the files at once: for a process that is about to end by a fault. Never throws. */
  rescue(): void {
    try {
      this.#log.rescue();
    } catch (error) {
      this.#hooks.onNote(`What ${this.folder} had not yet on disk is lost: ${messageOf(error)}`);
    }
  }

  /** The fold of what is written. */
  get #writtenView(): SessionView {
    return this.#without?.view ?? this.#view;
  }

  #head(from: Origin): EntryHead {
    return { seq: this.#seq + 1, at: this.#clock.date().toISOString(), t: this.nowMs, from };
  }

  #add(entry: LogEntry, line: string, due: Due = 'now'): LogEntry {
    this.#seq = entry.seq;
    this.#log.add(entry.seq, this.#without?.take(entry) ?? line, due);
    this.#view = reduceSession(this.#view, entry);
    this.#unshown.push(entry);
    if (this.#log.troubled) this.#showSoon();
    return entry;
  }

  #show({ seq, view }: { readonly seq: number; readonly view: SessionView }): void {
    const count = this.#unshown.findIndex((entry) => entry.seq > seq);
    const shown = this.#unshown.splice(0, count < 0 ? this.#unshown.length : count);
    if (shown.length > 0) {
      this.#shown = view;
      this.#tell(shown);
    }
    // A checkpoint of what is not kept would keep it.
    if (!this.#log.troubled && this.#without === null) this.#checkpoints.offer(this.#shown);
  }

  /** Whoever listens may fail; the record goes on. */
  #tell(entries: readonly LogEntry[]): void {
    try {
      this.#hooks.onShown(entries);
    } catch (error) {
      this.#hooks.onNote(`Entries of ${this.folder} were written and not shown: ${traceOf(error)}`);
    }
  }

  /** While the disk takes nothing the session goes on, so its entries are shown unwritten, once the alarm has said so. */
  #showSoon(): void {
    if (this.#showScheduled) return;
    this.#showScheduled = true;
    setImmediate(() => {
      this.#showScheduled = false;
      if (this.#log.troubled) this.#show({ seq: this.#seq, view: this.#view });
    });
  }

  #trouble(error: unknown): void {
    const said = diskError(error, 'the record of this session', this.folder);
    this.#say(said, `The session goes on and its record waits in memory. ${said.nextStep ?? 'Look at the disk.'}`);
  }

  #gone(): void {
    const message = `${this.folder} is not there any more, so nobody finds the record of this session in it.`;
    this.#say(
      benchError('disk', message, { facts: { path: this.folder } }),
      'The session goes on. Its record is kept, and saved in another folder when it ends.',
    );
  }

  #checkpointFailed(error: unknown): void {
    if (this.#log.gone) return;
    const said = diskError(error, 'its checkpoint', this.folder);
    this.#say(said, `What the service sends is recorded all the same. ${said.nextStep ?? 'Look at the disk.'}`);
  }

  #say(error: BenchError, nextStep: string): void {
    if (!this.#closed) this.bench({ type: 'bench.error', error: { ...error, nextStep } });
    this.#hooks.onNote(error.message);
  }
}

/**
 * This process may end by a fault that nothing caught, or by a way out that somebody takes; what was received and waits for the
 * disk is written before that. Returns the way to stop watching.
 */
export function rescueOnFault(record: SessionRecord): () => void {
  const rescue = (): void => record.rescue();
  // The monitor is told before the process ends by itself, and changes nothing about how it does.
  process.on('uncaughtExceptionMonitor', rescue);
  // After a fault that is once more, and the same bytes at the same place.
  process.on('exit', rescue);
  return () => {
    process.off('uncaughtExceptionMonitor', rescue);
    process.off('exit', rescue);
  };
}
