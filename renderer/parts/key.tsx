import styles from './key.module.css';
import { keyLabel } from '../keys/key-map.ts';

const isMac = typeof navigator !== 'undefined' && navigator.platform.startsWith('Mac');

/** A key as it is printed, for the map's own spelling: `Mod+.` reads `Ctrl .`. */
export const printedKey = (binding: string): string => keyLabel(binding, isMac);

/** A key hint beside a name. Readers get it from `aria-keyshortcuts` of the control, so it is hidden from them. */
export function Key({ name }: { readonly name: string }) {
  return (
    <kbd className={styles.key} aria-hidden="true">
      {printedKey(name)}
    </kbd>
  );
}
