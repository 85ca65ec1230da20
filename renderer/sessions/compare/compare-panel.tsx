import Scale from 'lucide-react/icons/scale';
import X from 'lucide-react/icons/x';
import { useEffect } from 'react';
import type { SessionSummary } from '../../../shared/bench-api.ts';
import { titleOf } from '../../../shared/library/find-sessions.ts';
import { utcMinute } from '../../format/time.ts';
import { Button } from '../../parts/button.tsx';
import { useStores } from '../../store/context.ts';
import styles from './compare.module.css';
import { OptionsSet } from './options.tsx';
import { Outcome } from './outcome.tsx';
import { useComparison } from './use-comparison.ts';

export interface ComparePanelProps {
  /** The older is the first. */
  readonly one: SessionSummary;
  readonly other: SessionSummary;
  readonly onClose: () => void;
  readonly onReconcile: () => void;
}

/** Two sessions side by side: what was set differently, and what came of it. */
export function ComparePanel({ one, other, onClose, onReconcile }: ComparePanelProps) {
  const state = useComparison(one.sessionId, other.sessionId);
  const { ui } = useStores();
  const spoken = `${titleOf(one)} is compared with ${titleOf(other)}, at the right.`;
  // The list keeps the focus, so that the next pair is two presses away.
  useEffect(() => ui.setState({ spoken }), [ui, spoken]);
  return (
    <aside tabIndex={-1} data-region="" className={styles.panel} aria-label="Compare two sessions">
      <div className={styles.head}>
        <h2 className={styles.heading}>Compare two sessions</h2>
        <Button look="quiet" size="small" icon={<X />} aria-label="Close the comparison" onClick={onClose} />
      </div>
      <div className={styles.scroll} tabIndex={0} role="group" aria-label="Comparison">
        <ol className={styles.pair}>
          {[one, other].map((session, index) => (
            <li key={session.sessionId}>
              <span className={styles.number}>{index + 1}</span>
              <span className={styles.name}>
                {titleOf(session)}
                <span className={styles.when}>{`${utcMinute(session.startedAt)} UTC`}</span>
              </span>
            </li>
          ))}
        </ol>
        {state.kind === 'reading' && <p className={styles.reading}>Reading both sessions.</p>}
        {state.kind === 'problem' && (
          <p role="alert" className={styles.problem}>
            {state.text}
          </p>
        )}
        {state.kind === 'read' && (
          <>
            <OptionsSet comparison={state.comparison} />
            <Outcome comparison={state.comparison} />
          </>
        )}
      </div>
      <div className={styles.foot}>
        <Button icon={<Scale />} onClick={onReconcile}>
          Reconcile both
        </Button>
      </div>
    </aside>
  );
}
