import { titleOf } from '../../../shared/contract/session-list.ts';
import { useAppInfo, useFirst } from '../../store/context.ts';
import { Dialog } from '../../ui/overlays.tsx';
import styles from './settings.module.css';

interface RecordProps {
  readonly sessionId: string;
  readonly says: readonly string[];
}

/** A record and what became of it, by the name that the list has for it. */
function Mended({ sessionId, says }: RecordProps) {
  const name = useAppInfo(({ saved }) => {
    const session = saved?.find((one) => one.sessionId === sessionId);
    return session === undefined ? sessionId : titleOf(session);
  });
  return (
    <li className={styles.mended}>
      <strong title={sessionId}>{name}</strong>
      <span>{says.join(' ')}</span>
    </li>
  );
}

/** What this start did with the records that a crash had left behind, one by one. */
export function RepairsDialog() {
  const { appWindow } = useFirst();
  const { repaired, broken } = useAppInfo((state) => state.repairs);
  return (
    <Dialog title="Repaired records" wide open onClose={() => appWindow.closeDialog()}>
      {broken.length > 0 && (
        <>
          <h3 className={styles.group}>Not repaired, and untouched</h3>
          <ul>
            {broken.map(({ sessionId, problem }) => (
              <Mended key={sessionId} sessionId={sessionId} says={[problem]} />
            ))}
          </ul>
          <h3 className={styles.group}>Repaired</h3>
        </>
      )}
      <ul>
        {repaired.map(({ sessionId, did }) => (
          <Mended key={sessionId} sessionId={sessionId} says={did} />
        ))}
      </ul>
    </Dialog>
  );
}
