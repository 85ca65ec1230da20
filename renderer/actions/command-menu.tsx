import { useId, useRef, useState } from 'react';
import { useAppWindow, useStores, useView } from '../store/context.ts';
import type { Stores } from '../store/stores.ts';
import { Key } from '../ui/button.tsx';
import { cx } from '../ui/cx.ts';
import { Field } from '../ui/fields.tsx';
import { Dialog } from '../ui/overlays.tsx';
import { emptySession } from '../../shared/session/fold/fold.ts';
import type { SessionView } from '../../shared/session/view.ts';
import { type Command, commandsWith } from './commands.ts';
import styles from './command-menu.module.css';

const nothing = emptySession(null);

/** What a command acts on; null: it can do nothing now. */
function noteOf(stores: Stores, { available, note }: Command, view: SessionView | null): string | null {
  return available === undefined || available(stores, view) ? note(view ?? nothing) : null;
}

/** Where one can go, everything that can be done with the session on screen, and its options, found by typing: arrows choose, Enter does. */
export function CommandMenu() {
  const stores = useStores();
  const { appWindow } = stores;
  const open = useAppWindow((state) => state.dialog === 'commands');
  const attached = useView((state) => state);
  const [words, setWords] = useState('');
  const [at, setAt] = useState(0);
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const close = (): void => {
    appWindow.closeDialog();
    setWords('');
    setAt(0);
  };
  if (!open) return null;
  const shown = commandsWith(words);
  const chosen = shown[Math.min(at, shown.length - 1)];
  const run = (command: Command | undefined): void => {
    if (command === undefined || noteOf(stores, command, attached) === null) return;
    close();
    command.run(stores);
  };
  return (
    <Dialog title="Commands" open onClose={close} first={field}>
      <Field
        inputRef={field}
        role="combobox"
        aria-label="Find a command"
        aria-expanded="true"
        aria-controls={id}
        aria-activedescendant={chosen === undefined ? undefined : `${id}-${shown.indexOf(chosen)}`}
        placeholder="What should happen, or which option?"
        value={words}
        onChange={(event) => {
          setWords(event.target.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') {
            // The focus goes back before the key comes up, and would press the button it goes to.
            event.preventDefault();
            run(chosen);
          }
          const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
          if (by === 0 || shown.length === 0) return;
          event.preventDefault();
          const next = (Math.min(at, shown.length - 1) + by + shown.length) % shown.length;
          setAt(next);
          document.getElementById(`${id}-${next}`)?.scrollIntoView({ block: 'nearest' });
        }}
      />
      <ul id={id} role="listbox" aria-label="Commands" className={styles.list}>
        {shown.map((command, index) => {
          const note = noteOf(stores, command, attached);
          return (
            <li
              key={command.id}
              id={`${id}-${index}`}
              role="option"
              aria-selected={command === chosen}
              aria-disabled={note === null ? true : undefined}
              className={cx(styles.command, command === chosen && styles.chosen, note === null && styles.off)}
              onPointerMove={() => setAt(index)}
              onClick={() => run(command)}
            >
              <span className={styles.says}>{command.label}</span>
              <span className={styles.note}>{note ?? 'nothing to act on'}</span>
              {command.shortcut !== undefined && <Key name={command.shortcut} />}
            </li>
          );
        })}
      </ul>
      {shown.length === 0 && <p className={styles.none}>No command and no option has these words.</p>}
    </Dialog>
  );
}
