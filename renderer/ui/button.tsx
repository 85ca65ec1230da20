import Copy from 'lucide-react/icons/copy';
import { type ComponentProps, type ReactNode, useEffect, useState } from 'react';
import { cx } from './cx.ts';
import { keyLabel } from './format.ts';
import styles from './button.module.css';

const isMac = typeof navigator !== 'undefined' && navigator.platform.startsWith('Mac');

/** A key as it is printed, for the map's own spelling: `Mod+.` reads `Ctrl .`. */
export const printedKey = (binding: string): string => keyLabel(binding, isMac);

/** A key as readers are told of it, in `aria-keyshortcuts`. */
export const ariaKey = (binding: string): string => binding.replace('Mod', 'Control');

/** A key hint beside a name. Readers get it from `aria-keyshortcuts` of the control, so it is hidden from them. */
export function Key({ name }: { readonly name: string }) {
  return (
    <kbd className={styles.key} aria-hidden="true">
      {printedKey(name)}
    </kbd>
  );
}

interface ButtonProps extends Omit<ComponentProps<'button'>, 'type'> {
  /** `primary` is the one filled button of a screen; `quiet` has no edge. */
  readonly look?: 'plain' | 'primary' | 'quiet';
  readonly size?: 'large' | 'normal' | 'small' | 'dense';
  readonly icon?: ReactNode;
  /** A key as in the table of actions, printed and told to readers. */
  readonly shortcut?: string | undefined;
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
      aria-keyshortcuts={shortcut === undefined ? undefined : ariaKey(shortcut)}
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

/** How long the button says what became of it. */
const saidForMs = 1500;

interface CopyButtonProps extends Pick<ButtonProps, 'look' | 'size' | 'className'> {
  /** What goes to the clipboard. */
  readonly text: () => string;
  readonly children: string;
}

/** Copies a text, and says for a moment that it did or that the clipboard refused. */
export function CopyButton({ text, children, ...rest }: CopyButtonProps) {
  const [said, setSaid] = useState<'Copied' | 'The clipboard refused' | null>(null);
  useEffect(() => {
    if (said === null) return undefined;
    const timer = setTimeout(() => setSaid(null), saidForMs);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = (): void =>
    void navigator.clipboard.writeText(text()).then(
      () => setSaid('Copied'),
      () => setSaid('The clipboard refused'),
    );
  return (
    <Button icon={<Copy />} onClick={copy} {...rest}>
      {said ?? children}
    </Button>
  );
}
