import Scale from 'lucide-react/icons/scale';
import { useAppInfo, useFirst } from '../../store/context.ts';
import { Button } from '../../ui/button.tsx';
import { plural } from '../../../shared/kit/numbers.ts';
import { rulerTime, utcMinute } from '../../ui/format.ts';
import styles from './start.module.css';

const shown = 5;

/** The last sessions on this disk; pressing one opens its record. */
export function RecentSessions({ onOpen }: { readonly onOpen: () => void }) {
  const { session, appWindow } = useFirst();
  const saved = useAppInfo((state) => state.saved);
  if (saved === null) return null;
  return (
    <section aria-label="Recent sessions">
      <div className={styles.listHead}>
        <h2 className={styles.recentTitle}>Recent sessions</h2>
        {saved.length > shown && (
          <Button size="dense" look="quiet" onClick={() => appWindow.showPage('sessions')}>
            All {saved.length}
          </Button>
        )}
      </div>
      {saved.length === 0 && (
        <p className={styles.noSessions}>None yet. The first one you start is kept here, on this disk only.</p>
      )}
      <ul>
        {saved.slice(0, shown).map((summary) => (
          <li key={summary.sessionId}>
            <button
              type="button"
              className={styles.session}
              onClick={() => {
                onOpen();
                void session.attach(summary.sessionId);
              }}
            >
              <span className={styles.sessionName}>{summary.deployment}</span>
              <span className={styles.sessionFact}>{rulerTime(summary.durationMs)}</span>
              <span className={styles.sessionNote}>{`${utcMinute(summary.startedAt)} UTC, ${summary.label}`}</span>
              <span className={styles.sessionNote}>{plural(summary.responses, 'response')}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The way to the Reconcile page for whoever has a bill and a usage object, and wants nothing else. */
export function CameForABill() {
  const { appWindow } = useFirst();
  return (
    <section className={styles.bill} aria-labelledby="came-for-a-bill">
      <div className={styles.listHead}>
        <h2 id="came-for-a-bill" className={styles.recentTitle}>
          Came for a bill?
        </h2>
      </div>
      <p className={styles.noSessions}>Paste one usage object and a meter table. No session and no key are needed.</p>
      <Button icon={<Scale />} onClick={() => appWindow.showPage('reconcile')}>
        Paste it
      </Button>
    </section>
  );
}
