import { open, type FileHandle } from 'node:fs/promises';
import type { LogEntry, SessionHeader } from '../../../../shared/session/entry.ts';
import { parseEntry } from './entry-line.ts';
import { parseHeader, whyNoHeader } from './header-line.ts';

const chunkBytes = 256 * 1024;
const newline = 10;

/** Whole lines of a file with the byte each begins at. A last line without its line break is not one yet. */
export interface Line {
  readonly text: string;
  readonly startByte: number;
  readonly endByte: number;
}

/** Batches of whole lines from `fromByte` on, as they are read. */
export async function* readLines(path: string, fromByte = 0): AsyncGenerator<Line[]> {
  const handle = await open(path, 'r');
  try {
    yield* linesOf(handle, fromByte);
  } finally {
    await handle.close();
  }
}

async function* linesOf(handle: FileHandle, fromByte: number): AsyncGenerator<Line[]> {
  const buffer = Buffer.allocUnsafe(chunkBytes);
  let rest: Buffer = Buffer.alloc(0);
  let position = fromByte;
  for (;;) {
    const { bytesRead } = await handle.read(buffer, 0, chunkBytes, position);
    if (bytesRead === 0) return;
    const restStart = position - rest.length;
    position += bytesRead;
    const data = Buffer.concat([rest, buffer.subarray(0, bytesRead)]);
    const lines: Line[] = [];
    let start = 0;
    for (let end = data.indexOf(newline); end >= 0; end = data.indexOf(newline, start)) {
      const text = data.toString('utf8', start, end);
      lines.push({ text, startByte: restStart + start, endByte: restStart + end + 1 });
      start = end + 1;
    }
    rest = data.subarray(start);
    if (lines.length > 0) yield lines;
  }
}

async function firstLine(path: string): Promise<string | null> {
  for await (const lines of readLines(path)) return lines[0]?.text ?? '';
  return null;
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

/** Batches of entries from a byte on, in the order of the log. Lines that are no entry (the header, a torn one) are passed over. */
export async function* readEntries(path: string, fromByte = 0): AsyncGenerator<LogEntry[]> {
  for await (const lines of readLines(path, fromByte)) {
    const entries = lines.flatMap((line) => parseEntry(line.text) ?? []);
    if (entries.length > 0) yield entries;
  }
}
