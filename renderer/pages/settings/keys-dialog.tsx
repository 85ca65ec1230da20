import { type ActionId, actionList } from '../../actions/actions.ts';
import { focusKeys } from '../../actions/focus-keys.ts';
import { useFirst } from '../../store/context.ts';
import { Key } from '../../ui/button.tsx';
import { Dialog } from '../../ui/overlays.tsx';
import styles from './settings.module.css';

interface Listed {
  readonly id: ActionId;
  readonly label: string;
  readonly shortcut: string;
}

const listed = actionList.flatMap(([id, { label, keys }]): Listed[] => {
  const shortcut = keys?.[0];
  return shortcut === undefined ? [] : [{ id, label, shortcut }];
});

/** Everything a key can do, from the table that the keys themselves are read from. */
export function KeysDialog() {
  const { appWindow } = useFirst();
  return (
    <Dialog title="Keys" wide open onClose={() => appWindow.closeDialog()}>
      <ul className={styles.keys}>
        {listed.map(({ id, label, shortcut }) => (
          <li key={id} className={styles.binding}>
            {label}
            <span className={styles.bound}>
              <Key name={shortcut} />
            </span>
          </li>
        ))}
      </ul>
      <h3 className={styles.group}>Where the focus is</h3>
      <ul className={styles.keys}>
        {focusKeys.map(({ keys, says }) => (
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
