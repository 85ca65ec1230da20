import { useState } from 'react';
import { ratioOf } from '../../../shared/pricing/money.ts';
import styles from './head.module.css';

export interface CostBarProps {
  /** Exact sums; null: unknown, and the bar is empty. */
  readonly reported: string | null;
  /** The most that reports and estimates come to, without what may not be billed. */
  readonly most: string | null;
  /** With that. */
  readonly high: string | null;
  /** What the same would cost with nothing cached: the whole length. */
  readonly whole: string | null;
  /** Usage objects so far: with each, a part of the estimate becomes a report. */
  readonly reports: number;
}

const percent = (share: number): string => `${share * 100}%`;

/** Solid for what was reported, hatched for what is estimated, an empty box for what may be billed, the rest what the cache saved. */
export function CostBar({ reported, most, high, whole, reports }: CostBarProps) {
  const scale = whole ?? '0';
  const solid = reported === null ? 0 : ratioOf(reported, scale);
  const hatched = most === null ? 0 : Math.max(0, ratioOf(most, scale) - solid);
  const open = high === null ? 0 : Math.max(0, ratioOf(high, scale) - solid - hatched);
  // What was solid before this report: beyond it the hatch dissolves.
  const [span, setSpan] = useState({ from: solid, to: solid });
  if (span.to !== solid) setSpan({ from: Math.min(span.to, solid), to: solid });
  const { from } = span;
  return (
    <div className={styles.bar} aria-hidden="true">
      <div className={styles.reported} style={{ width: percent(solid) }} />
      <div className={styles.estimated} style={{ left: percent(solid), width: percent(hatched) }} />
      <div key={reports} className={styles.dissolving} style={{ left: percent(from), width: percent(solid - from) }} />
      {open > 0 && <div className={styles.open} style={{ left: percent(solid + hatched), width: percent(open) }} />}
    </div>
  );
}
