import { join } from 'node:path';
import type { LogEntry, SessionHeader } from '../../../shared/session/entry.ts';
import { missingEntries } from '../../../shared/session/fold/alarm-evidence.ts';
import { asRead } from '../../../shared/session/fold/fold.ts';
import { type RecordState, recordNotes } from '../../../shared/session/record-state.ts';
import type { SessionView } from '../../../shared/session/view.ts';
import { isLocked } from '../data/lock.ts';
import { checkDigests, type DigestCheck, digestState } from './digests.ts';
import { type Checkpoint, foldInOrder, readHeader } from './read-log.ts';
import { logName } from './session-folder.ts';
import { readSummary, writeSummary } from './summary.ts';

export interface ReadRecord {
  readonly header: SessionHeader;
  /** The fold of the whole log; its `record` and alarms say how that stands. */
  readonly view: SessionView;
  /** The fold alone, as a summary holds it. */
  readonly folded: SessionView;
  readonly check: DigestCheck;
  /** A process writes there. */
  readonly live: boolean;
  /** All of it was folded, and would not be beside a summary by this version. */
  readonly stale: boolean;
}

/** The view of `summary.json`, where this very log, unharmed, stands behind it. */
async function trusted(folder: string, app: string, check: DigestCheck): Promise<Checkpoint | null> {
  if (check.damaged !== null) return null;
  const summary = await readSummary(folder, app);
  if (summary === null) return null;
  const { head, view } = summary;
  const stands = head.seal !== undefined && check.has(head.seal) && head.logBytes <= check.bytes;
  // A view with gaps does not say where they are.
  return stands && missingEntries(view) === 0 ? { view, logBytes: head.logBytes } : null;
}

interface Reading {
  /** A summary by this version may save folding what it holds; left out: the log alone. */
  readonly app?: string;
  /** Is shown every entry that is folded. */
  readonly each?: (entry: LogEntry) => void;
}

/** Reads the record of a session against its digests. Null: its log begins with no header. Rejects with the system's error. */
export async function readRecord(folder: string, by: Reading = {}): Promise<ReadRecord | null> {
  const path = join(folder, logName);
  const header = await readHeader(path);
  if (header === null) return null;
  const [check, live] = await Promise.all([checkDigests(path), isLocked(folder)]);
  const from = by.app === undefined ? null : await trusted(folder, by.app, check);
  const { view: folded, order } = await foldInOrder(path, header, { ...from, each: by.each });
  const view = asRead(folded, { ...digestState(check, live), ...order });
  const trustworthy = check.lines > 0 && check.damaged === null && missingEntries(folded) === 0;
  return { header, view, folded, check, live, stale: by.app !== undefined && from === null && trustworthy };
}

/** Writes the summary of a whole log: with its last digest, and with what is wrong with it. Rejects with the system's error. */
export async function summarise(
  folder: string,
  app: string,
  { folded, check, state }: Pick<ReadRecord, 'folded' | 'check'> & { readonly state: RecordState },
): Promise<void> {
  const problems = recordNotes(state);
  const { sealedBytes, sha256, bytes } = check;
  await writeSummary(folder, folded, {
    app,
    complete: true,
    logBytes: bytes,
    ...(check.lines === 0 ? {} : { seal: { endByte: sealedBytes, sha256 } }),
    ...(problems.length === 0 ? {} : { doubt: problems.join(' ') }),
  });
}
