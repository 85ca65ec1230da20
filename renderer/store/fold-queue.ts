import type { LogEntry } from '../../shared/session/entry.ts';
import { reduceSession } from '../../shared/session/reduce.ts';
import type { SessionView } from '../../shared/session/view.ts';

/** What became of a batch of entries: the view after it, or the news that an entry between is missing. */
export type Folded = { readonly kind: 'view'; readonly view: SessionView } | { readonly kind: 'gap' };

/**
 * Folds a batch on top of a view. Entries the view already holds are skipped (a snapshot and a push may overlap);
 * a hole in the numbering is reported, never folded over: the caller attaches again.
 */
export function foldBatch(view: SessionView, entries: readonly LogEntry[]): Folded {
  let next = view;
  for (const entry of entries) {
    if (entry.seq <= next.seq) continue;
    if (entry.seq !== next.seq + 1) return { kind: 'gap' };
    next = reduceSession(next, entry);
  }
  return { kind: 'view', view: next };
}
