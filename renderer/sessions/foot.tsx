import GitCompare from 'lucide-react/icons/git-compare';
import Scale from 'lucide-react/icons/scale';
import Trash2 from 'lucide-react/icons/trash-2';
import { count } from '../format/count.ts';
import { Button } from '../parts/button.tsx';
import { Key } from '../parts/key.tsx';
import styles from './foot.module.css';
import { UsageActions } from './usage-actions.tsx';

export interface FootProps {
  readonly sessionIds: readonly string[];
  /** False: the record of one of them cannot be read, so it can only be deleted. */
  readonly readable: boolean;
  readonly comparing: boolean;
  readonly onCompare: () => void;
  readonly onReconcile: () => void;
  readonly onDelete: () => void;
  readonly onProblem: (text: string) => void;
}

/** What can be done with the sessions that are chosen, and the keys of the list. */
export function Foot({ sessionIds, readable, comparing, onCompare, onReconcile, onDelete, onProblem }: FootProps) {
  const number = sessionIds.length;
  const comparable = number === 2 && readable;
  return (
    <div className={styles.foot} role="group" aria-label="Sessions selected">
      <p className={styles.count} role="status">
        {number === 0 ? 'None selected' : `${count(number)} selected`}
      </p>
      <UsageActions sessionIds={readable ? sessionIds : []} onProblem={onProblem} />
      <Button look="quiet" size="small" icon={<Trash2 />} disabled={number === 0} onClick={onDelete}>
        Delete
      </Button>
      <Button
        look="quiet"
        size="small"
        icon={<GitCompare />}
        title={comparable ? 'Compare the two sessions selected' : 'Select two sessions that can be read'}
        aria-keyshortcuts="c"
        disabled={!comparable}
        aria-expanded={comparing}
        onClick={onCompare}
      >
        Compare
      </Button>
      {/* The comparison has a button of its own for it. */}
      {!comparing && (
        <Button look="quiet" size="small" icon={<Scale />} disabled={number === 0 || !readable} onClick={onReconcile}>
          {number > 1 ? `Reconcile these ${count(number)} sessions` : 'Reconcile this session'}
        </Button>
      )}
      <p className={styles.keys} aria-hidden="true">
        <Key name="Space" /> select <Key name="Enter" /> open <Key name="c" /> compare
      </p>
    </div>
  );
}
