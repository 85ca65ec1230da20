import { useState } from 'react';
import type { SessionSummary } from '../../shared/bench-api.ts';
import { titleOf } from '../../shared/library/find-sessions.ts';
import { sessionTotals } from '../../shared/library/session-totals.ts';
import { count, diskSize, plural } from '../format/count.ts';
import { rulerTime, utcMinute } from '../format/time.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import styles from './sessions.module.css';

const mostNamed = 5;

export interface DeleteDialogProps {
  readonly sessions: readonly SessionSummary[];
  readonly onClose: () => void;
  readonly onDelete: (sessions: readonly SessionSummary[]) => Promise<void>;
}

/** Says what goes and how much it is, before anything is deleted. */
export function DeleteDialog({ sessions, onClose, onDelete }: DeleteDialogProps) {
  const [busy, setBusy] = useState(false);
  const totals = sessionTotals(sessions);
  const more = sessions.length - mostNamed;
  return (
    <Dialog title={`Delete ${plural(sessions.length, 'session')}`} open onClose={onClose}>
      <div className={styles.asking}>
        <ul className={styles.named}>
          {sessions.slice(0, mostNamed).map((session) => (
            <li key={session.sessionId}>
              {titleOf(session)}{' '}
              <span className={styles.note}>
                {session.startedAt === '' ? '' : `${utcMinute(session.startedAt)} UTC`}
              </span>
            </li>
          ))}
          {more > 0 && <li className={styles.note}>{`and ${count(more)} more`}</li>}
        </ul>
        <p>
          {`${rulerTime(totals.durationMs)} of recording, ${diskSize(totals.bytes)} on this disk: audio, events and usage. Nothing of it can be brought back.`}
        </p>
        <div className={styles.answers}>
          <Button
            disabled={busy}
            onClick={() => {
              setBusy(true);
              void onDelete(sessions);
            }}
          >
            {busy ? 'Deleting' : 'Delete for good'}
          </Button>
          <Button look="quiet" onClick={onClose}>
            Keep
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
