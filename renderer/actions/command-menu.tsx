import { useId, useRef, useState } from 'react';
import { useStores, useUi, useView } from '../store/context.ts';
import { Key } from '../ui/button.tsx';
import { cx } from '../ui/cx.ts';
import { Field } from '../ui/fields.tsx';
import { Dialog } from '../ui/overlays.tsx';
import { type Command, commands } from './commands.ts';
import styles from './command-menu.module.css';

const fits = ({ says }: Command, words: string): boolean =>
  words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => says.toLowerCase().includes(word));

/** Everything that can be done with the running session, found by typing: arrows choose, Enter does. */
export function CommandMenu() {
  const stores = useStores();
  const { ui } = stores;
  const open = useUi((state) => state.dialog === 'commands');
  const view = useView((state) => state);
  const [words, setWords] = useState('');
  const [at, setAt] = useState(0);
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const close = (): void => {
    ui.setState({ dialog: null });
    setWords('');
    setAt(0);
  };
  if (!open || view === null) return null;
  const shown = commands.filter((command) => fits(command, words));
  const chosen = shown[Math.min(at, shown.length - 1)];
  const run = (command: Command | undefined): void => {
    if (command === undefined || command.note(view) === null) return;
    close();
    command.run(stores, view);
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
        placeholder="What should happen?"
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
          setAt((Math.min(at, shown.length - 1) + by + shown.length) % shown.length);
        }}
      />
      <ul id={id} role="listbox" aria-label="Commands" className={styles.list}>
        {shown.map((command, index) => {
          const note = command.note(view);
          return (
            <li
              key={command.says}
              id={`${id}-${index}`}
              role="option"
              aria-selected={command === chosen}
              aria-disabled={note === null ? true : undefined}
              className={cx(styles.command, command === chosen && styles.chosen, note === null && styles.off)}
              onPointerMove={() => setAt(index)}
              onClick={() => run(command)}
            >
              <span className={styles.says}>{command.says}</span>
              <span className={styles.note}>{note ?? 'nothing to act on'}</span>
              {command.key !== undefined && <Key name={command.key} />}
            </li>
          );
        })}
      </ul>
      {shown.length === 0 && <p className={styles.none}>No command has these words.</p>}
    </Dialog>
  );
}
