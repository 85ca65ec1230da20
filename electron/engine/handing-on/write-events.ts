import { join } from 'node:path';
import { benchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { plural } from '../../../shared/kit/numbers.ts';
import { repeatable } from '../../../shared/kit/untrusted/quoting.ts';
import { redactionWords } from '../../../shared/session/record-state.ts';
import type { FileSink } from '../data/table-file.ts';
import { parseEntry, storedFrame } from '../record/log-lines.ts';
import { headerProblem, readHeader, readLines } from '../record/read-log.ts';
import { logName } from '../record/session-folder.ts';
import { WireFrames } from './wire-frames.ts';

/** What of a record was written. */
export interface EventsTally {
  /** Frames exactly as they stood on the wire, and those that cannot be put together any more. */
  readonly frames: number;
  readonly incomplete: number;
  /** Entries of the bench about itself. */
  readonly bench: number;
  /** Why frames are incomplete, or what the record never held: whole sentences. */
  readonly notes: readonly string[];
}

/** So much is put together before it is written. */
const pieceLetters = 256 * 1024;

/**
 * Writes every entry of a session as a line of JSON, the frame in it as one text: decoded, it is the frame byte for byte, sound in
 * base64 included. In the order of the log, a piece at a time. Rejects with the system's error.
 */
export async function writeEvents(folder: string, sink: FileSink): Promise<Result<{ tally: EventsTally }>> {
  const path = join(folder, logName);
  const header = await readHeader(path);
  if (header === null) return refuse(benchError('not-found', await headerProblem(path, repeatable(path, 300))));
  const frames = new WireFrames(folder);
  const counts = { frames: 0, incomplete: 0, bench: 0 };
  const whys = new Map<string, number>();
  let waiting = `${JSON.stringify({ voxtally: 1, export: 'events', header })}\n`;
  let last = 0;
  const lineOf = async (text: string): Promise<string | null> => {
    const entry = parseEntry(text);
    // A block that stands in the log twice counts once.
    if (entry === null || entry.seq <= last) return null;
    last = entry.seq;
    const { seq, at, t, from } = entry;
    const stored = storedFrame(text);
    if (stored === null) {
      counts.bench += 1;
      return JSON.stringify({ seq, at, t, from, event: entry.event });
    }
    const frame = await frames.frameOf(stored);
    switch (frame.kind) {
      case 'text':
        counts.frames += 1;
        return JSON.stringify({ seq, at, t, from, bytes: stored.bytes, frame: frame.text });
      case 'binary':
        counts.frames += 1;
        return JSON.stringify({ seq, at, t, from, bytes: stored.bytes, base64: frame.base64 });
      case 'incomplete':
        counts.incomplete += 1;
        whys.set(frame.why, (whys.get(frame.why) ?? 0) + 1);
        return JSON.stringify({ seq, at, t, from, bytes: stored.bytes, incomplete: frame.why, held: frame.text });
    }
  };
  try {
    for await (const lines of readLines(path)) {
      for (const { text } of lines) {
        const line = await lineOf(text);
        if (line !== null) waiting += `${line}\n`;
        if (waiting.length < pieceLetters) continue;
        await sink(Buffer.from(waiting));
        waiting = '';
      }
    }
  } finally {
    await frames.close();
  }
  await sink(Buffer.from(waiting));
  const said =
    header.redacted === undefined
      ? [...whys].map(([why, times]) => `${plural(times, 'frame')} cannot be put together as on the wire: ${why}`)
      : [redactionWords[header.redacted]];
  return ok({ tally: { ...counts, notes: said } });
}
