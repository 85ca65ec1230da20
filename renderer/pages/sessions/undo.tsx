import Undo2 from 'lucide-react/icons/undo-2';
import { useCallback, useEffect, useState } from 'react';
import type { SessionSummary } from '../../../shared/contract/bench-api.ts';
import { titleOf } from '../../../shared/contract/session-list.ts';
import type { TrashedSession } from '../../../shared/contract/trash.ts';
import { count } from '../../../shared/kit/numbers.ts';
import { useStores } from '../../store/context.ts';
import { Button } from '../../ui/button.tsx';
import styles from './sessions.module.css';

/** How long what was deleted is said over the list; after that the trash itself offers to undo it. */
const undoMs = 10_000;

export interface TrashUse {
  /** What lies there, the last deleted first; null: not read yet. */
  readonly sessions: readonly TrashedSession[] | null;
  /** What was moved there last and lies there still. */
  readonly moved: readonly SessionSummary[];
  /** That it was moved is said over the list. */
  readonly isNews: boolean;
  /** Moves sessions there. Gives what went wrong, as sentences. */
  readonly put: (sessions: readonly SessionSummary[]) => Promise<readonly string[]>;
  readonly undo: () => Promise<readonly string[]>;
  /** Brings one back. */
  readonly restore: (session: TrashedSession) => Promise<readonly string[]>;
  /** Deletes all of it for good. */
  readonly empty: () => Promise<readonly string[]>;
}

/** What a session in the trash is called. */
export const trashedTitle = ({ name, sessionId }: TrashedSession): string => name ?? sessionId;

/** Moves sessions to the trash and back. What lies in it is read again whenever sessions come or go. */
export function useTrash(): TrashUse {
  const { bench, appInfo, session } = useStores();
  const [sessions, setSessions] = useState<readonly TrashedSession[] | null>(null);
  const [last, setLast] = useState<readonly SessionSummary[]>([]);
  /** Another one with each move; null: it was a while ago. */
  const [news, setNews] = useState<object | null>(null);
  const isNews = news !== null;
  const look = useCallback(async (): Promise<void> => {
    const answer = await bench.call('library.trash', {});
    if (answer.ok) setSessions(answer.sessions);
  }, [bench]);
  useEffect(() => {
    let isWanted = true;
    const read = (): void =>
      void bench.call('library.trash', {}).then((answer) => {
        if (isWanted && answer.ok) setSessions(answer.sessions);
      });
    read();
    const stop = bench.onPush((push) => {
      if (push.type === 'changed' && push.what === 'sessions') read();
    });
    return () => {
      isWanted = false;
      stop();
    };
  }, [bench]);
  useEffect(() => {
    if (news === null) return undefined;
    const timer = setTimeout(() => setNews(null), undoMs);
    return () => clearTimeout(timer);
  }, [news]);
  const lookAgain = async (): Promise<void> => {
    await Promise.all([appInfo.loadSaved(), look()]);
  };
  const put = async (wanted: readonly SessionSummary[]): Promise<readonly string[]> => {
    const problems: string[] = [];
    const gone: SessionSummary[] = [];
    for (const one of wanted) {
      const answer = await bench.call('library.delete', { sessionId: one.sessionId });
      if (!answer.ok) problems.push(`${titleOf(one)} stays. ${answer.error.message}`);
      else gone.push(one);
      if (answer.ok && session.getState().view?.header?.sessionId === one.sessionId) session.clear();
    }
    await lookAgain();
    if (gone.length > 0) setLast(gone);
    setNews(gone.length > 0 ? {} : null);
    return problems;
  };
  const bringBack = async (sessionId: string, title: string): Promise<readonly string[]> => {
    const answer = await bench.call('library.restore', { sessionId });
    return answer.ok ? [] : [`${title} is not back. ${answer.error.message}`];
  };
  const lies = new Set((sessions ?? []).map(({ sessionId }) => sessionId));
  const moved = last.filter(({ sessionId }) => sessions === null || lies.has(sessionId));
  const undo = async (): Promise<readonly string[]> => {
    const problems: string[] = [];
    for (const one of moved) problems.push(...(await bringBack(one.sessionId, titleOf(one))));
    setLast([]);
    setNews(null);
    await lookAgain();
    return problems;
  };
  const restore = async (one: TrashedSession): Promise<readonly string[]> => {
    const problems = await bringBack(one.sessionId, trashedTitle(one));
    await lookAgain();
    return problems;
  };
  const empty = async (): Promise<readonly string[]> => {
    const answer = await bench.call('library.emptyTrash', {});
    await lookAgain();
    return answer.ok ? [] : [`The trash is not empty. ${answer.error.message}`];
  };
  return { sessions, moved, isNews: isNews && moved.length > 0, put, undo, restore, empty };
}

/** What went there last, in words: its name, or how many. */
export const movedWords = (moved: readonly SessionSummary[]): string => {
  const [first] = moved;
  return moved.length === 1 && first !== undefined ? titleOf(first) : `${count(moved.length)} sessions`;
};

export interface UndoLineProps {
  readonly trash: Pick<TrashUse, 'moved' | 'isNews'>;
  readonly onUndo: () => void;
}

/** Says what went to the trash, with the way back. */
export function UndoLine({ trash: { moved, isNews }, onUndo }: UndoLineProps) {
  return (
    <div role="status">
      {isNews && (
        <p className={styles.undo}>
          {`${movedWords(moved)} ${moved.length === 1 ? 'is' : 'are'} in the trash.`}
          <Button size="dense" icon={<Undo2 />} onClick={onUndo}>
            Undo
          </Button>
        </p>
      )}
    </div>
  );
}
