import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { count, plural } from '../../../shared/kit/numbers.ts';
import type { JsonObject } from '../../../shared/kit/json.ts';
import {
  type DoubtfulRecord,
  focusNotes,
  type LeftOut,
  leftOutSentence,
} from '../../../shared/session/costs/focus-notes.ts';
import { type HandOnFile, handOnFiles } from '../../../shared/session/handing-on/formats.ts';
import { type FocusSum, writeSessions } from '../costs/export/write-sessions.ts';
import type { FileSink } from '../data/table-file.ts';
import { redactSession } from './redact-session.ts';
import { writeEvents } from './write-events.ts';
import { type UsageOrder, writeUsage } from './write-usage.ts';
import { writeHtml } from './write-html.ts';
import { writeWav } from './write-wav.ts';
import { zipSession } from './zip-session.ts';

/** Sessions to be handed on as a file, what prices them, and which of their days. Plain data: it crosses to a thread as it is. */
export interface HandOnOrder extends UsageOrder {
  readonly format: HandOnFile;
  /** A redacted copy of each is written, made for it and not kept. */
  readonly redacted: boolean;
  /** When it is written, ISO 8601. */
  readonly at: string;
  /** Name of a file of sound that can be written beside a report; null: there can be none. */
  readonly beside: string | null;
}

/** What was written. */
export interface HandedOn {
  readonly sessions: number;
  /** What the file holds, as a sentence without its point: `12 rows of 1 session`. */
  readonly holds: string;
  /** What a reader has to know beside it, in whole sentences. */
  readonly notes: readonly string[];
  /** Members of the answer in JSON that this format alone has. */
  readonly facts: JsonObject;
  readonly sums: readonly FocusSum[];
  readonly leftOut: readonly LeftOut[];
  readonly doubtful: readonly DoubtfulRecord[];
  /** Something of what was asked for is missing in it. */
  readonly isPartial: boolean;
}

const nothingBeside = { notes: [], sums: [], leftOut: [], doubtful: [], isPartial: false } as const;
const bytesOf = (bytes: number): string => `${count(Math.ceil(bytes / 1024))} KB`;

type Write = (order: HandOnOrder, sink: FileSink) => Promise<Result<{ done: HandedOn }>>;

const usageTable =
  (form: 'csv' | 'parquet'): Write =>
  async (order, sink) => {
    const written = await writeUsage(order, form, sink);
    if (!written.ok) return written;
    const { sessions, rows, leftOut, doubtful } = written.tally;
    const notes = focusNotes({ unpriced: 0, ifBilled: 0, leftOut, doubtful });
    const holds = `${plural(rows, 'row')} of ${plural(sessions, 'session')}`;
    const isPartial = leftOut.some(({ isMissing }) => isMissing);
    return ok({ done: { ...nothingBeside, sessions, holds, notes, facts: { rows }, leftOut, doubtful, isPartial } });
  };

const focusTable =
  (format: 'focus-csv' | 'focus-parquet'): Write =>
  async (order, sink) => {
    const written = await writeSessions({ ...order, format }, sink);
    if (!written.ok) return written;
    const { sessions, rows, sums, ifBilled, unpriced, leftOut, doubtful } = written.tally;
    const holds = `${plural(rows, 'row')} of ${plural(sessions, 'session')}`;
    const notes = focusNotes(written.tally);
    const isPartial = leftOut.some(({ isMissing }) => isMissing);
    return ok({
      done: { sessions, holds, notes, facts: { rows, ifBilled, unpriced }, sums, leftOut, doubtful, isPartial },
    });
  };

/** The one folder of an order, for a format that holds one session. */
function onlyFolder({ folders, format }: HandOnOrder): Result<{ folder: string }> {
  const [folder, second] = folders;
  if (folder !== undefined && second === undefined) return ok({ folder });
  return refuse(
    benchError(
      'invalid-argument',
      `${handOnFiles[format].label} is of one session, and ${count(folders.length)} were chosen.`,
      {
        nextStep: 'Choose one session at a time.',
      },
    ),
  );
}

const events: Write = async (order, sink) => {
  const only = onlyFolder(order);
  if (!only.ok) return only;
  const written = await writeEvents(only.folder, sink);
  if (!written.ok) return written;
  const { frames, incomplete, bench, notes } = written.tally;
  const holds = `${plural(frames, 'frame')} as on the wire, ${plural(bench, 'entry', 'entries')} of the bench`;
  return ok({
    done: {
      ...nothingBeside,
      sessions: 1,
      holds,
      notes,
      facts: { frames, incomplete, bench },
      isPartial: incomplete > 0,
    },
  });
};

const zip: Write = async (order, sink) => {
  const only = onlyFolder(order);
  if (!only.ok) return only;
  const written = await zipSession(only.folder, sink);
  if (!written.ok) return written;
  const { files } = written.tally;
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const holds = `${plural(files.length, 'file')} of ${bytesOf(bytes)}`;
  return ok({ done: { ...nothingBeside, sessions: 1, holds, facts: { files: files.map(({ name }) => name), bytes } } });
};

const wav: Write = async (order, sink) => {
  const only = onlyFolder(order);
  if (!only.ok) return only;
  const written = await writeWav(only.folder, sink);
  if (!written.ok) return written;
  const { durationMs, silent } = written.tally;
  const notes = silent.map((name) => `${name} is missing or ends too early: silence stands in its place.`);
  const holds = `both voices, ${(durationMs / 1000).toFixed(1)} s`;
  const facts = { durationMs: Math.round(durationMs), silent: [...silent] };
  return ok({ done: { ...nothingBeside, sessions: 1, holds, notes, facts, isPartial: silent.length > 0 } });
};

const report: Write = async (order, sink) => {
  const only = onlyFolder(order);
  if (!only.ok) return only;
  const written = await writeHtml(order, order, sink);
  if (!written.ok) return written;
  const { sound, leftOut, doubtful } = written.tally;
  const notes = focusNotes({ unpriced: 0, ifBilled: 0, leftOut, doubtful });
  const holds = {
    inside: 'a report with its sound',
    beside: 'a report, its sound beside it',
    none: 'a report without sound',
  }[sound];
  return ok({ done: { ...nothingBeside, sessions: 1, holds, notes, facts: { sound }, leftOut, doubtful } });
};

/** Who writes each format. A new one is an entry here and what is said of it in `shared/session/handing-on/formats.ts`. */
const writers: Readonly<Record<HandOnFile, Write>> = {
  'usage-csv': usageTable('csv'),
  'usage-parquet': usageTable('parquet'),
  'focus-csv': focusTable('focus-csv'),
  'focus-parquet': focusTable('focus-parquet'),
  'events-jsonl': events,
  zip,
  wav,
  html: report,
};

/** Writes redacted copies of sessions as one file, and removes the copies. */
async function handOnCopies(order: HandOnOrder, sink: FileSink): Promise<Result<{ done: HandedOn }>> {
  const folder = await mkdtemp(join(tmpdir(), 'voxtally-redacted-'));
  try {
    const folders: string[] = [];
    const leftOut: LeftOut[] = [];
    for (const [at, one] of order.folders.entries()) {
      const copied = await redactSession(one, join(folder, String(at)));
      if (copied.ok) folders.push(copied.copy.folder);
      else if (!order.leavesOut) return copied;
      else leftOut.push({ folder: one, why: copied.error.message.replace(/\.$/, ''), isMissing: true });
    }
    const written = await writers[order.format]({ ...order, folders }, sink);
    if (!written.ok) return written;
    const { done } = written;
    const missing = leftOut.map(leftOutSentence);
    return ok({
      done: {
        ...done,
        leftOut: [...leftOut, ...done.leftOut],
        notes: [...missing, ...done.notes],
        isPartial: done.isPartial || leftOut.length > 0,
      },
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Writes sessions as one file. Rejects with what the sink rejects with, and with the system's error of what is read. */
export const handOn = (order: HandOnOrder, sink: FileSink): Promise<Result<{ done: HandedOn }>> =>
  order.redacted ? handOnCopies(order, sink) : writers[order.format](order, sink);
