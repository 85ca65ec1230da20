import PanelRight from 'lucide-react/icons/panel-right';
import Search from 'lucide-react/icons/search';
import { type KeyboardEvent, useEffect, useMemo, useState } from 'react';
import { createPortal } from 'react-dom';
import type { SessionSummary } from '../../../shared/contract/bench-api.ts';
import type { SearchHit } from '../../../shared/contract/library-search.ts';
import {
  countBy,
  findSessions,
  newestSessionsFirst,
  type SessionFilter,
  sessionTotals,
  sortSessions,
  titleOf,
} from '../../../shared/contract/session-list.ts';
import { onceDrawn } from '../../actions/once-drawn.ts';
import { keyOf } from '../../actions/actions.ts';
import { focusName } from '../../actions/moves.ts';
import { chooseHit } from '../../store/choose.ts';
import { useAppInfo, useAppWindow, useStores } from '../../store/context.ts';
import { Button, Key } from '../../ui/button.tsx';
import { Field } from '../../ui/fields.tsx';
import { useMedia, useWindowTitle } from '../../ui/media.ts';
import { errorText } from '../../../shared/kit/errors.ts';
import { count, plural } from '../../../shared/kit/numbers.ts';
import type { SearchPlace } from '../../../shared/session/library/searchable.ts';
import { ComparePanel } from './compare.tsx';
import { PlaceChips, useFound } from './found.tsx';
import { shownHits, useHits } from './hits.ts';
import { ImportButton, ImportLine, useDrop, useImported } from './import-session.tsx';
import { isListKey, useHitKeys, useListKeys } from './list-keys.ts';
import { focusActiveRow, SessionList } from './list.tsx';
import { Preview } from './preview.tsx';
import { PreviewOverlay } from './preview-place.tsx';
import { cx } from '../../ui/cx.ts';
import { Refused } from './refused.tsx';
import { SelectionFoot, useChosen } from './selection.tsx';
import { TrashSection } from './trash.tsx';
import { UndoLine, useTrash } from './undo.tsx';
import { whyNotComparable } from './use-comparison.ts';
import styles from './sessions.module.css';

const searchKey = keyOf('search') ?? '';

export interface SearchFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Hears a key; true: it was meant. */
  readonly onKey: (key: string) => boolean;
}

/** The search of this page, in the head of the window. */
export function SearchField({ value, onChange, onKey }: SearchFieldProps) {
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
      placeholder="What was said, a note, a name, an option"
      data-search=""
      value={value}
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onChange('');
        if (!event.nativeEvent.isComposing && onKey(event.key)) event.preventDefault();
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

const none: readonly SessionSummary[] = [];

const ofThose: Readonly<Record<SessionFilter, string>> = {
  all: '',
  alarms: ' with an alarm',
  'never-reported': ' with a response that was never reported',
};

/** Why nothing is shown, of how many. */
function emptyWords(all: number, search: string, filter: SessionFilter, waiting: number): string {
  if (all === 0) return 'None yet. Every session you start is kept here, on this disk only.';
  const typed = search.trim();
  if (typed === '') return `${plural(all, 'session')} looked through. None${ofThose[filter]}.`;
  const words = /\s/.test(typed) ? 'these words' : 'this word';
  const left = waiting === 0 ? '' : ` ${plural(waiting, 'is', 'are')} not indexed yet.`;
  return `No session${ofThose[filter]} has ${words}.${left}`;
}

const isRefused = ({ known }: SessionSummary): boolean => known !== undefined && known.refused !== null;

/** The sessions on this disk: found, sorted, opened, compared, deleted. */
export default function SessionsPage() {
  useWindowTitle('Sessions');
  const stores = useStores();
  const { appInfo, appWindow, start, live, reconcileWith, session } = stores;
  const saved = useAppInfo((state) => state.saved);
  const [search, setSearch] = useState('');
  const [filter, setFilter] = useState<SessionFilter>('all');
  const [order, setOrder] = useState(newestSessionsFirst);
  const [problem, setProblem] = useState<string | null>(null);
  /** The session that is being read to be opened; null: none is. */
  const [reading, setReading] = useState<string | null>(null);
  /** What has to be known beside the file that was written last. */
  const [written, setWritten] = useState<readonly string[]>([]);
  useEffect(() => void appInfo.loadSaved(), [appInfo]);
  const all = saved ?? none;
  const { byId: found, waiting, problem: notSearched, of: foundFor } = useFound(search, saved);
  const [place, setPlace] = useState<SearchPlace | null>(null);
  const shown = useMemo(() => {
    // What the list itself says is found at once, and sessions that run are in no index.
    const said = new Set(findSessions(all, search, filter).map(({ sessionId }) => sessionId));
    const passing = findSessions(all, '', filter);
    return passing.filter(({ sessionId }) => {
      const hit = found?.get(sessionId);
      if (place !== null && search.trim() !== '') return (hit?.places[place] ?? 0) > 0;
      return said.has(sessionId) || hit !== undefined;
    });
  }, [all, search, filter, found, place]);
  const rows = useMemo(
    () =>
      sortSessions(
        shown.filter((one) => !isRefused(one)),
        order,
      ),
    [shown, order],
  );
  const refused = useMemo(() => sortSessions(shown.filter(isRefused), newestSessionsFirst), [shown]);
  const [activeId, setActiveId] = useState<string | null>(null);
  const active = rows.find(({ sessionId }) => sessionId === activeId) ?? rows[0] ?? null;
  const hits = useHits({ rows, active, found, place, typed: search, onRow: setActiveId, onProblem: setProblem });
  const onHitKey = useHitKeys(hits, active?.sessionId ?? null);
  const isNarrow = useMedia('(max-width: 1279px)');
  /** The preview lies over a list that has no room beside it. */
  const [previewing, setPreviewing] = useState(false);
  const trash = useTrash();
  const totals = useMemo(() => sessionTotals(rows), [rows]);
  const chosen = useChosen(all);
  const ids = chosen.sessions.map(({ sessionId }) => sessionId);
  const [comparing, setComparing] = useState(false);
  const readable = chosen.sessions.every((one) => one.problem === undefined);
  const notComparable = whyNotComparable(chosen.sessions);
  const compared = notComparable === null ? sortSessions(chosen.sessions, newestSessionsFirst).toReversed() : null;
  const closeComparison = (): void => {
    setComparing(false);
    // The list is drawn again first.
    setTimeout(focusActiveRow);
  };
  const compare = (): void => {
    if (comparing && compared !== null) closeComparison();
    else setComparing(compared !== null);
  };
  const remove = async (): Promise<void> => {
    const sessions = chosen.sessions.length > 0 ? chosen.sessions : active === null || active.live ? [] : [active];
    if (sessions.length === 0) return;
    const problems = await trash.put(sessions);
    chosen.clear();
    setProblem(problems.length === 0 ? null : problems.join(' '));
    // The row that had the focus may be gone: the keys go on from the next.
    setTimeout(focusActiveRow);
  };
  const undo = async (): Promise<void> => {
    const problems = await trash.undo();
    setProblem(problems.length === 0 ? null : problems.join(' '));
    setTimeout(focusActiveRow);
  };
  useImported(({ sessionId, taken, problems }) => {
    setProblem(problems.length === 0 ? null : problems.join(' '));
    setWritten(taken);
    if (sessionId === null) return;
    // Whatever was looked for may leave it out.
    setSearch('');
    setFilter('all');
    setActiveId(sessionId);
    setTimeout(focusActiveRow);
  });
  const { over, ...drop } = useDrop();
  const reconcile = (sessionIds: readonly string[]): void => {
    reconcileWith.begin([...sessionIds]);
    appWindow.showPage('reconcile');
  };
  // Whoever comes by a key goes on from the row that is lit.
  useEffect(() => {
    onceDrawn('tr[data-index][tabindex="0"]', (row) => {
      const { activeElement } = document;
      if (activeElement === document.body || activeElement?.matches('main') === true)
        row.focus({ preventScroll: true });
    });
  }, []);
  const closePreview = (): void => setPreviewing(false);
  const showPreview = (): void => {
    if (isNarrow && active !== null) setPreviewing(true);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    onHitKey(event);
    if (!isNarrow || previewing || event.defaultPrevented || !isListKey(event)) return;
    if (event.key !== 'ArrowRight' && event.key !== 'F2') return;
    event.preventDefault();
    showPreview();
    // The name is written where the preview shows it.
    if (event.key === 'F2') setTimeout(focusName);
  };
  const stepBack = (): void => {
    if (isNarrow && previewing) closePreview();
    else if (problem !== null) setProblem(null);
    else if (written.length > 0) setWritten([]);
    else if (comparing && compared !== null) closeComparison();
    else chosen.clear();
  };
  const removeListed = (): void => {
    // What is deleted has to be in view.
    if (!comparing || compared === null) void remove();
  };
  useListKeys({ c: compare, Delete: removeListed, Escape: stepBack });

  const hitOf = (one: SessionSummary): SearchHit | null =>
    one === active ? hits.chosen : (shownHits(found?.get(one.sessionId), place)[0] ?? null);
  const open = (one: SessionSummary, hit = hitOf(one)): void => {
    if (one.problem !== undefined) return setProblem(`${titleOf(one)} cannot be opened. ${one.problem}`);
    setProblem(null);
    setReading(titleOf(one));
    void session.attach(one.sessionId).then(() => {
      setReading(null);
      const { view, error } = session.getState();
      const isThere = view?.header?.sessionId === one.sessionId;
      if (!isThere && error !== null) {
        // What is no more goes from the list, too.
        void appInfo.loadSaved();
        return setProblem(`${titleOf(one)} cannot be opened. ${errorText(error)}`);
      }
      appWindow.showPage('live');
      start.leave();
      live.select(null);
      if (isThere && hit !== null) chooseHit(stores, hit);
      // Its keys are those of who listens.
      onceDrawn('[data-player]', (player) => player.focus({ preventScroll: true }));
    });
  };
  const onSearchKey = (key: string): boolean => {
    if (key !== 'ArrowDown' && key !== 'Enter') return false;
    if (key === 'ArrowDown') focusActiveRow();
    // What stands there while the answer is on its way is not what is looked for.
    else if (active !== null && foundFor === search.trim() && foundFor !== '') open(active);
    return true;
  };
  const preview =
    active === null ? null : (
      <Preview
        key={active.sessionId}
        summary={active}
        hits={hits}
        onOpen={(hit) => open(active, hit)}
        onReconcile={() => reconcile([active.sessionId])}
        onClose={isNarrow ? closePreview : null}
        onProblem={setProblem}
      />
    );
  if (comparing && compared !== null) {
    return (
      <main className={styles.page}>
        <ComparePanel sessions={compared} onClose={closeComparison} onReconcile={() => reconcile(ids)} />
      </main>
    );
  }
  return (
    <main className={cx(styles.page, over && styles.over)} data-single-column="" onKeyDown={onKeyDown} {...drop}>
      <SearchField value={search} onChange={setSearch} onKey={onSearchKey} />
      <ImportButton />
      <div className={styles.main}>
        <div className={styles.head}>
          <h1 className={styles.title}>Sessions</h1>
          <span className={styles.note} role="status">
            {saved === null ? 'Reading the folder.' : `${count(rows.length)} of ${count(all.length)}`}
          </span>
          {found === null || found.size === 0 ? null : <PlaceChips found={found} place={place} onPlace={setPlace} />}
          <Filters sessions={all} shown={filter} onShow={setFilter} />
          {isNarrow && (
            <Button
              look="quiet"
              size="small"
              icon={<PanelRight />}
              aria-label="Preview"
              aria-expanded={previewing && active !== null}
              disabled={active === null}
              onClick={() => setPreviewing(!previewing)}
            />
          )}
        </div>
        {problem !== null && (
          <p role="alert" className={styles.problem}>
            {problem}
          </p>
        )}
        <div role="status">
          {reading !== null && <p className={styles.reading}>{`Reading ${reading}.`}</p>}
          {written.map((sentence) => (
            <p key={sentence} className={styles.written}>
              {sentence}
            </p>
          ))}
        </div>
        {notSearched !== null && (
          <p role="alert" className={styles.problem}>
            {notSearched}
          </p>
        )}
        <ImportLine />
        <UndoLine trash={trash} onUndo={() => void undo()} />
        {saved !== null && rows.length === 0 && (
          <p className={styles.empty}>{emptyWords(all.length, search, filter, waiting)}</p>
        )}
        {rows.length > 0 && (
          <SessionList
            rows={rows}
            all={all.length}
            totals={totals}
            chosen={chosen.ids}
            found={found}
            place={place}
            activeId={activeId}
            chosenHit={hits.chosen}
            onActive={setActiveId}
            order={order}
            onOrder={setOrder}
            onChoose={chosen.choose}
            onOpen={open}
          />
        )}
        <Refused sessions={refused} onOpen={open} />
        <TrashSection
          trash={trash}
          onProblems={(problems) => setProblem(problems.length === 0 ? null : problems.join(' '))}
        />
        <SelectionFoot
          sessionIds={ids}
          readable={readable}
          notComparable={notComparable}
          onCompare={compare}
          onReconcile={() => reconcile(ids)}
          onDelete={() => void remove()}
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
      {!isNarrow && preview}
      {isNarrow && previewing && preview !== null && <PreviewOverlay onClose={closePreview}>{preview}</PreviewOverlay>}
    </main>
  );
}
