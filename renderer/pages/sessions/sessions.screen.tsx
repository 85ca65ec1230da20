import Search from 'lucide-react/icons/search';
import { useEffect, useMemo, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import type { SessionSummary } from '../../../shared/contract/bench-api.ts';
import {
  countBy,
  findSessions,
  newestSessionsFirst,
  type SessionFilter,
  sessionTotals,
  sortSessions,
  titleOf,
} from '../../../shared/contract/session-list.ts';
import { keyOf } from '../../actions/actions.ts';
import { useAppInfo, useAppWindow, useStores } from '../../store/context.ts';
import { Button, Key } from '../../ui/button.tsx';
import { Field } from '../../ui/fields.tsx';
import { rulerTime, utcMinute } from '../../ui/format.ts';
import { count, fileSize, plural } from '../../../shared/kit/numbers.ts';
import { Dialog } from '../../ui/overlays.tsx';
import { ComparePanel } from './compare.tsx';
import { focusActiveRow, SessionList } from './list.tsx';
import { SelectionFoot, useChosen } from './selection.tsx';
import styles from './sessions.module.css';

const searchKey = keyOf('search') ?? '';

export interface SearchFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** The search of this page, in the head of the window. */
export function SearchField({ value, onChange }: SearchFieldProps) {
  const slot = useAppWindow((state) => state.pageHead);
  if (slot === null) return null;
  return createPortal(
    <Field
      role="searchbox"
      className={styles.search}
      before={<Search />}
      after={<Key name={searchKey} />}
      aria-label="Search the sessions"
      aria-keyshortcuts={searchKey}
      placeholder="Name, deployment or option"
      data-search=""
      value={value}
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onChange('');
      }}
    />,
    slot,
  );
}

const filterNames: readonly (readonly [filter: SessionFilter, name: string])[] = [
  ['all', 'All'],
  ['alarms', 'With alarms'],
  ['never-reported', 'Never reported'],
];

export interface FiltersProps {
  readonly sessions: readonly SessionSummary[];
  readonly shown: SessionFilter;
  readonly onShow: (filter: SessionFilter) => void;
}

/** Which sessions are shown, each with how many there are. */
export function Filters({ sessions, shown, onShow }: FiltersProps) {
  return (
    <div role="group" aria-label="Sessions shown" className={styles.filters}>
      {filterNames.map(([filter, name]) => (
        <Button key={filter} size="dense" pressed={shown === filter} onClick={() => onShow(filter)}>
          {filter === 'all' ? name : `${name} ${count(countBy(sessions, filter))}`}
        </Button>
      ))}
    </div>
  );
}

const mostNamed = 5;

export interface DeleteDialogProps {
  readonly sessions: readonly SessionSummary[];
  readonly onClose: () => void;
  readonly onDelete: (sessions: readonly SessionSummary[]) => Promise<void>;
}

/** Says what goes and how much it is, before anything is deleted. */
export function DeleteDialog({ sessions, onClose, onDelete }: DeleteDialogProps) {
  const [busy, setBusy] = useState(false);
  const totals = sessionTotals(sessions);
  const more = sessions.length - mostNamed;
  return (
    <Dialog title={`Delete ${plural(sessions.length, 'session')}`} open onClose={onClose}>
      <div className={styles.asking}>
        <ul className={styles.named}>
          {sessions.slice(0, mostNamed).map((session) => (
            <li key={session.sessionId}>
              {titleOf(session)}{' '}
              <span className={styles.note}>
                {session.startedAt === '' ? '' : `${utcMinute(session.startedAt)} UTC`}
              </span>
            </li>
          ))}
          {more > 0 && <li className={styles.note}>{`and ${count(more)} more`}</li>}
        </ul>
        <p>
          {`${rulerTime(totals.durationMs)} of recording, ${fileSize(totals.bytes)} on this disk: audio, events and usage. Nothing of it can be brought back.`}
        </p>
        <div className={styles.answers}>
          <Button
            disabled={busy}
            onClick={() => {
              setBusy(true);
              void onDelete(sessions);
            }}
          >
            {busy ? 'Deleting' : 'Delete for good'}
          </Button>
          <Button look="quiet" onClick={onClose}>
            Keep
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

const typingFields = 'input:not([type=checkbox]), textarea, select, [contenteditable]';

/** Keys of this page wherever its focus is: `C` compares, `Delete` asks whether to delete, `Escape` goes a step back. */
export function useListKeys(keys: Readonly<Record<'c' | 'Delete' | 'Escape', () => void>>): void {
  const { appWindow, preferences } = useStores();
  const newest = useRef(keys);
  useEffect(() => {
    newest.current = keys;
  });
  useEffect(() => {
    const down = (event: KeyboardEvent): void => {
      const { key, target, ctrlKey, metaKey, altKey, shiftKey } = event;
      if (event.defaultPrevented || ctrlKey || metaKey || altKey || shiftKey) return;
      if (
        appWindow.getState().dialog !== null ||
        (target instanceof Element && target.closest(`${typingFields}, [role=dialog]`))
      ) {
        return;
      }
      if (key === 'c' && preferences.getState().preferences.letterKeys !== false) newest.current.c();
      if (key === 'Escape') newest.current.Escape();
      if (key === 'Delete') newest.current.Delete();
    };
    addEventListener('keydown', down);
    return () => removeEventListener('keydown', down);
  }, [appWindow, preferences]);
}

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
export default function SessionsPage() {
  const { appInfo, appWindow, start, live, reconcileWith, bench, session } = useStores();
  const saved = useAppInfo((state) => state.saved);
  const [search, setSearch] = useState('');
  const [filter, setFilter] = useState<SessionFilter>('all');
  const [order, setOrder] = useState(newestSessionsFirst);
  const [problem, setProblem] = useState<string | null>(null);
  /** What has to be known beside the file that was written last. */
  const [written, setWritten] = useState<readonly string[]>([]);
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
  const reconcile = (): void => {
    reconcileWith.begin(ids);
    appWindow.showPage('reconcile');
  };
  const closeComparison = (): void => {
    setComparing(false);
    focusActiveRow();
  };
  const stepBack = (): void => {
    if (problem !== null) setProblem(null);
    else if (written.length > 0) setWritten([]);
    else if (comparing && pair !== null) closeComparison();
    else chosen.clear();
  };
  useListKeys({ c: compare, Delete: askToDelete, Escape: stepBack });

  const open = (one: SessionSummary): void => {
    if (one.problem !== undefined) return setProblem(`${titleOf(one)} cannot be opened. ${one.problem}`);
    appWindow.showPage('live');
    start.leave();
    live.select(null);
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
        <div role="status">
          {written.map((sentence) => (
            <p key={sentence} className={styles.written}>
              {sentence}
            </p>
          ))}
        </div>
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
        <SelectionFoot
          sessionIds={ids}
          readable={readable}
          comparing={comparing && pair !== null}
          onCompare={compare}
          onReconcile={reconcile}
          onDelete={askToDelete}
          onProblem={(text) => {
            setProblem(text);
            setWritten([]);
          }}
          onWritten={(notes) => {
            setProblem(null);
            setWritten(notes);
          }}
        />
      </div>
      {comparing && pair !== null && <ComparePanel {...pair} onClose={closeComparison} onReconcile={reconcile} />}
      {deleting !== null && <DeleteDialog sessions={deleting} onClose={() => setDeleting(null)} onDelete={remove} />}
    </main>
  );
}
