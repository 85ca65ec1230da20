import { useEffect, useMemo, useRef, useState } from 'react';
import type { SessionSummary } from '../../shared/bench-api.ts';
import { findSessions, titleOf, type SessionFilter } from '../../shared/library/find-sessions.ts';
import { sessionTotals } from '../../shared/library/session-totals.ts';
import { newestSessionsFirst, sortSessions } from '../../shared/library/sort-sessions.ts';
import { count, plural } from '../format/count.ts';
import { useAppInfo, useStores } from '../store/context.ts';
import { ComparePanel } from './compare/compare-panel.tsx';
import { DeleteDialog } from './delete-dialog.tsx';
import { Filters } from './filters.tsx';
import { Foot } from './foot.tsx';
import { focusActiveRow, SessionList } from './list.tsx';
import { SearchField } from './search.tsx';
import styles from './sessions.module.css';
import { useChosen } from './use-chosen.ts';
import { useListKeys } from './use-list-keys.ts';

const none: readonly SessionSummary[] = [];

const without: Readonly<Record<SessionFilter, string>> = {
  all: 'None',
  alarms: 'None with an alarm',
  'never-reported': 'None with a response that was never reported',
};

/** Why nothing is shown, of how many. */
function emptyWords(all: number, search: string, filter: SessionFilter): string {
  if (all === 0) return 'None yet. Every session you start is kept here, on this disk only.';
  const wanted = search.trim();
  const and = filter === 'all' ? ' with' : ' and';
  const said = wanted === '' ? '' : `${and} “${wanted}” in its name, its deployment or an option asked for`;
  return `${plural(all, 'session')} looked through. ${without[filter]}${said}.`;
}

/** The sessions on this disk: found, sorted, opened, compared, deleted. */
export function SessionsPage() {
  const { appInfo, ui, bench, session } = useStores();
  const saved = useAppInfo((state) => state.saved);
  const [search, setSearch] = useState('');
  const [filter, setFilter] = useState<SessionFilter>('all');
  const [order, setOrder] = useState(newestSessionsFirst);
  const [problem, setProblem] = useState<string | null>(null);
  const [deleting, setDeleting] = useState<readonly SessionSummary[] | null>(null);
  useEffect(() => void appInfo.loadSaved(), [appInfo]);
  const all = saved ?? none;
  const rows = useMemo(() => sortSessions(findSessions(all, search, filter), order), [all, search, filter, order]);
  const totals = useMemo(() => sessionTotals(rows), [rows]);
  const chosen = useChosen(rows);
  const ids = chosen.sessions.map(({ sessionId }) => sessionId);
  const [comparing, setComparing] = useState(false);
  const [second, first] = sortSessions(chosen.sessions, newestSessionsFirst);
  const readable = chosen.sessions.every((one) => one.problem === undefined);
  const pair =
    readable && ids.length === 2 && first !== undefined && second !== undefined ? { one: first, other: second } : null;
  const compare = (): void => setComparing(pair !== null && !comparing);
  const askToDelete = (): void => {
    if (ids.length > 0) setDeleting(chosen.sessions);
  };
  const reconcile = (): void => ui.setState({ page: 'reconcile', reconcileSessions: ids });
  const closeComparison = (): void => {
    setComparing(false);
    focusActiveRow();
  };
  const stepBack = (): void => {
    if (problem !== null) setProblem(null);
    else if (comparing && pair !== null) closeComparison();
    else chosen.clear();
  };
  useListKeys({ c: compare, Delete: askToDelete, Escape: stepBack });

  const open = (one: SessionSummary): void => {
    if (one.problem !== undefined) return setProblem(`${titleOf(one)} cannot be opened. ${one.problem}`);
    ui.setState({ page: 'bench', atStart: false, startError: null, selectedSeq: null });
    void session.attach(one.sessionId);
  };
  const remove = async (sessions: readonly SessionSummary[]): Promise<void> => {
    const problems: string[] = [];
    for (const one of sessions) {
      const answer = await bench.call('library.delete', { sessionId: one.sessionId });
      if (!answer.ok) problems.push(`${titleOf(one)} stays. ${answer.error.message}`);
      if (answer.ok && session.getState().view?.header?.sessionId === one.sessionId) session.clear();
    }
    setProblem(problems.length === 0 ? null : problems.join(' '));
    await appInfo.loadSaved();
    setDeleting(null);
  };
  // The row that had the focus may be gone: the keys go on from the next.
  const asked = useRef(false);
  useEffect(() => {
    if (asked.current && deleting === null) setTimeout(focusActiveRow);
    asked.current = deleting !== null;
  }, [deleting]);
  return (
    <main className={styles.page}>
      <SearchField value={search} onChange={setSearch} />
      <div className={styles.main}>
        <div className={styles.head}>
          <h1 className={styles.title}>Sessions</h1>
          <span className={styles.note} role="status">
            {saved === null ? 'Reading the folder.' : `${count(rows.length)} of ${count(all.length)}`}
          </span>
          <Filters sessions={all} shown={filter} onShow={setFilter} />
        </div>
        {problem !== null && (
          <p role="alert" className={styles.problem}>
            {problem}
          </p>
        )}
        {saved !== null && rows.length === 0 && (
          <p className={styles.empty}>{emptyWords(all.length, search, filter)}</p>
        )}
        {rows.length > 0 && (
          <SessionList
            rows={rows}
            all={all.length}
            totals={totals}
            chosen={chosen.ids}
            order={order}
            onOrder={setOrder}
            onChoose={chosen.choose}
            onOpen={open}
          />
        )}
        <Foot
          sessionIds={ids}
          readable={readable}
          comparing={comparing && pair !== null}
          onCompare={compare}
          onReconcile={reconcile}
          onDelete={askToDelete}
          onProblem={setProblem}
        />
      </div>
      {comparing && pair !== null && <ComparePanel {...pair} onClose={closeComparison} onReconcile={reconcile} />}
      {deleting !== null && <DeleteDialog sessions={deleting} onClose={() => setDeleting(null)} onDelete={remove} />}
    </main>
  );
}
