import ChevronRight from 'lucide-react/icons/chevron-right';
import CircleX from 'lucide-react/icons/circle-x';
import { useState } from 'react';
import type { SessionSummary } from '../../../shared/contract/bench-api.ts';
import { titleOf } from '../../../shared/contract/session-list.ts';
import { plural } from '../../../shared/kit/numbers.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { utcMinute } from '../../ui/format.ts';
import styles from './sessions.module.css';

export interface RefusedProps {
  readonly sessions: readonly SessionSummary[];
  readonly onOpen: (session: SessionSummary) => void;
}

/** Attempts that the service let nobody in at, apart from the sessions and folded. */
export function Refused({ sessions, onOpen }: RefusedProps) {
  const [open, setOpen] = useState(false);
  const [newest] = sessions;
  if (newest === undefined) return null;
  return (
    <section className={styles.refused} aria-label="Refused attempts">
      <Button
        look="quiet"
        size="small"
        icon={<ChevronRight className={cx(open && styles.turned)} />}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <CircleX />
        {plural(sessions.length, 'refused attempt')}
      </Button>
      <span className={styles.note}>
        {newest.startedAt === ''
          ? 'nothing was charged'
          : `nothing was charged; the last ${utcMinute(newest.startedAt)} UTC`}
      </span>
      {open && (
        <ul className={styles.attempts}>
          {sessions.map((one) => (
            <li key={one.sessionId}>
              <Button look="quiet" size="dense" onClick={() => onOpen(one)}>
                {titleOf(one)}
              </Button>
              <span className={styles.note}>
                {`${one.startedAt === '' ? '' : `${utcMinute(one.startedAt)} UTC. `}${one.known?.refused ?? ''}`}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
