import { useCallback } from 'react';
import CircleCheck from 'lucide-react/icons/circle-check';
import CircleDashed from 'lucide-react/icons/circle-dashed';
import CircleX from 'lucide-react/icons/circle-x';
import Hourglass from 'lucide-react/icons/hourglass';
import Settings from 'lucide-react/icons/settings';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import { clockTime, rulerTime } from '../format/time.ts';
import { Brand } from '../parts/brand.tsx';
import { Button } from '../parts/button.tsx';
import { Ticker } from '../parts/ticker.tsx';
import { Tip } from '../parts/tip.tsx';
import { usePolled } from '../parts/use-polled.ts';
import { useStores, useUi, useView } from '../store/context.ts';
import { cx } from '../styles/cx.ts';
import { expiresInMs, expiryNearness, standingOf, type Standing } from './phase.ts';
import { SessionButtons } from './session-buttons.tsx';
import styles from './top-bar.module.css';

const marks: Readonly<Record<Standing['mark'], React.ReactNode>> = {
  none: <CircleDashed />,
  dot: <span className={styles.dot} />,
  wait: <Hourglass className={styles.accent} />,
  ended: <CircleCheck />,
  refused: <CircleX />,
};

const pages = [
  { page: 'bench', name: 'Live', key: '1' },
  { page: 'sessions', name: 'Sessions', key: '2' },
  { page: 'reconcile', name: 'Reconcile', key: '3' },
] as const;

function Nav() {
  const { ui } = useStores();
  const shown = useUi((state) => state.page);
  return (
    <nav aria-label="Pages" className={styles.nav}>
      {pages.map(({ page, name, key }) => (
        <button
          key={page}
          type="button"
          aria-current={shown === page ? 'page' : undefined}
          aria-keyshortcuts={key}
          title={`${name} (${key})`}
          className={styles.tab}
          onClick={() => ui.setState({ page })}
        >
          {name}
        </button>
      ))}
    </nav>
  );
}

function SessionHead() {
  const { clock, nowMs, session } = useStores();
  const header = useView((view) => view?.header ?? null);
  const limited = useView((view) => view?.phase === 'open' && typeof view.effective?.['expires_at'] === 'number');
  const nearness = usePolled(() => expiryNearness(expiresInMs(session.getState().view, Date.now())), 1000);
  if (header === null) return null;
  return (
    <>
      <div className={styles.where}>
        <p className={styles.deployment} title={header.endpoint.deployment}>
          {header.endpoint.deployment}
        </p>
        <p className={styles.host}>{header.endpoint.label}</p>
      </div>
      <span className={styles.rule} />
      <Ticker name="Session time" className={styles.clock} perSecond={10} text={() => clockTime(clock.now(nowMs()))} />
      {limited && (
        <div className={cx(styles.where, styles.limit)}>
          <Ticker
            className={cx(styles.left, nearness === 1 && styles.soon, nearness === 2 && styles.now)}
            perSecond={1}
            text={() => rulerTime(expiresInMs(session.getState().view, Date.now()) ?? 0)}
          />
          <p className={styles.host}>
            {nearness === 2 && <TriangleAlert />}
            left of this session
          </p>
        </div>
      )}
    </>
  );
}

/** Where the window stands and what can be done about it, the same in every state. */
export function TopBar({ atStart }: { readonly atStart: boolean }) {
  const { ui } = useStores();
  const phase = useView((view) => view?.phase ?? null);
  const starting = useUi((state) => state.starting);
  const page = useUi((state) => state.page);
  const takeHead = useCallback((pageHead: HTMLElement | null) => ui.setState({ pageHead }), [ui]);
  const standing = standingOf(phase === null || atStart ? null : { phase }, starting);
  return (
    <header className={styles.bar}>
      <Brand />
      <Nav />
      <span className={styles.rule} />
      {page !== 'bench' && <div className={styles.slot} ref={takeHead} />}
      {/* A session that goes on stays in sight beside the search of saved ones. */}
      {(page === 'bench' || (page === 'sessions' && (phase === 'open' || phase === 'closing'))) && (
        <>
          <p className={cx(styles.state, standing.mark === 'refused' && styles.refused)} role="status">
            {marks[standing.mark]}
            {standing.word}
          </p>
          {!atStart && <SessionHead />}
          {page === 'bench' && <span className={styles.space} />}
        </>
      )}
      {page === 'bench' && <SessionButtons atStart={atStart} />}
      <span className={styles.rule} />
      <Tip text="Theme, devices and keys">
        <Button
          look="quiet"
          icon={<Settings />}
          aria-label="Settings"
          title=""
          onClick={() => ui.setState({ dialog: 'settings' })}
        />
      </Tip>
    </header>
  );
}
