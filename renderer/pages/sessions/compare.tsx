import ArrowLeft from 'lucide-react/icons/arrow-left';
import Download from 'lucide-react/icons/download';
import Info from 'lucide-react/icons/info';
import Plus from 'lucide-react/icons/plus';
import Scale from 'lucide-react/icons/scale';
import Tags from 'lucide-react/icons/tags';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import type { SessionSummary } from '../../../shared/contract/bench-api.ts';
import { titleOf } from '../../../shared/contract/session-list.ts';
import { errorText } from '../../../shared/kit/errors.ts';
import { plural } from '../../../shared/kit/numbers.ts';
import {
  comparisonCsv,
  comparisonMarkdown,
  type NamedComparison,
  wordsOf,
} from '../../../shared/session/library/compare-export.ts';
import { leftOutWords } from '../../../shared/session/library/tag-groups.ts';
import { isUnderWay } from '../../../shared/session/view.ts';
import { useAppWindow, useStores, useView } from '../../store/context.ts';
import { saveText } from '../../store/files.ts';
import { Button, CopyButton } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { useMedia } from '../../ui/media.ts';
import { ComparePlots } from './compare-plots.tsx';
import { CompareTable } from './compare-table.tsx';
import { CompareTurn } from './compare-turn.tsx';
import { useTurnHeard } from './turn-heard.ts';
import { type Columns, type ComparisonState, groupedSessions, isComparable, useComparison } from './use-comparison.ts';
import styles from './compare.module.css';

interface SideProps {
  readonly named: NamedComparison;
  /** Index of the turn that is chosen; null: none can be. */
  readonly chosen: number | null;
  readonly onChoose: ((index: number) => void) | null;
  readonly onReconcile: () => void;
}

/** At the right: the plots, what the numbers carry, and where it goes on. */
function Side({ named, chosen, onChoose, onReconcile }: SideProps) {
  const { title, sentences } = wordsOf(named);
  return (
    <div className={styles.right}>
      <ComparePlots named={named} chosen={chosen} onChoose={onChoose} />
      <div className={styles.carried}>
        <Info aria-hidden="true" />
        <div>
          <h3 className={styles.title}>{title}</h3>
          <p>{sentences.join(' ')}</p>
        </div>
      </div>
      <div className={styles.goesOn}>
        <Button icon={<Scale />} onClick={onReconcile}>
          {named.kind === 'sessions' && named.names.length === 2 ? 'Reconcile both' : 'Reconcile all'}
        </Button>
      </div>
    </div>
  );
}

type SessionsNamed = Extract<NamedComparison, { kind: 'sessions' }>;
type ComparedProps = Pick<SideProps, 'onReconcile'>;

function ComparedSessions({ named, onReconcile }: ComparedProps & { readonly named: SessionsNamed }) {
  const { comparison } = named;
  const [index, setIndex] = useState(0);
  const heard = useTurnHeard(comparison);
  // What sounds belongs to the turn that was chosen.
  const choose = (next: number): void => {
    if (next === index) return;
    heard.silence();
    setIndex(next);
  };
  return (
    <div className={styles.body}>
      <div className={styles.upper}>
        <div className={styles.scroll} tabIndex={0} role="group" aria-label="Figures">
          <CompareTable named={named} />
        </div>
        <Side named={named} chosen={index} onChoose={choose} onReconcile={onReconcile} />
      </div>
      <CompareTurn comparison={comparison} index={index} onIndex={choose} heard={heard} />
    </div>
  );
}

const ComparedGroups = ({ named, onReconcile }: ComparedProps & { readonly named: NamedComparison }) => (
  <div className={styles.body}>
    <div className={styles.upper}>
      <div className={styles.scroll} tabIndex={0} role="group" aria-label="Figures">
        <CompareTable named={named} />
      </div>
      <Side named={named} chosen={null} onChoose={null} onReconcile={onReconcile} />
    </div>
  </div>
);

const howMany = ['no', 'one', 'two', 'three', 'four'] as const;

const titleFor = (columns: Columns): string =>
  columns.kind === 'sessions'
    ? `Compare ${howMany[columns.sessions.length] ?? ''} sessions`
    : `Compare ${howMany[columns.grouped.groups.length] ?? ''} groups`;

/** What all columns have in common, and what is left out of them. */
function underTitle(named: NamedComparison, columns: Columns): string {
  const parts: string[] = [];
  if (named.kind === 'sessions') {
    const { sessions, matches } = named.comparison;
    const deployments = new Set(sessions.map(({ deployment }) => deployment));
    if (deployments.size === 1) parts.push(...deployments);
    parts.push(plural(matches.matches.length, 'turn'));
  } else {
    const { groups } = named.comparison;
    const deployments = new Set(groups.flatMap((group) => group.deployments));
    if (deployments.size === 1) parts.push(...deployments);
    parts.push(
      plural(
        groups.reduce((sum, { sessionIds }) => sum + sessionIds.length, 0),
        'session',
      ),
    );
  }
  const left = columns.kind === 'groups' ? leftOutWords(columns.grouped) : [];
  return [parts.join(', '), ...left].join('. ');
}

interface HeadActionsProps {
  readonly named: NamedComparison;
  readonly onClose: () => void;
}

function HeadActions({ named, onClose }: HeadActionsProps) {
  const { comparison, kind } = named;
  const columns = kind === 'sessions' ? named.names.length : named.comparison.groups.length;
  const save = (): void => saveText(`comparison-of-${columns}-${kind}.csv`, 'text/csv', comparisonCsv(named));
  return (
    <>
      <Button
        size="small"
        icon={<Plus />}
        title="Back to the list, where these stay selected"
        aria-keyshortcuts="Escape"
        onClick={onClose}
      >
        Add a session
      </Button>
      <CopyButton key={comparison.options.equal} size="small" text={() => comparisonMarkdown(named)}>
        Copy as Markdown
      </CopyButton>
      <Button size="small" icon={<Download />} title="The table as CSV" onClick={save}>
        Export
      </Button>
    </>
  );
}

interface HeadProps extends Pick<HeadActionsProps, 'onClose'> {
  readonly columns: Columns;
  readonly state: ComparisonState;
  /** What stands before the actions. */
  readonly children: ReactNode;
}

/** The head of the comparison: in the head of the window where there is room, else over the figures. */
function Head({ columns, state, onClose, children }: HeadProps) {
  const slot = useAppWindow(({ pageHead }) => pageHead);
  const isWide = useMedia('(min-width: 1440px)');
  // A session that runs needs the room in the head of the window.
  const runs = useView((view) => view !== null && isUnderWay(view.phase));
  const isInBar = slot !== null && isWide && !runs;
  const head = (
    <div className={cx(styles.head, !isInBar && styles.ownHead)}>
      <Button look="quiet" size="small" icon={<ArrowLeft />} aria-label="Back to the list" onClick={onClose} />
      <div className={styles.named}>
        <h1 className={styles.heading}>{titleFor(columns)}</h1>
        {state.kind === 'read' && <p className={styles.underTitle}>{underTitle(state.named, columns)}</p>}
      </div>
      {children}
      {state.kind === 'read' && <HeadActions named={state.named} onClose={onClose} />}
    </div>
  );
  return isInBar ? createPortal(head, slot) : head;
}

export interface ComparePanelProps {
  /** The oldest first. Two to four, or as many as their tags part into two to four groups. */
  readonly sessions: readonly SessionSummary[];
  readonly onClose: () => void;
  readonly onReconcile: () => void;
}

/** Sessions side by side: what was set differently, what came of it, and the same turn in each; or groups of them by tag. */
export function ComparePanel({ sessions, onClose, onReconcile }: ComparePanelProps) {
  const { appWindow } = useStores();
  const [byTag, setByTag] = useState(false);
  const grouping = groupedSessions(sessions);
  const canBeEach = isComparable(sessions.length);
  const columns: Columns =
    grouping.ok && (byTag || !canBeEach)
      ? { kind: 'groups', grouped: grouping.grouped }
      : { kind: 'sessions', sessions };
  const state = useComparison(columns);
  const panel = useRef<HTMLElement>(null);
  const title = titleFor(columns);
  const names = columns.kind === 'sessions' ? sessions.map(titleOf) : columns.grouped.groups.map(({ name }) => name);
  const spoken = `${names.join(', ')} are compared.`;
  useEffect(() => {
    panel.current?.focus();
    appWindow.say(spoken);
  }, [appWindow, spoken]);
  return (
    <section ref={panel} tabIndex={-1} data-region="" data-single-column="" className={styles.panel} aria-label={title}>
      <Head columns={columns} state={state} onClose={onClose}>
        {canBeEach && (
          <Button
            size="small"
            icon={<Tags />}
            pressed={columns.kind === 'groups'}
            disabled={!grouping.ok}
            title={grouping.ok ? 'Medians of the sessions of each tag' : errorText(grouping.error)}
            onClick={() => setByTag(!byTag)}
          >
            Compare by tag
          </Button>
        )}
      </Head>
      {state.kind === 'reading' && <p className={styles.reading}>Reading the sessions.</p>}
      {state.kind === 'problem' && (
        <p role="alert" className={styles.problem}>
          {state.text}
        </p>
      )}
      {state.kind === 'read' && state.named.kind === 'sessions' && (
        <ComparedSessions
          key={state.named.comparison.sessions.map(({ sessionId }) => sessionId).join(' ')}
          named={state.named}
          onReconcile={onReconcile}
        />
      )}
      {state.kind === 'read' && state.named.kind === 'groups' && (
        <ComparedGroups named={state.named} onReconcile={onReconcile} />
      )}
    </section>
  );
}
