import type { ReactNode } from 'react';
import { useOverlay } from '../../ui/use-overlay.ts';
import styles from './preview.module.css';

interface OverlayProps {
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** The preview over a narrow list. */
export function PreviewOverlay({ onClose, children }: OverlayProps) {
  const { ref, onKeyDown } = useOverlay(onClose);
  return (
    <div ref={ref} className={styles.overlay} onKeyDown={onKeyDown}>
      {children}
    </div>
  );
}
