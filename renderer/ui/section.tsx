import ChevronDown from 'lucide-react/icons/chevron-down';
import { type ReactNode, useId, useState } from 'react';
import { cx } from './cx.ts';
import styles from './section.module.css';

export interface SectionProps {
  readonly title: string;
  /** Beside the title, quieter. */
  readonly note?: ReactNode;
  readonly action?: ReactNode;
  readonly foldable?: boolean;
  /** Opens it whenever this is another object. */
  readonly unfold?: object | null | undefined;
  readonly children: ReactNode;
  readonly className?: string | undefined;
}

/** A titled part of a panel; `foldable` ones open and close by their own head. */
export function Section({ title, note, action, foldable = false, unfold = null, children, className }: SectionProps) {
  const [open, setOpen] = useState(true);
  const [unfolded, setUnfolded] = useState(unfold);
  if (unfold !== unfolded) {
    setUnfolded(unfold);
    if (unfold !== null) setOpen(true);
  }
  const id = useId();
  const heading = (
    <>
      <span className={styles.title}>{title}</span>
      {note !== undefined && <span className={styles.note}>{note}</span>}
    </>
  );
  return (
    <section aria-labelledby={id} className={cx(styles.section, className)}>
      <div className={cx(styles.head, foldable && styles.foldable)}>
        <h2 id={id} className={styles.heading}>
          {foldable ? (
            <button type="button" aria-expanded={open} className={styles.fold} onClick={() => setOpen(!open)}>
              <ChevronDown className={cx(styles.arrow, !open && styles.folded)} />
              {heading}
            </button>
          ) : (
            heading
          )}
        </h2>
        {action}
      </div>
      {open && children}
    </section>
  );
}
