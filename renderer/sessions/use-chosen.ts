import { useCallback, useMemo, useRef, useState } from 'react';
import type { SessionSummary } from '../../shared/bench-api.ts';

export interface Chosen {
  /** In the order of the list. */
  readonly sessions: readonly SessionSummary[];
  readonly ids: ReadonlySet<string>;
  /** Chooses one or lets it go; `range`: all rows from the one touched last. */
  readonly choose: (sessionId: string, range: boolean) => void;
  readonly clear: () => void;
}

/** One that cannot be read can still be deleted. */
const canBeChosen = ({ live }: SessionSummary): boolean => !live;

/** What is chosen of a list: only what is there and in view of the search. */
export function useChosen(rows: readonly SessionSummary[]): Chosen {
  const [wanted, setWanted] = useState<ReadonlySet<string>>(new Set());
  const anchor = useRef<string | null>(null);
  const sessions = useMemo(() => rows.filter((row) => wanted.has(row.sessionId) && canBeChosen(row)), [rows, wanted]);
  const ids = useMemo(() => new Set(sessions.map(({ sessionId }) => sessionId)), [sessions]);
  const choose = (sessionId: string, range: boolean): void => {
    const at = rows.findIndex((row) => row.sessionId === sessionId);
    const from = rows.findIndex((row) => row.sessionId === anchor.current);
    const row = rows[at];
    if (row === undefined || !canBeChosen(row)) return;
    const next = new Set(ids);
    if (range && from >= 0) {
      for (const one of rows.slice(Math.min(at, from), Math.max(at, from) + 1)) next.add(one.sessionId);
    } else if (next.has(sessionId)) next.delete(sessionId);
    else next.add(sessionId);
    anchor.current = sessionId;
    setWanted(next);
  };
  const clear = useCallback(() => setWanted(new Set()), []);
  return { sessions, ids, choose, clear };
}
