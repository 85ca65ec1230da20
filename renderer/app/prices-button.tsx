import { useFirst } from '../store/context.ts';
import styles from '../ui/styles/status-bar.module.css';

/** Says what prices are in force, at the foot of the window; a click changes them. */
export function PricesButton({ words }: { readonly words: string }) {
  const { appWindow } = useFirst();
  return (
    <button type="button" className={styles.prices} onClick={() => appWindow.openDialog('prices')}>
      {`Prices: ${words}`}
    </button>
  );
}
