import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseDigestLine } from '../../../electron/engine/record/digests.ts';
import { type RecordOptions, SessionRecord } from '../../../electron/engine/record/session-record.ts';
import { readBenchEvent } from '../../../shared/session/bench-events.ts';
import type { LogEntry } from '../../../shared/session/entry.ts';
import { golden } from '../../unit/session/golden.ts';

export const app = '0.0.0-test';

/** Sessions that are recorded again from the entries of earlier ones, with some sound that they had not. */
export const names = ['06-truncation', '09-late-transcripts', '21-tool-round'] as const;

const delta = Buffer.alloc(4800, 7).toString('base64');
/** A tenth of a second of it, as a service sends it. */
export const soundFrame = { type: 'response.output_audio.delta', response_id: 'r', item_id: 'i', delta };

/** References to sound that is not kept with the fixtures, as sound of their length. */
const withSound = (text: string): string =>
  text.replaceAll(/\{"\$audio":\{[^}]*"length":(\d+)\}\}/g, (_, length: string) =>
    JSON.stringify(Buffer.alloc(Number(length), 9).toString('base64')),
  );

/** Records one entry of an earlier session as it came then. */
export function recordEntry(record: SessionRecord, { from, event }: LogEntry): void {
  if (from !== 'bench') {
    record.frame(from, typeof event === 'string' ? event : withSound(JSON.stringify(event)));
    return;
  }
  const read = readBenchEvent(event);
  if (read.kind === 'read') record.bench(read.event);
}

export interface Recording {
  readonly record: SessionRecord;
  readonly notes: string[];
  readonly shown: LogEntry[];
}

/** Begins a record as the engine does; what is shown and noted is kept. */
export async function beginRecording(
  sessionsFolder: string,
  name: string,
  more: Partial<RecordOptions> = {},
): Promise<Recording | { readonly refused: string }> {
  const notes: string[] = [];
  const shown: LogEntry[] = [];
  const made = await SessionRecord.create({
    sessionsFolder,
    header: { ...golden(name).header, sessionId: name },
    startedMs: performance.now(),
    app,
    hooks: {
      onShown: (entries) => void shown.push(...entries),
      onOverflow: () => undefined,
      onNote: (text) => void notes.push(text),
    },
    log: { retryMs: 1, mostWaitingBytes: 1e9 },
    ...more,
  });
  return made.ok ? { record: made.record, notes, shown } : { refused: made.error.message };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Feeds all of an earlier session to a record, a few frames a turn of the loop. */
export async function feed(record: SessionRecord, name: string): Promise<void> {
  for (const [at, entry] of golden(name).entries.entries()) {
    recordEntry(record, entry);
    if (at % 7 === 0) record.frame('server', JSON.stringify(soundFrame));
    if (at % 3 === 0) await turn();
  }
}

/** A whole session of a folder, closed in good order. Its folder. */
export async function recorded(sessionsFolder: string, name: string): Promise<string> {
  const made = await beginRecording(sessionsFolder, name);
  if ('refused' in made) throw new Error(made.refused);
  await feed(made.record, name);
  await made.record.close();
  return made.record.folder;
}

/** The lines of a log with their line breaks. */
export const linesOf = (log: Buffer): string[] => log.toString('utf8').split(/(?<=\n)/);

/** The same as an earlier version wrote it: without digests. */
export const withoutDigests = (log: Buffer): Buffer =>
  Buffer.from(
    linesOf(log)
      .filter((line) => parseDigestLine(line.trimEnd()) === null)
      .join(''),
  );

/** A session folder that holds nothing but this log. */
export async function folderWith(parent: string, name: string, log: Buffer | string): Promise<string> {
  const folder = join(parent, name);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'events.jsonl'), log);
  return folder;
}

export const logOf = (folder: string): Promise<Buffer> => readFile(join(folder, 'events.jsonl'));

/** Numbers that look random and are the same at every run: `next(n)` is a whole number from 0 to n - 1. */
export function seeded(seed: number): (n: number) => number {
  let state = seed >>> 0;
  return (n) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}
