import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import styles from './segments.module.css';

export interface Segment<T> {
  readonly value: T;
  readonly label: string;
  readonly icon?: ReactNode;
}

export interface SegmentsProps<T> {
  readonly name: string;
  readonly choices: readonly Segment<T>[];
  readonly value: T;
  readonly onChoose: (value: T) => void;
}

/** A few choices side by side, one of which holds. */
export function Segments<T extends string | number>({ name, choices, value, onChoose }: SegmentsProps<T>) {
  return (
    <div role="group" aria-label={name} className={styles.segments}>
      {choices.map((one) => (
        <button
          key={one.value}
          type="button"
          aria-pressed={one.value === value}
          className={cx(styles.segment, one.value === value && styles.chosen)}
          onClick={() => onChoose(one.value)}
        >
          {one.icon}
          {one.label}
        </button>
      ))}
    </div>
  );
}
