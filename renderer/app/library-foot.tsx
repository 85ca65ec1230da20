import { repairWords } from '../../shared/contract/repairs.ts';
import { count, plural } from '../../shared/kit/numbers.ts';
import { useAppInfo, useFirst } from '../store/context.ts';
import styles from '../ui/styles/status-bar.module.css';

/** The records that this start repaired, in one line that opens the list of them. */
export function Repaired() {
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
export function Indexed() {
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
