import { plural } from '../../../shared/kit/numbers.ts';
import type { SideWaits } from '../../../shared/session/latency.ts';
import { seconds } from '../../ui/format.ts';
import { rangeWords } from '../../ui/wait-words.ts';
import { placeOn, type WaitScale } from './wait-scale.ts';
import styles from './compare.module.css';

/** Where dots lie above and below the middle, one after the other, so that equal waits do not cover each other. CSS pixels. */
const offsetsPx = [0, -6, 6, -3, 3, -9, 9] as const;
const middlePx = 16;
const dotsPx = 32;
const labelPx = 44;

/** `0.5`, `1.0`; finer where the labels are closer. */
function tickText(ms: number, { ticksMs }: WaitScale): string {
  const stepMs = (ticksMs[1] ?? ms) - (ticksMs[0] ?? ms);
  return (ms / 1000).toFixed(stepMs > 0 && stepMs < 100 ? 2 : 1);
}

/** Every wait as a dot, and their median as a line, on a scale that all columns share. */
export function WaitStrip({
  waits: { spread, eachMs },
  scale,
}: {
  readonly waits: SideWaits;
  readonly scale: WaitScale;
}) {
  const range = spread === null ? '' : rangeWords(spread);
  const words =
    spread === null
      ? 'No wait was measured.'
      : `${plural(spread.count, 'wait')}, median ${seconds(spread.medianMs)}${range === '' ? '' : `, ${range}`}`;
  const at = (ms: number): string => `${placeOn(scale, ms).toFixed(2)}%`;
  return (
    <svg className={styles.strip} role="img" aria-label={words}>
      {scale.ticksMs.map((ms) => (
        <g key={ms}>
          <line x1={at(ms)} x2={at(ms)} y1="0" y2={dotsPx} className={styles.stripTick} />
          <text x={at(ms)} y={labelPx} textAnchor="middle" className={styles.stripLabel}>
            {tickText(ms, scale)}
          </text>
        </g>
      ))}
      {eachMs.map((ms, index) => (
        <circle
          key={index}
          cx={at(ms)}
          cy={middlePx + (offsetsPx[index % offsetsPx.length] ?? 0)}
          r="2.5"
          className={styles.stripDot}
        />
      ))}
      {spread !== null && (
        <line x1={at(spread.medianMs)} x2={at(spread.medianMs)} y1="2" y2={dotsPx - 2} className={styles.stripMedian} />
      )}
    </svg>
  );
}
