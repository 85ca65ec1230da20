import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Digests } from './digests.ts';

/*
 * The record of a session read by what its format promises, apart from the application's own reader: lines by hand,
 * audio put back from the files, every frame as the bytes it was on the wire.
 */

/** A line of `events.jsonl` after the header. */
export interface Line {
  readonly seq: number;
  readonly from: string;
  /** The event as it stands, verbatim. */
  readonly event: string;
  /** The frame on the wire; null: something the bench says. */
  readonly frame: Buffer | null;
  readonly binary: boolean;
}

const head = /^\{"seq":(\d+),"at":"([^"]*)","t":([0-9.e+-]+),"from":"(client|server|bench)"/;
const bytesMember = /,"bytes":(\d+)/y;
const binaryMember = ',"binary":true';
const rawMember = ',"raw":';
const eventMember = ',"event":';

/** Where the string that begins at `start` ends, its quote included. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}

const text = (quoted: string): string => {
  const value: unknown = JSON.parse(quoted);
  if (typeof value !== 'string') throw new Error('What should be a string is none.');
  return value;
};

/** The frame with the one reference in it replaced by the base64 of the bytes it names. */
function withAudio(said: string, files: ReadonlyMap<string, Buffer>): string {
  const opening = '{"$audio":';
  const start = said.indexOf(opening);
  const end = said.indexOf('}}', start) + 2;
  if (start < 0 || end < 2) throw new Error('The frame is not as long as it says, and names no audio.');
  const reference: unknown = JSON.parse(said.slice(start + opening.length, end - 1));
  const { file, offset, length } = reference as { file: string; offset: number; length: number };
  const bytes = files.get(file)?.subarray(offset, offset + length);
  if (bytes?.byteLength !== length) throw new Error(`${file} does not hold ${length} bytes from ${offset} on.`);
  return `${said.slice(0, start)}"${bytes.toString('base64')}"${said.slice(end)}`;
}

/** One line. Throws a sentence where it is not what the format says. */
export function readLine(line: string, files: ReadonlyMap<string, Buffer>): Line {
  const begun = head.exec(line);
  if (begun === null || !line.endsWith('}')) throw new Error('The line does not begin and end as an entry does.');
  let at = begun[0].length;
  bytesMember.lastIndex = at;
  const counted = bytesMember.exec(line);
  at += counted?.[0].length ?? 0;
  const binary = line.startsWith(binaryMember, at);
  if (binary) at += binaryMember.length;
  let raw: string | null = null;
  if (line.startsWith(rawMember, at)) {
    const start = at + rawMember.length;
    at = endOfString(line, start);
    raw = text(line.slice(start, at));
  }
  if (!line.startsWith(eventMember, at)) throw new Error('The line holds no event where one belongs.');
  const event = line.slice(at + eventMember.length, -1);
  const made = { seq: Number(begun[1]), from: begun[4] ?? '', event, binary };
  if (counted === null) return { ...made, frame: null };
  const bytes = Number(counted[1]);
  if (binary) return { ...made, frame: Buffer.from(text(event), 'base64') };
  const said = raw ?? (event.startsWith('"') ? text(event) : event);
  const frame = Buffer.from(Buffer.byteLength(said) === bytes ? said : withAudio(said, files), 'utf8');
  if (frame.byteLength !== bytes) throw new Error(`The frame had ${bytes} bytes and has ${frame.byteLength}.`);
  return { ...made, frame };
}

const audioFiles = ['input', 'output'].flatMap((stream) =>
  ['', '-pcmu', '-pcma'].map((format) => `${stream}${format}.wav`),
);

export interface Record {
  readonly lines: readonly Line[];
  /** What is wrong with it, as sentences. */
  readonly problems: readonly string[];
}

/** Every entry of a session folder. */
export async function readRecord(folder: string): Promise<Record> {
  const files = new Map<string, Buffer>();
  for (const name of audioFiles) {
    const bytes = await readFile(join(folder, name)).catch(() => null);
    if (bytes !== null) files.set(name, bytes);
  }
  const whole = await readFile(join(folder, 'events.jsonl'));
  const problems: string[] = whole.at(-1) === 0x0a ? [] : ['The log does not end with a whole line.'];
  const digests = new Digests(files);
  const lines: Line[] = [];
  for (const [index, bytes] of [...wholeLines(whole)].entries()) {
    const line = bytes.toString('utf8', 0, bytes.byteLength - 1);
    try {
      if (digests.take(bytes, line, lines.length) || index === 0) continue;
      const read = readLine(line, files);
      lines.push(read);
      if (read.seq !== lines.length) problems.push(`Entry ${lines.length} of the log says it is entry ${read.seq}.`);
    } catch (error) {
      problems.push(`Line ${index + 1} of the log: ${String(error)} ${line.slice(0, 200)}`);
    }
  }
  return { lines, problems: [...problems, ...digests.end()] };
}

/** The lines of a log with their line breaks; what stands behind the last one is none. */
function* wholeLines(log: Buffer): Generator<Buffer> {
  let start = 0;
  for (let end = log.indexOf(0x0a); end >= 0; end = log.indexOf(0x0a, start)) {
    yield log.subarray(start, end + 1);
    start = end + 1;
  }
}
