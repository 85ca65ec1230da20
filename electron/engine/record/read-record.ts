import { join } from 'node:path';
import type { SessionHeader } from '../../../shared/session/entry.ts';
import { missingEntries } from '../../../shared/session/fold/alarm-evidence.ts';
import { asRead } from '../../../shared/session/fold/fold.ts';
import type { SessionView } from '../../../shared/session/view.ts';
import { isLocked } from '../data/lock.ts';
import { checkDigests, type DigestCheck, digestState } from './digests.ts';
import { type Checkpoint, foldInOrder, readHeader } from './read-log.ts';
import { logName } from './session-folder.ts';
import { readSummary } from './summary.ts';

export interface ReadRecord {
  readonly header: SessionHeader;
  /** The fold of the whole log; its `record` and alarms say how that stands. */
  readonly view: SessionView;
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

/**
 * Reads the record of a session against its digests. Null: its log begins with no header. Rejects with the system's error.
 * @param by `app`: a summary by this version may save folding what it holds; left out: the log alone
 */
export async function readRecord(folder: string, by: { readonly app?: string } = {}): Promise<ReadRecord | null> {
  const path = join(folder, logName);
  const header = await readHeader(path);
  if (header === null) return null;
  const [check, live] = await Promise.all([checkDigests(path), isLocked(folder)]);
  const from = by.app === undefined ? null : await trusted(folder, by.app, check);
  const { view, order } = await foldInOrder(path, header, from ?? undefined);
  return { header, view: asRead(view, { ...digestState(check, live), ...order }) };
}
