import CircleCheck from 'lucide-react/icons/circle-check';
import CircleDashed from 'lucide-react/icons/circle-dashed';
import CircleX from 'lucide-react/icons/circle-x';
import Hourglass from 'lucide-react/icons/hourglass';
import Settings from 'lucide-react/icons/settings';
import { Suspense, useCallback } from 'react';
import { useAppWindow, useFirst, useStart, useView } from '../store/context.ts';
import { Button } from '../ui/button.tsx';
import { cx } from '../ui/cx.ts';
import { pageList } from '../store/screen-table.ts';
import { SessionButtons, SessionHead } from './read-behind.tsx';
import { type Standing, standingOf } from './standing.ts';
import styles from './top-bar.module.css';

/** The mark and the name: four strokes of a tally, two up in blue, two down in amber, struck through. */
function Brand() {
  return (
    <span className={styles.brand}>
      <svg viewBox="40 80 436 352" className={styles.mark} aria-hidden="true">
        <g strokeLinecap="round" strokeWidth="44" fill="none">
          <path className={styles.markIn} d="M110 188V296M206 98V402" />
          <path className={styles.markOut} d="M302 166V340M398 218V292" />
          <path className={styles.markGap} d="M72 370L446 126" />
          <path className={styles.markStrike} d="M72 370L446 126" />
        </g>
      </svg>
      <span className={styles.brandName}>Voxtally</span>
    </span>
  );
}

const marks: Readonly<Record<Standing['mark'], React.ReactNode>> = {
  none: <CircleDashed />,
  dot: <span className={styles.dot} />,
  wait: <Hourglass className={styles.accent} />,
  ended: <CircleCheck />,
  refused: <CircleX />,
};

function Nav() {
  const { appWindow } = useFirst();
  const shown = useAppWindow((state) => state.page);
  return (
    <nav aria-label="Pages" className={styles.nav}>
      {pageList.map(([page, { title, key }]) => (
        <button
          key={page}
          type="button"
          aria-current={shown === page ? 'page' : undefined}
          aria-keyshortcuts={key}
          title={`${title} (${key})`}
          className={cx(styles.tab, shown === page && styles.current)}
          onClick={() => appWindow.showPage(page)}
        >
          {title}
        </button>
      ))}
    </nav>
  );
}

/** Where the window stands and what can be done about it, the same in every state. */
export function TopBar({ atStart }: { readonly atStart: boolean }) {
  const { appWindow } = useFirst();
  const phase = useView((view) => view?.phase ?? null);
  const closing = useView((view) => view?.closing ?? null);
  const closed = useView((view) => view?.closed ?? null);
  const starting = useStart((state) => state.starting);
  const page = useAppWindow((state) => state.page);
  const takeHead = useCallback((pageHead: HTMLElement | null) => appWindow.takePageHead(pageHead), [appWindow]);
  const isRecord = phase === 'closed' && !atStart && starting === null;
  const standing = standingOf(phase === null || atStart ? null : { phase, closing, closed }, starting);
  return (
    <header className={styles.bar}>
      <Brand />
      <Nav />
      <span className={styles.rule} />
      {page !== 'live' && <div className={styles.slot} ref={takeHead} />}
      {/* A session that goes on stays in sight beside the search of saved ones. */}
      {(page === 'live' || (page === 'sessions' && (phase === 'open' || phase === 'closing'))) && (
        <>
          <p
            className={cx(styles.state, standing.mark === 'refused' && styles.refused, isRecord && 'part-unseen')}
            role="status"
          >
            {marks[standing.mark]}
            {standing.word}
          </p>
          {!atStart && (
            <Suspense>
              <SessionHead />
            </Suspense>
          )}
          {page === 'live' && !isRecord && <span className={styles.space} />}
        </>
      )}
      {page === 'live' && !atStart && (
        <Suspense>
          <SessionButtons />
        </Suspense>
      )}
      <span className={styles.rule} />
      <Button
        look="quiet"
        icon={<Settings />}
        aria-label="Settings"
        title="Settings: theme, devices and keys"
        onClick={() => appWindow.openDialog('settings')}
      />
    </header>
  );
}
