import type { ComponentProps, ReactNode } from 'react';
import { cx } from '../styles/cx.ts';
import styles from './button.module.css';
import { Key, printedKey } from './key.tsx';

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'type'> {
  /** `primary` is the one filled button of a screen; `quiet` has no edge. */
  readonly look?: 'plain' | 'primary' | 'quiet';
  readonly size?: 'large' | 'normal' | 'small' | 'dense';
  readonly icon?: ReactNode;
  /** A key binding as in the key map, printed and told to readers. */
  readonly shortcut?: string;
  /** Pressed, for a button that switches something. */
  readonly pressed?: boolean;
  /** Sends the form that it stands in, as Enter in a field does. */
  readonly submits?: boolean;
}

const sizes = { large: styles.large, normal: styles.normal, small: styles.small, dense: styles.dense };
const looks = { plain: styles.plain, primary: styles.primary, quiet: styles.quiet };

/** A button. `disabled` keeps it focusable and readable; say why in a `Tip`. */
export function Button(props: ButtonProps) {
  const {
    look = 'plain',
    size = 'normal',
    icon,
    shortcut,
    pressed,
    submits = false,
    disabled,
    onClick,
    className,
    children,
    title,
    ...rest
  } = props;
  const bare = children === undefined || children === null;
  // A sign alone says on hover what it is, and by which key.
  const words = title ?? (bare ? rest['aria-label'] : undefined);
  const hint = words !== undefined && bare && shortcut !== undefined ? `${words} (${printedKey(shortcut)})` : words;
  return (
    <button
      type={submits ? 'submit' : 'button'}
      aria-disabled={disabled === true ? true : undefined}
      aria-keyshortcuts={shortcut?.replace('Mod', 'Control')}
      aria-pressed={pressed}
      title={hint === '' ? undefined : hint}
      onClick={disabled === true ? undefined : onClick}
      className={cx(styles.button, looks[look], sizes[size], bare && styles.bare, className)}
      {...rest}
    >
      {icon}
      {children}
      {shortcut !== undefined && !bare && <Key name={shortcut} />}
    </button>
  );
}
