import type { ComponentProps, ReactNode, Ref } from 'react';
import { cx } from '../styles/cx.ts';
import styles from './field.module.css';

export interface FieldProps extends ComponentProps<'input'> {
  readonly tone?: 'plain' | 'accent' | 'alarm';
  /** Stands inside, at the right: a unit, a key hint. */
  readonly after?: ReactNode;
  readonly before?: ReactNode;
  readonly dense?: boolean;
  readonly inputRef?: Ref<HTMLInputElement>;
}

const tones = { plain: undefined, accent: styles.accent, alarm: styles.alarm };

/** A text field of one line; give it a name by `aria-label` or a label's `htmlFor`. */
export function Field({ tone = 'plain', after, before, dense = false, inputRef, className, ...rest }: FieldProps) {
  return (
    <span className={cx(styles.field, tones[tone], dense && styles.dense, className)}>
      {before}
      <input ref={inputRef} className={styles.input} autoComplete="off" spellCheck={false} {...rest} />
      {after !== undefined && <span className={styles.after}>{after}</span>}
    </span>
  );
}
