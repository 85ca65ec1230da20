import ChevronDown from 'lucide-react/icons/chevron-down';
import { type ComponentProps, type ReactNode, type Ref, useEffect, useRef, useState } from 'react';
import { lookup } from '../../shared/kit/lookup.ts';
import { cx } from './cx.ts';
import { late } from './late.ts';
import { closedLook, type SelectProps } from './select-look.ts';
import styles from './fields.module.css';

export type { Choice } from './select-look.ts';

export interface FieldProps extends ComponentProps<'input'> {
  readonly tone?: 'plain' | 'accent' | 'alarm';
  /** Stands inside, at the right: a unit, a key hint. */
  readonly after?: ReactNode;
  readonly before?: ReactNode;
  readonly dense?: boolean;
  readonly inputRef?: Ref<HTMLInputElement>;
}

const fieldTones = { plain: undefined, accent: styles.accent, alarm: styles.alarm };

/** A text field of one line; give it a name by `aria-label` or a label's `htmlFor`. */
export function Field({ tone = 'plain', after, before, dense = false, inputRef, className, ...rest }: FieldProps) {
  return (
    <span className={cx(styles.field, fieldTones[tone], dense && styles.dense, className)}>
      {before}
      <input ref={inputRef} className={styles.input} autoComplete="off" spellCheck={false} {...rest} />
      {after !== undefined && <span className={styles.after}>{after}</span>}
    </span>
  );
}

/** The list of a choice, whose code is read behind the page. */
export const selectList = late(async () => (await import('./select-list.tsx')).SelectWithList);

const opening = lookup<true>({ Enter: true, ' ': true, ArrowDown: true, ArrowUp: true });

/**
 * A choice of one from a list that is known. `name` is its accessible name. Until its list is read it stands as the
 * control alone; asked to open by then, it opens once the list is there.
 */
export function Select(props: SelectProps) {
  const { name } = props;
  const control = useRef<HTMLButtonElement>(null);
  const [wantedOpen, setWantedOpen] = useState(false);
  const [List, setList] = useState(() => selectList.now);
  useEffect(
    () =>
      // Not under the focus of a person, who would lose it.
      selectList.whenThere((there) => {
        if (control.current !== document.activeElement) setList(() => there);
      }),
    [],
  );
  if (List !== null) return <List {...props} opened={wantedOpen} />;
  const open = (): void => {
    setWantedOpen(true);
    selectList.with((there) => setList(() => there));
  };
  const { word, title, className } = closedLook(props);
  return (
    <button
      ref={control}
      type="button"
      role="combobox"
      aria-label={name}
      aria-haspopup="listbox"
      aria-expanded={false}
      title={title}
      className={className}
      onBlur={() => {
        // The window lost it, and gives it back.
        if (document.activeElement === control.current) return;
        setWantedOpen(false);
        setList(() => selectList.now);
      }}
      onClick={open}
      onKeyDown={(event) => {
        if (opening(event.key) === undefined) return;
        event.preventDefault();
        open();
      }}
    >
      <span className={styles.value}>{word}</span>
      <span aria-hidden="true" className={styles.arrow}>
        <ChevronDown />
      </span>
    </button>
  );
}

export interface SwitchProps {
  readonly name: string;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
  readonly disabled?: boolean;
}

/** On or off, with the word beside it. `name` is its accessible name. */
export function Switch({ name, on, onChange, disabled = false }: SwitchProps) {
  return (
    <span className={styles.switch}>
      <button
        type="button"
        role="switch"
        aria-label={name}
        aria-checked={on}
        disabled={disabled}
        onClick={() => onChange(!on)}
        className={styles.track}
      >
        <span className={styles.thumb} />
      </button>
      <span aria-hidden="true">{on ? 'on' : 'off'}</span>
    </span>
  );
}
