import { type ReactNode, useEffect, useRef } from 'react';
import { useFocusReturn } from '../../ui/focus-return.ts';
import styles from './preview.module.css';

interface OverlayProps {
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** The preview over a narrow list, never modal: the focus goes in, Escape closes, and the focus goes back. */
export function PreviewOverlay({ onClose, children }: OverlayProps) {
  const box = useRef<HTMLDivElement>(null);
  useFocusReturn();
  useEffect(() => box.current?.querySelector<HTMLElement>('[data-region]')?.focus(), []);
  return (
    <div
      ref={box}
      className={styles.overlay}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented || !(event.target instanceof Element)) return;
        // In a field it takes back what was typed.
        if (event.target.matches('input, textarea')) return;
        event.preventDefault();
        onClose();
      }}
    >
      {children}
    </div>
  );
}
