import type { FileHandle } from 'node:fs/promises';
import type { LogEntry, SessionHeader } from '../../../shared/session/entry.ts';
import { emptySession, reduceSession } from '../../../shared/session/fold/fold.ts';
import type { RecordState } from '../../../shared/session/record-state.ts';
import type { SessionView } from '../../../shared/session/view.ts';
import { readFailure } from '../data/disk-errors.ts';
import { mostLogBytes, openRegular } from '../data/regular-file.ts';
import { EntryOrder, type PlacedEntry } from './entry-order.ts';
import { type Line, LineCutter } from './line-cutter.ts';
import { parseEntry, parseHeader, whyNoHeader } from './log-lines.ts';
import { logName } from './session-folder.ts';

const chunkBytes = 256 * 1024;

/** Longer than the first line of any record: options with every text at its longest. */
const mostHeaderBytes = 16 * 1024 * 1024;

/** Opens the log of a session, which no link and nothing but a file stands for. */
const openLog = (path: string): Promise<FileHandle> => openRegular(path, 'read', { mostBytes: mostLogBytes });

/**
 * Batches of whole lines from `fromByte` on, as they are read. A last line without its line break is not one yet.
 * Rejects when the file cannot be read.
 */
export async function* readLines(path: string, fromByte = 0): AsyncGenerator<Line[]> {
  const handle = await openLog(path);
  try {
    const cutter = new LineCutter(fromByte);
    for await (const piece of piecesOf(handle, fromByte)) {
      const lines = cutter.push(piece);
      if (lines.length > 0) yield lines;
    }
  } finally {
    await handle.close();
  }
}

/** The bytes of a file in one buffer, which the next piece overwrites. */
async function* piecesOf(handle: FileHandle, fromByte: number): AsyncGenerator<Buffer> {
  const buffer = Buffer.allocUnsafe(chunkBytes);
  for (let position = fromByte; ;) {
    const { bytesRead } = await handle.read(buffer, 0, chunkBytes, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

/** null: the file has no whole line, or one that is no header by its length alone. */
async function firstLine(path: string): Promise<string | null> {
  const handle = await openLog(path);
  try {
    const cutter = new LineCutter(0, mostHeaderBytes);
    for await (const piece of piecesOf(handle, 0)) {
      const [first] = cutter.push(piece);
      if (first !== undefined) return first.text;
      if (cutter.openBytes > mostHeaderBytes) return '';
    }
    return null;
  } finally {
    await handle.close();
  }
}

/** The header of a log, or null when its first line is none. Rejects when the file cannot be read. */
export async function readHeader(path: string): Promise<SessionHeader | null> {
  const line = await firstLine(path);
  return line === null ? null : parseHeader(line);
}

/** Why `readHeader` found none, as a whole sentence that begins with `name`. Rejects when the file cannot be read. */
export async function headerProblem(path: string, name: string): Promise<string> {
  return `${name} ${whyNoHeader(await firstLine(path))}.`;
}

/**
 * Why a log could not be read, as a whole sentence that begins with `whose`, as in `The log of …`. It names the file: a record is a
 * folder, and what stands in the way is said of its log.
 */
export const logFailure = (whose: string, error: unknown): string =>
  `${whose}, ${logName}, cannot be read: ${readFailure(error)}.`;

/**
 * Batches of entries from a byte on, in the order of the log and of their numbers. Lines that are no entry (the header, a digest, a
 * torn one) are passed over, and so are entries that `order` does not let through.
 */
export async function* readEntries(path: string, order = new EntryOrder(), fromByte = 0): AsyncGenerator<LogEntry[]> {
  for await (const lines of readLines(path, fromByte)) {
    const placed = lines.flatMap(({ text, startByte }): PlacedEntry[] => {
      const entry = parseEntry(text);
      return entry === null ? [] : [{ entry, byte: startByte }];
    });
    const entries = order.take(placed);
    if (entries.length > 0) yield entries;
  }
  const last = order.end();
  if (last.length > 0) yield last;
}

/** Longest stretch of folding between two breaths of the loop: it carries live audio. */
const sliceMs = 5;

const breath = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** The view after more entries, folded in slices. @param each is shown every one */
export async function foldSlices(
  view: SessionView,
  entries: readonly LogEntry[],
  each?: (entry: LogEntry) => void,
): Promise<SessionView> {
  let folded = view;
  let sinceMs = performance.now();
  for (const entry of entries) {
    folded = reduceSession(folded, entry);
    each?.(entry);
    if (performance.now() - sinceMs > sliceMs) {
      await breath();
      sinceMs = performance.now();
    }
  }
  return folded;
}

/** Where a fold of a log goes on: a view, and where in the log its entries end. */
export interface Checkpoint {
  readonly view: SessionView;
  readonly logBytes: number;
}

/**
 * The fold of a log on disk, whole or on from a checkpoint, and what is wrong with the order of the entries it read.
 * Rejects when the file cannot be read. `each` is shown every entry that is folded.
 */
export async function foldInOrder(
  path: string,
  header: SessionHeader | null,
  from: Partial<Checkpoint> & { readonly each?: ((entry: LogEntry) => void) | undefined } = {},
): Promise<{ readonly view: SessionView; readonly order: Pick<RecordState, 'outOfOrder' | 'missing'> }> {
  let view = from.view ?? emptySession(header);
  const order = new EntryOrder(view.seq);
  for await (const entries of readEntries(path, order, from.logBytes ?? 0)) {
    view = await foldSlices(view, entries, from.each);
  }
  return { view, order: order.found };
}

/** The fold alone, for whoever has said already how the record stands. Rejects when the file cannot be read. */
export const foldLog = async (path: string, header: SessionHeader | null, from?: Checkpoint): Promise<SessionView> =>
  (await foldInOrder(path, header, from)).view;
