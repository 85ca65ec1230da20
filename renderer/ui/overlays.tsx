import { Dialog as Base } from '@base-ui/react/dialog';
import { Tooltip } from '@base-ui/react/tooltip';
import X from 'lucide-react/icons/x';
import { CSPProvider } from '@base-ui/react/csp-provider';
import type { ReactElement, ReactNode, RefObject } from 'react';
import { Button, Key } from './button.tsx';
import styles from './overlays.module.css';

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

/** Around parts whose controls have tips: once one is open, its neighbours open theirs at once. */
export const Tips = ({ children }: { readonly children: ReactNode }) => (
  <CSPProvider disableStyleElements>
    <Tooltip.Provider delay={500}>{children}</Tooltip.Provider>
  </CSPProvider>
);

export interface TipProps {
  readonly text: ReactNode;
  readonly children: ReactElement;
  /** The key that does the same, printed after the sentence. */
  readonly shortcut?: string | undefined;
  readonly side?: 'top' | 'right';
  /** What it stands beside, where that is not the control itself. */
  readonly anchor?: RefObject<HTMLElement | null>;
  /** Left out: it opens and closes by itself. */
  readonly open?: boolean;
  readonly onOpen?: (open: boolean) => void;
}

/** A sentence that opens over a control on hover and focus. The control must name itself; this adds, never names. */
export function Tip({ text, shortcut, children, side = 'top', anchor, open, onOpen }: TipProps) {
  return (
    <Tooltip.Root {...(open === undefined ? {} : { open })} {...(onOpen === undefined ? {} : { onOpenChange: onOpen })}>
      <Tooltip.Trigger render={children} />
      <Tooltip.Portal>
        <Tooltip.Positioner
          side={side}
          sideOffset={6}
          {...(anchor === undefined ? {} : { anchor })}
          className={styles.tipPlace}
        >
          <Tooltip.Popup className={styles.tip}>
            {text} {shortcut !== undefined && <Key name={shortcut} />}
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
