import { Suspense } from 'react';
import { useAppInfo, useAppWindow, useFirst, useView } from '../store/context.ts';
import { repairWords } from '../../shared/contract/repairs.ts';
import { isUnderWay } from '../../shared/session/view.ts';
import { count, fileSize, plural } from '../../shared/kit/numbers.ts';
import { PricesButton } from './prices-button.tsx';
import { SessionPrices, SessionRecord, SessionWaits } from './read-behind.tsx';
import styles from '../ui/styles/status-bar.module.css';

/** The records that this start repaired, in one line that opens the list of them. */
function Repaired() {
  const { appWindow } = useFirst();
  const words = useAppInfo((state) => repairWords(state.repairs));
  if (words === null) return null;
  return (
    <span className={styles.repaired} role="status">
      {words}{' '}
      <button type="button" className={styles.show} onClick={() => appWindow.openDialog('repairs')}>
        Show
      </button>
    </span>
  );
}

/** How much of what is saved can be searched, while that is looked at. */
function Indexed() {
  const index = useAppInfo((state) => state.index);
  if (index === null || index.sessions === 0) return null;
  const { sessions, indexed, texts, isDone } = index;
  return (
    <span className={styles.counts}>
      {indexed >= sessions
        ? `Index complete, ${plural(texts, 'text')}`
        : `${isDone ? 'Indexed' : 'Indexing'}, ${count(indexed)} of ${plural(sessions, 'session')}`}
    </span>
  );
}

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
      {!running && <Repaired />}
      <span className={styles.space} />
      {page === 'sessions' && !running && <Indexed />}
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
