import { useRef } from 'react';
import { meterPosition } from '../../format/level.ts';
import { usePainter, type Brush } from '../../parts/use-painter.ts';
import { useStores } from '../../store/context.ts';
import styles from './meter.module.css';

export interface MeterProps {
  readonly stream: 'input' | 'output';
  /** Every sample has been zero for a while: the well becomes a dashed alarm outline. */
  readonly zeros: boolean;
}

const scale = [-60, -36, -24, -12, 0] as const;

function paintWell({ context, width, color }: Brush, height: number, zeros: boolean): void {
  if (zeros) {
    context.strokeStyle = color('alarm');
    context.setLineDash([3, 2]);
    context.strokeRect(0.5, 2.5, width - 1, height - 5);
    context.setLineDash([]);
    return;
  }
  context.fillStyle = color('bg-0');
  context.fillRect(0, 2, width, height - 4);
}

/** RMS solid, peak dimmed behind it, the 2 s peak as a tick: -60 to 0 dBFS from left to right. */
export function Meter({ stream, zeros }: MeterProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { meters } = useStores();
  const side = stream === 'input' ? 'in' : 'out';
  usePainter(
    canvas,
    (brush) => {
      const { context, width, height, color } = brush;
      paintWell(brush, height, zeros);
      const level = meters.latest[stream];
      if (level === null || zeros) return;
      context.fillStyle = color(`${side}-dim`);
      context.fillRect(0, 2, width * meterPosition(level.peakDbfs), height - 4);
      context.fillStyle = color(`${side}-fill`);
      context.fillRect(0, 2, width * meterPosition(level.rmsDbfs), height - 4);
      const hold = meterPosition(level.holdDbfs);
      if (hold > 0) {
        context.fillStyle = color('ink-1');
        context.fillRect(Math.min(width - 2, Math.round(width * hold)), 0, 2, height);
      }
    },
    100,
  );
  return (
    <div className={styles.meter}>
      <canvas ref={canvas} className={styles.well} aria-hidden="true" />
      <div className={styles.scale} aria-hidden="true">
        {scale.map((dbfs) => (
          <span key={dbfs} className={styles[`at${-dbfs}`]}>
            {dbfs === 0 ? '0' : `\u2212${-dbfs}`}
          </span>
        ))}
      </div>
    </div>
  );
}
