import ArrowLeft from 'lucide-react/icons/arrow-left';
import Scale from 'lucide-react/icons/scale';
import { useEffect, useRef, useState } from 'react';
import type { SessionSummary } from '../../../shared/contract/bench-api.ts';
import { titleOf } from '../../../shared/contract/session-list.ts';
import { errorText } from '../../../shared/kit/errors.ts';
import type { Comparison } from '../../../shared/session/library/compare-sessions.ts';
import { useStores } from '../../store/context.ts';
import { Button } from '../../ui/button.tsx';
import { ComparePlots } from './compare-plots.tsx';
import { CompareTable } from './compare-table.tsx';
import { CompareTurn } from './compare-turn.tsx';
import { useTurnHeard } from './turn-heard.ts';
import styles from './compare.module.css';

/** What sessions come to side by side: being read, read, or why it cannot be. */
export type ComparisonState =
  | { readonly kind: 'reading' }
  | { readonly kind: 'read'; readonly comparison: Comparison }
  | { readonly kind: 'problem'; readonly text: string };

const reading: ComparisonState = { kind: 'reading' };

/** `ids`: of the sessions, separated by spaces, so that the same sessions are the same text. */
function useComparison(ids: string): ComparisonState {
  const { bench } = useStores();
  const [state, setState] = useState<{ readonly of: string; readonly shown: ComparisonState } | null>(null);
  useEffect(() => {
    let wanted = true;
    void bench.call('library.compare', { sessionIds: ids.split(' ') }).then((answer) => {
      if (!wanted) return;
      const shown: ComparisonState = answer.ok
        ? { kind: 'read', comparison: answer.comparison }
        : { kind: 'problem', text: errorText(answer.error) };
      setState({ of: ids, shown });
    });
    return () => {
      wanted = false;
    };
  }, [bench, ids]);
  return state?.of === ids ? state.shown : reading;
}

function Compared({ comparison, names }: { readonly comparison: Comparison; readonly names: readonly string[] }) {
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
          <CompareTable comparison={comparison} names={names} />
        </div>
        <div className={styles.right}>
          <ComparePlots comparison={comparison} chosen={index} onChoose={choose} />
        </div>
      </div>
      <CompareTurn comparison={comparison} index={index} onIndex={choose} heard={heard} />
    </div>
  );
}

const howMany = ['no', 'one', 'two', 'three', 'four'] as const;

export interface ComparePanelProps {
  /** Two to four, the oldest first. */
  readonly sessions: readonly SessionSummary[];
  readonly onClose: () => void;
  readonly onReconcile: () => void;
}

/** Sessions side by side: what was set differently, what came of it, and the same turn in each. */
export function ComparePanel({ sessions, onClose, onReconcile }: ComparePanelProps) {
  const ids = sessions.map(({ sessionId }) => sessionId).join(' ');
  const names = sessions.map(titleOf);
  const state = useComparison(ids);
  const { appWindow } = useStores();
  const panel = useRef<HTMLElement>(null);
  const title = `Compare ${howMany[sessions.length] ?? ''} sessions`;
  const spoken = `${names.join(', ')} are compared.`;
  useEffect(() => {
    panel.current?.focus();
    appWindow.say(spoken);
  }, [appWindow, spoken]);
  return (
    <section ref={panel} tabIndex={-1} data-region="" className={styles.panel} aria-label={title}>
      <div className={styles.head}>
        <Button look="quiet" size="small" icon={<ArrowLeft />} aria-label="Back to the list" onClick={onClose} />
        <h1 className={styles.heading}>{title}</h1>
        <Button size="small" icon={<Scale />} onClick={onReconcile}>
          {sessions.length === 2 ? 'Reconcile both' : 'Reconcile all'}
        </Button>
      </div>
      {state.kind === 'reading' && <p className={styles.reading}>Reading the sessions.</p>}
      {state.kind === 'problem' && (
        <p role="alert" className={styles.problem}>
          {state.text}
        </p>
      )}
      {state.kind === 'read' && <Compared key={ids} comparison={state.comparison} names={names} />}
    </section>
  );
}
