import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import styles from './strip.module.css';

export interface StripProps {
  readonly level: 'alarm' | 'notice';
  readonly icon: ReactNode;
  readonly title: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}

/** A state of the whole bench that stays until it is over: what happened, what that means, what to do. */
export function Strip({ level, icon, title, children, actions }: StripProps) {
  return (
    <section
      role={level === 'alarm' ? 'alert' : 'status'}
      className={cx(styles.strip, level === 'alarm' ? styles.alarm : styles.notice)}
    >
      {icon}
      <div className={styles.words}>
        <h2 className={cx(styles.title, children === undefined && styles.alone)}>{title}</h2>
        {children !== undefined && <p className={styles.text}>{children}</p>}
      </div>
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </section>
  );
}
