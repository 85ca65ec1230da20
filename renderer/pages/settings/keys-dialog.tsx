import { handKeys, keyBindings } from '../../actions/keys.ts';
import { useStores, useUi } from '../../store/context.ts';
import { Key } from '../../ui/button.tsx';
import { Dialog } from '../../ui/overlays.tsx';
import styles from './settings.module.css';

/** Everything a key can do, from the table that the keys themselves are read from. */
export function KeysDialog() {
  const { ui } = useStores();
  const open = useUi((state) => state.dialog === 'keys');
  return (
    <Dialog title="Keys" wide open={open} onClose={() => ui.setState({ dialog: null })}>
      <ul className={styles.keys}>
        {keyBindings.map((binding) => (
          <li key={binding.key} className={styles.binding}>
            {binding.says}
            <span className={styles.bound}>
              <Key name={binding.key} />
            </span>
          </li>
        ))}
      </ul>
      <h3 className={styles.group}>Where the focus is</h3>
      <ul className={styles.keys}>
        {handKeys.map(({ keys, says }) => (
          <li key={says} className={styles.binding}>
            {says}
            <span className={styles.bound}>
              {keys.map((name) => (
                <Key key={name} name={name} />
              ))}
            </span>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
