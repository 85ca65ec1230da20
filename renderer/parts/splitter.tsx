import { useRef } from 'react';
import styles from './splitter.module.css';

export interface SplitterProps {
  readonly name: string;
  /** Size of the panel it moves, in CSS pixels; and the limits of that. */
  readonly size: number;
  readonly least: number;
  readonly most: number;
  /** Where double-click brings it back to. */
  readonly home: number;
  readonly axis: 'x' | 'y';
  /** 1: the panel grows with the pointer's coordinate; -1: against it. */
  readonly sign: 1 | -1;
  readonly onSize: (size: number) => void;
}

const stepPx = 8;

/** The edge between two panels: dragged in steps of 8, moved by arrows, restored by a double-click. */
export function Splitter({ name, size, least, most, home, axis, sign, onSize }: SplitterProps) {
  const from = useRef<{ readonly at: number; readonly size: number } | null>(null);
  const to = (px: number): void => onSize(Math.min(most, Math.max(least, Math.round(px / stepPx) * stepPx)));
  return (
    <div
      role="separator"
      tabIndex={0}
      aria-label={name}
      aria-orientation={axis === 'x' ? 'vertical' : 'horizontal'}
      aria-valuenow={size}
      aria-valuemin={least}
      aria-valuemax={most}
      className={axis === 'x' ? styles.vertical : styles.horizontal}
      onDoubleClick={() => onSize(home)}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        from.current = { at: axis === 'x' ? event.clientX : event.clientY, size };
      }}
      onPointerMove={(event) => {
        if (from.current === null) return;
        to(from.current.size + sign * ((axis === 'x' ? event.clientX : event.clientY) - from.current.at));
      }}
      onPointerUp={() => (from.current = null)}
      onLostPointerCapture={() => (from.current = null)}
      onKeyDown={(event) => {
        const keys = axis === 'x' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
        const way = keys.indexOf(event.key);
        if (way < 0) return;
        event.preventDefault();
        to(size + sign * (way === 0 ? -stepPx : stepPx));
      }}
    />
  );
}
