import Scale from 'lucide-react/icons/scale';
import Trash2 from 'lucide-react/icons/trash-2';
import type { SessionSummary } from '../../shared/bench-api.ts';
import { count } from '../format/count.ts';
import { Button } from '../parts/button.tsx';
import { Key } from '../parts/key.tsx';
import styles from './foot.module.css';

export interface FootProps {
  readonly chosen: readonly SessionSummary[];
  readonly onReconcile: () => void;
  readonly onDelete: () => void;
}

/** What can be done with the sessions that are chosen, and the keys of the list. */
export function Foot({ chosen, onReconcile, onDelete }: FootProps) {
  const none = chosen.length === 0;
  return (
    <div className={styles.foot} role="group" aria-label="Sessions selected">
      <p className={styles.count} role="status">
        {none ? 'None selected' : `${count(chosen.length)} selected`}
      </p>
      <Button look="quiet" size="small" icon={<Trash2 />} disabled={none} onClick={onDelete}>
        Delete
      </Button>
      <Button look="quiet" size="small" icon={<Scale />} disabled={none} onClick={onReconcile}>
        {chosen.length > 1 ? `Reconcile these ${count(chosen.length)} sessions` : 'Reconcile this session'}
      </Button>
      <p className={styles.keys} aria-hidden="true">
        <Key name="Space" /> select <Key name="Enter" /> open
      </p>
    </div>
  );
}
