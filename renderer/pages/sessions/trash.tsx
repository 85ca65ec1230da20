import ChevronRight from 'lucide-react/icons/chevron-right';
import Trash2 from 'lucide-react/icons/trash-2';
import Undo2 from 'lucide-react/icons/undo-2';
import { useRef, useState } from 'react';
import { count, plural } from '../../../shared/kit/numbers.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { utcMinute } from '../../ui/format.ts';
import { focusActiveRow } from './list.tsx';
import { movedWords, trashedTitle, type TrashUse } from './undo.tsx';
import styles from './sessions.module.css';

/** Asks before anything is gone for good. Whoever looks elsewhere has not said yes. */
function EmptyButton({ number, onEmpty }: { readonly number: number; readonly onEmpty: () => void }) {
  const [sure, setSure] = useState(false);
  const press = (): void => {
    setSure(!sure);
    if (sure) onEmpty();
  };
  return (
    <Button
      look="quiet"
      size="dense"
      icon={<Trash2 />}
      onClick={press}
      onBlur={() => setSure(false)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !sure) return;
        event.preventDefault();
        setSure(false);
      }}
    >
      {sure ? `Delete ${plural(number, 'session')} for good` : 'Empty the trash'}
    </Button>
  );
}

export interface TrashSectionProps {
  readonly trash: TrashUse;
  /** Hears what went wrong, as sentences; none: nothing did. */
  readonly onProblems: (problems: readonly string[]) => void;
}

/** Sessions that were deleted, under the list and folded: brought back one by one, or deleted for good together. */
export function TrashSection({ trash, onProblems }: TrashSectionProps) {
  const [open, setOpen] = useState(false);
  const fold = useRef<HTMLButtonElement>(null);
  const sessions = trash.sessions ?? [];
  if (sessions.length === 0) return null;
  const after = async (doing: Promise<readonly string[]>): Promise<void> => {
    onProblems(await doing);
    // The button that had the focus may be gone, and the section with it.
    setTimeout(() => (fold.current === null ? focusActiveRow() : fold.current.focus()));
  };
  return (
    <section className={styles.refused} aria-label="Trash">
      <Button
        ref={fold}
        look="quiet"
        size="small"
        icon={<ChevronRight className={cx(open && styles.turned)} />}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Trash2 />
        {`Trash, ${count(sessions.length)}`}
      </Button>
      {trash.moved.length > 0 && (
        <Button
          look="quiet"
          size="dense"
          icon={<Undo2 />}
          title={`Bring ${movedWords(trash.moved)} back`}
          onClick={() => void after(trash.undo())}
        >
          Undo the last deletion
        </Button>
      )}
      {open && (
        <>
          <ul className={styles.attempts}>
            {sessions.map((one) => (
              <li key={one.sessionId}>
                <Button
                  size="dense"
                  icon={<Undo2 />}
                  aria-label={`Restore ${trashedTitle(one)}`}
                  onClick={() => void after(trash.restore(one))}
                >
                  Restore
                </Button>{' '}
                {trashedTitle(one)}{' '}
                <span className={styles.note}>
                  {[
                    one.startedAt === null ? 'start not known' : `${utcMinute(one.startedAt)} UTC`,
                    one.deletedAt === null ? 'put there by hand' : `deleted ${utcMinute(one.deletedAt)} UTC`,
                  ].join(', ')}
                </span>
              </li>
            ))}
          </ul>
          <EmptyButton number={sessions.length} onEmpty={() => void after(trash.empty())} />
        </>
      )}
    </section>
  );
}
