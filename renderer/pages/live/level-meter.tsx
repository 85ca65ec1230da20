import { useRef } from 'react';
import type { LevelReading } from '../../../shared/audio/level-meter.ts';
import { meterPosition } from '../../ui/format.ts';
import { beatMs } from '../../ui/beat.ts';
import { type Brush, usePainter } from '../../ui/painter.ts';
import styles from './levels.module.css';

export interface MeterProps {
  readonly side: 'in' | 'out';
  /** The newest readings, one a lane from top to bottom; none: nothing is measured. */
  readonly levels: () => readonly LevelReading[];
  /** Every sample has been zero for a while: the well becomes a dashed alarm outline. */
  readonly zeros: boolean;
}

const scale = [
  { dbfs: -60, place: styles.at60 },
  { dbfs: -36, place: styles.at36 },
  { dbfs: -24, place: styles.at24 },
  { dbfs: -12, place: styles.at12 },
  { dbfs: 0, place: styles.at0 },
] as const;

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

/** Where peak, RMS and the peak that is held stand, 0 to 1. */
const placesOf = ({ peakDbfs, rmsDbfs, holdDbfs }: LevelReading): readonly [number, number, number] => [
  meterPosition(peakDbfs),
  meterPosition(rmsDbfs),
  meterPosition(holdDbfs),
];

function paintLane(
  { context, width, color }: Brush,
  side: string,
  level: LevelReading,
  top: number,
  height: number,
): void {
  const [peak, rms, hold] = placesOf(level);
  context.fillStyle = color(`${side}-dim`);
  context.fillRect(0, top, width * peak, height);
  context.fillStyle = color(`${side}-fill`);
  context.fillRect(0, top, width * rms, height);
  if (hold === 0) return;
  context.fillStyle = color('ink-1');
  context.fillRect(Math.min(width - 2, Math.round(width * hold)), top - 1, 2, height + 2);
}

/** RMS solid, peak dimmed behind it, the 2 s peak as a tick: -60 to 0 dBFS from left to right. Several channels lie one below the other. */
export function Meter({ side, levels, zeros }: MeterProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  usePainter(canvas, {
    periodMs: beatMs,
    calmMs: 2 * beatMs,
    looks: (width) => [
      zeros,
      ...(zeros ? [] : levels().flatMap((level) => placesOf(level).map((place) => Math.round(width * place)))),
    ],
    paint(brush) {
      const { height } = brush;
      paintWell(brush, height, zeros);
      if (zeros) return;
      const lanes = levels();
      const laneHeight = (height - 4 - (lanes.length - 1)) / lanes.length;
      lanes.forEach((level, lane) => paintLane(brush, side, level, 2 + lane * (laneHeight + 1), laneHeight));
    },
  });
  return (
    <div className={styles.meter}>
      <canvas ref={canvas} className={styles.well} aria-hidden="true" />
      <div className={styles.scale} aria-hidden="true">
        {scale.map(({ dbfs, place }) => (
          <span key={dbfs} className={place}>
            {dbfs === 0 ? '0' : `\u2212${-dbfs}`}
          </span>
        ))}
      </div>
    </div>
  );
}
