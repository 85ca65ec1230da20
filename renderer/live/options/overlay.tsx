import { useEffect, useRef } from 'react';
import { useFocusReturn } from '../../parts/use-focus-return.ts';
import { useStores } from '../../store/context.ts';
import styles from './overlay.module.css';
import { OptionsPanel } from './panel.tsx';

/** The options over the middle of a narrow window: the focus goes in, Escape closes, and the focus goes back. */
export function OptionsOverlay() {
  const { ui } = useStores();
  const box = useRef<HTMLDivElement>(null);
  useFocusReturn();
  useEffect(() => box.current?.querySelector<HTMLElement>('[data-region]')?.focus(), []);
  return (
    <div
      ref={box}
      className={styles.overlay}
      onKeyDown={(event) => {
        const { target, currentTarget } = event;
        // A list that opens from here takes its own Escape, and in a field it takes back what was typed.
        if (event.key !== 'Escape' || !(target instanceof Element) || !currentTarget.contains(target)) return;
        if (!target.matches('input, textarea')) ui.setState({ optionsOpen: false });
      }}
    >
      <OptionsPanel />
    </div>
  );
}
