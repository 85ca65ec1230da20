import { join } from 'node:path';
import type { LogEntry, SessionHeader } from '../../../shared/session/entry.ts';
import { emptySession, reduceSession } from '../../../shared/session/fold/fold.ts';
import { emptySoundMap, formatOfSoundFile, reduceSound, type Voice } from '../../../shared/session/heard/sound-map.ts';
import { soundPieces } from '../../../shared/session/heard/sound-pieces.ts';
import type { SessionView } from '../../../shared/session/view.ts';
import { isLocked } from '../data/lock.ts';
import { meaningOf } from '../data/disk-errors.ts';
import { mostLogBytes, regularFacts } from '../data/regular-file.ts';
import { EntryOrder, type PlacedEntry } from '../record/entry-order.ts';
import { parseEntry } from '../record/log-lines.ts';
import { readEntries, readHeader, readLines } from '../record/read-log.ts';
import { logName } from '../record/session-folder.ts';
import { type ColumnOrder, columnPeaks, type VoiceColumns } from './column-peaks.ts';
import { keepPieces, keptPieces, type LogState, type SessionPieces } from './kept-pieces.ts';
import { FilePeaks } from './peak-file.ts';

/** The view behind a batch of entries, and the byte of the log at which it ends. Views share what did not change. */
interface Checkpoint {
  readonly view: SessionView;
  readonly byte: number;
}

/**
 * The record of one session as a player looks at it: where its sound lies, how it looks from afar, how the session stood at any moment.
 * Follows a record that grows. Everything it is asked rejects with the system's error where a file cannot be read. Busy for as long as
 * reading and folding take: it belongs in a thread of its own.
 */
export class RecordedSession {
  readonly folder: string;
  readonly #path: string;
  readonly #peaks = new Map<string, FilePeaks>();
  #header: SessionHeader | null = null;
  #map = emptySoundMap;
  #view: SessionView | null = null;
  #order = new EntryOrder();
  #checkpoints: Checkpoint[] = [];
  #readBytes = 0;
  #reading: Promise<void> | null = null;
  #pieces: (SessionPieces & LogState) | null = null;

  constructor(folder: string) {
    this.folder = folder;
    this.#path = join(folder, logName);
  }

  /** Null: the log begins with none. */
  async header(): Promise<SessionHeader | null> {
    this.#header ??= await readHeader(this.#path);
    return this.#header;
  }

  async pieces(): Promise<SessionPieces> {
    const { size: logBytes, mtimeMs: logMtimeMs } = await regularFacts(this.#path, { mostBytes: mostLogBytes });
    const state = { logBytes, logMtimeMs };
    const have = this.#pieces;
    if (have?.logBytes === logBytes && have.logMtimeMs === logMtimeMs) return have;
    const kept = this.#readBytes === 0 ? await keptPieces(this.folder, state) : null;
    if (kept !== null) {
      this.#pieces = { ...kept, ...state };
      return kept;
    }
    await this.#readOn();
    const made = { pieces: soundPieces(this.#map), lengthMs: this.#map.t };
    this.#pieces = { ...made, ...state };
    if (this.#map.ended && !(await isLocked(this.folder))) await keepPieces(this.folder, state, made);
    return made;
  }

  /** @returns also the sound files that the record names and that are not there */
  async columns(order: ColumnOrder): Promise<VoiceColumns & { readonly lengthMs: number; readonly missing: string[] }> {
    const { pieces, lengthMs } = await this.pieces();
    const over = !(await isLocked(this.folder));
    const missing: string[] = [];
    const voices = new Map<string, Voice>(pieces.map(({ file, voice }) => [file, voice]));
    for (const [file, voice] of voices) if (!(await this.#refreshed(file, voice, over))) missing.push(file);
    const peaksOf = (file: string): FilePeaks | null =>
      missing.includes(file) ? null : (this.#peaks.get(file) ?? null);
    return { ...(await columnPeaks(this.folder, pieces, peaksOf, order)), lengthMs, missing };
  }

  /** The fold of all entries up to a session time. Null: the log begins with no header. */
  async viewAt(atMs: number): Promise<SessionView | null> {
    const header = await this.header();
    if (header === null) return null;
    await this.#readOn();
    const before = this.#checkpoints.findLast(({ view }) => view.t <= atMs);
    let view = before?.view ?? emptySession(header);
    for await (const entries of readEntries(this.#path, new EntryOrder(view.seq), before?.byte ?? 0)) {
      for (const entry of entries) {
        if (entry.t > atMs) return view;
        view = reduceSession(view, entry);
      }
    }
    return view;
  }

  async #refreshed(file: string, voice: Voice, over: boolean): Promise<boolean> {
    const format = formatOfSoundFile(voice, file);
    if (format === null) return false;
    const peaks = this.#peaks.get(file) ?? new FilePeaks(this.folder, file, format);
    this.#peaks.set(file, peaks);
    try {
      await peaks.refresh(over);
      return true;
    } catch (error) {
      if (meaningOf(error) === 'missing') return false;
      throw error;
    }
  }

  #readOn(): Promise<void> {
    this.#reading ??= this.#readNew().finally(() => {
      this.#reading = null;
    });
    return this.#reading;
  }

  async #readNew(): Promise<void> {
    const { size } = await regularFacts(this.#path, { mostBytes: mostLogBytes });
    if (size <= this.#readBytes) return;
    this.#view ??= emptySession(await this.header());
    for await (const lines of readLines(this.#path, this.#readBytes)) {
      const placed = lines.flatMap(({ text, startByte: byte }): PlacedEntry[] => {
        const entry = parseEntry(text);
        return entry === null ? [] : [{ entry, byte }];
      });
      for (const entry of this.#order.take(placed)) this.#take(entry);
      this.#readBytes = lines.at(-1)?.endByte ?? this.#readBytes;
      this.#checkpoints.push({ view: this.#view, byte: this.#readBytes });
    }
  }

  #take(entry: LogEntry): void {
    this.#map = reduceSound(this.#map, entry);
    if (this.#view !== null) this.#view = reduceSession(this.#view, entry);
  }
}
