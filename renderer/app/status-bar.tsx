import { Suspense } from 'react';
import { useAppInfo, useAppWindow, useView } from '../store/context.ts';
import { isUnderWay } from '../../shared/session/view.ts';
import { count, fileSize } from '../../shared/kit/numbers.ts';
import { PricesButton } from './prices-button.tsx';
import { Indexed, Repaired, SessionPrices, SessionRecord, SessionWaits } from './read-behind.tsx';
import styles from '../ui/styles/status-bar.module.css';

/** The foot of the window: what is being kept, of what, at what prices. */
export function StatusBar({ atStart }: { readonly atStart: boolean }) {
  const saved = useAppInfo((state) => state.saved);
  const page = useAppWindow((state) => state.page);
  const running = useView((view) => view !== null && isUnderWay(view.phase));
  const none = useView((view) => view === null);
  const savedBytes = (saved ?? []).reduce((sum, one) => sum + (one.bytes ?? 0), 0);
  const info = useAppInfo((state) => state.info);
  return (
    <footer className={styles.bar}>
      {atStart || (page === 'sessions' && !running) ? (
        <>
          {page === 'live' && <span>No session</span>}
          {info !== null && (
            <span className={styles.path}>
              {`Sessions in ${info.dataFolder}${saved === null ? '' : `, ${count(saved.length)} saved`}${savedBytes === 0 ? '' : `, ${fileSize(savedBytes)}`}`}
            </span>
          )}
        </>
      ) : (
        <Suspense>
          <SessionRecord />
        </Suspense>
      )}
      {!running && (
        <Suspense>
          <Repaired />
        </Suspense>
      )}
      <span className={styles.space} />
      {page === 'sessions' && !running && (
        <Suspense>
          <Indexed />
        </Suspense>
      )}
      {!atStart && (
        <Suspense>
          <SessionWaits />
        </Suspense>
      )}
      {none && info !== null && <PricesButton words={`list of ${info.priceBook.validFrom}`} />}
      {!none && (
        <Suspense>
          <SessionPrices />
        </Suspense>
      )}
    </footer>
  );
}
