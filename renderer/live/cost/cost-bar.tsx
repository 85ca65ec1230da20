import { useState } from 'react';
import { ratioOf } from '../../../shared/pricing/money.ts';
import styles from './head.module.css';

export interface CostBarProps {
  /** Exact sums; null: unknown, and the bar is empty. */
  readonly reported: string | null;
  readonly expected: string | null;
  /** What the same would cost with nothing cached: the whole length. */
  readonly whole: string | null;
  /** Usage objects so far: with each, a part of the estimate becomes a report. */
  readonly reports: number;
}

const percent = (share: number): string => `${share * 100}%`;

/** Solid for what was reported, hatched for what is estimated, the rest what the cache saved. */
export function CostBar({ reported, expected, whole, reports }: CostBarProps) {
  const scale = whole ?? '0';
  const solid = reported === null ? 0 : ratioOf(reported, scale);
  const hatched = expected === null ? 0 : Math.max(0, ratioOf(expected, scale) - solid);
  // What was solid before this report: beyond it the hatch dissolves.
  const [span, setSpan] = useState({ from: solid, to: solid });
  if (span.to !== solid) setSpan({ from: Math.min(span.to, solid), to: solid });
  const { from } = span;
  return (
    <div className={styles.bar} aria-hidden="true">
      <div className={styles.reported} style={{ width: percent(solid) }} />
      <div className={styles.estimated} style={{ left: percent(solid), width: percent(hatched) }} />
      <div key={reports} className={styles.dissolving} style={{ left: percent(from), width: percent(solid - from) }} />
    </div>
  );
}
