import { Tooltip } from '@base-ui/react/tooltip';
import type { ReactElement, ReactNode, RefObject } from 'react';
import { Key } from './key.tsx';
import styles from './tip.module.css';

export interface TipProps {
  readonly text: ReactNode;
  readonly children: ReactElement;
  /** The key that does the same, printed after the sentence. */
  readonly shortcut?: string;
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
          className={styles.positioner}
        >
          <Tooltip.Popup className={styles.popup}>
            {text} {shortcut !== undefined && <Key name={shortcut} />}
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
