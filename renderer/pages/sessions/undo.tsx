import Undo2 from 'lucide-react/icons/undo-2';
import { useEffect, useState } from 'react';
import type { SessionSummary } from '../../../shared/contract/bench-api.ts';
import { titleOf } from '../../../shared/contract/session-list.ts';
import { count } from '../../../shared/kit/numbers.ts';
import { useStores } from '../../store/context.ts';
import { Button } from '../../ui/button.tsx';
import styles from './sessions.module.css';

/** How long what was deleted is brought back by one press; after that it lies in the trash. */
const undoMs = 10_000;

export interface TrashUse {
  /** What was moved there last; empty: nothing, or longer ago. */
  readonly moved: readonly SessionSummary[];
  /** Moves sessions there. Gives what went wrong, as sentences. */
  readonly put: (sessions: readonly SessionSummary[]) => Promise<readonly string[]>;
  readonly undo: () => Promise<readonly string[]>;
}

/** Moves sessions to the trash and back. */
export function useTrash(): TrashUse {
  const { bench, appInfo, session } = useStores();
  const [moved, setMoved] = useState<readonly SessionSummary[]>([]);
  useEffect(() => {
    if (moved.length === 0) return undefined;
    const timer = setTimeout(() => setMoved([]), undoMs);
    return () => clearTimeout(timer);
  }, [moved]);
  const put = async (sessions: readonly SessionSummary[]): Promise<readonly string[]> => {
    const problems: string[] = [];
    const gone: SessionSummary[] = [];
    for (const one of sessions) {
      const answer = await bench.call('library.delete', { sessionId: one.sessionId });
      if (!answer.ok) problems.push(`${titleOf(one)} stays. ${answer.error.message}`);
      else gone.push(one);
      if (answer.ok && session.getState().view?.header?.sessionId === one.sessionId) session.clear();
    }
    await appInfo.loadSaved();
    setMoved(gone);
    return problems;
  };
  const undo = async (): Promise<readonly string[]> => {
    const problems: string[] = [];
    for (const one of moved) {
      const answer = await bench.call('library.restore', { sessionId: one.sessionId });
      if (!answer.ok) problems.push(`${titleOf(one)} is not back. ${answer.error.message}`);
    }
    setMoved([]);
    await appInfo.loadSaved();
    return problems;
  };
  return { moved, put, undo };
}

/** Says what went to the trash, with the way back. */
export function UndoLine({
  moved,
  onUndo,
}: {
  readonly moved: readonly SessionSummary[];
  readonly onUndo: () => void;
}) {
  const [first] = moved;
  const what = moved.length === 1 && first !== undefined ? titleOf(first) : `${count(moved.length)} sessions`;
  return (
    <div role="status">
      {moved.length > 0 && (
        <p className={styles.undo}>
          {`${what} ${moved.length === 1 ? 'is' : 'are'} in the trash.`}
          <Button size="dense" icon={<Undo2 />} onClick={onUndo}>
            Undo
          </Button>
        </p>
      )}
    </div>
  );
}
