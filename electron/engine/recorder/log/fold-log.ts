import type { LogEntry, SessionHeader } from '../../../../shared/session/entry.ts';
import { emptySession, reduceSession } from '../../../../shared/session/reduce.ts';
import type { SessionView } from '../../../../shared/session/view.ts';
import { readEntries } from './read-log.ts';

/** Longest stretch of folding between two breaths of the loop: it carries live audio. */
const sliceMs = 5;

const breath = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** The view after more entries, folded in slices. */
export async function foldSlices(view: SessionView, entries: readonly LogEntry[]): Promise<SessionView> {
  let folded = view;
  let sinceMs = performance.now();
  for (const entry of entries) {
    folded = reduceSession(folded, entry);
    if (performance.now() - sinceMs > sliceMs) {
      await breath();
      sinceMs = performance.now();
    }
  }
  return folded;
}

/**
 * The fold of a log on disk: whole, or on from a checkpoint. Entries the checkpoint already holds are passed over.
 * Rejects when the file cannot be read.
 */
export async function foldLog(
  path: string,
  header: SessionHeader | null,
  from?: { view: SessionView; logBytes: number },
): Promise<SessionView> {
  let view = from?.view ?? emptySession(header);
  for await (const entries of readEntries(path, from?.logBytes ?? 0)) {
    const already = view.seq;
    view = await foldSlices(
      view,
      entries.filter((entry) => entry.seq > already),
    );
  }
  return view;
}
