import { Dialog as Base } from '@base-ui/react/dialog';
import X from 'lucide-react/icons/x';
import type { ReactNode, RefObject } from 'react';
import { Button } from './button.tsx';
import styles from './dialog.module.css';

export interface DialogProps {
  readonly title: string;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly wide?: boolean;
  /** What has the focus first; without it, the button that closes. */
  readonly first?: RefObject<HTMLElement | null>;
  /** What has the focus once it is closed; without it, and where it says `true`, what had it before. */
  readonly focusAfter?: (() => HTMLElement | true) | undefined;
  readonly children: ReactNode;
}

/** A dialog over the window: focus goes in and comes back, Escape closes. */
export function Dialog({ title, open, onClose, wide = false, first, focusAfter, children }: DialogProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={styles.backdrop} />
        <Base.Popup className={wide ? styles.wide : styles.popup} initialFocus={first} finalFocus={focusAfter}>
          <div className={styles.head}>
            <Base.Title className={styles.title}>{title}</Base.Title>
            <Base.Close render={<Button look="quiet" size="small" icon={<X />} aria-label="Close" />} />
          </div>
          <div className={styles.body}>{children}</div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
