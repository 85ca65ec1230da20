import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { cx } from '../../ui/cx.ts';
import { followPlot } from '../../ui/follow-plot.ts';
import { tokensOf } from '../../ui/tokens-of.ts';
import { endRoomPx, paintTurns, turnRoomPx, type TurnValues } from './turns-paint.ts';
import styles from './compare.module.css';

export interface TurnsChartProps {
  /** What a reader hears: name and values. */
  readonly words: string;
  readonly sessions: readonly TurnValues[];
  /** How many turns there are. */
  readonly turns: number;
  /** Which is chosen, from 1; null: none can be. */
  readonly chosen: number | null;
  readonly onChoose: ((turn: number) => void) | null;
  /** How a value stands at the axis. */
  readonly write: (value: number) => string;
}

const axisWidth = 56;

const dataOf = ({ sessions, turns }: Pick<TurnsChartProps, 'sessions' | 'turns'>): uPlot.AlignedData => [
  Array.from({ length: turns }, (_, index) => index + 1),
  ...sessions.map((values) => [...values]),
];

/** A line for each session over the turns, drawn by uPlot; a click chooses a turn. */
export default function TurnsChart(props: TurnsChartProps) {
  const element = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const shown = useRef(props);

  useEffect(() => {
    const place = element.current;
    if (place === null) return undefined;
    let color = tokensOf(place);
    const axis = {
      font: `11px ${color('font-ui')}`,
      stroke: () => color('ink-3'),
      grid: { stroke: () => color('line-1'), width: 1 },
      ticks: { show: false },
    };
    const made = new uPlot(
      {
        width: place.clientWidth,
        height: place.clientHeight,
        padding: [8, endRoomPx, 0, 0],
        legend: { show: false },
        cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
        scales: {
          x: { time: false, range: () => [0.5, Math.max(1, shown.current.turns) + 0.5] },
          y: { range: (_, __, most) => [0, most > 0 ? most * 1.1 : 1] },
        },
        axes: [
          {
            ...axis,
            size: turnRoomPx,
            grid: { show: false },
            // The numbers of turns are painted by hand, that of the chosen one heavier.
            values: (_, splits) => splits.map(() => ''),
          },
          {
            ...axis,
            size: axisWidth,
            gap: 8,
            space: 24,
            values: (_, splits) => splits.map((split) => shown.current.write(split)),
          },
        ],
        // The series give scale and cursor their numbers; lines and markers are painted by hand.
        series: [{}, ...shown.current.sessions.map(() => ({ paths: () => null, points: { show: false } }))],
        hooks: {
          draw: [
            (u) =>
              paintTurns(u, {
                sessions: shown.current.sessions,
                turns: shown.current.turns,
                chosen: shown.current.chosen,
                color: (token) => color(token),
              }),
          ],
        },
      },
      dataOf(shown.current),
      place,
    );
    plot.current = made;
    const end = followPlot(
      made,
      place,
      () => place.clientHeight,
      () => (color = tokensOf(place)),
    );
    return () => {
      plot.current = null;
      end();
    };
  }, []);

  useEffect(() => {
    const before = shown.current;
    shown.current = props;
    if (before.sessions !== props.sessions || before.turns !== props.turns) plot.current?.setData(dataOf(props));
    else if (before.chosen !== props.chosen) plot.current?.redraw(false);
  });

  return (
    <div
      ref={element}
      className={cx(styles.chart, props.onChoose !== null && styles.choosing)}
      role="img"
      aria-label={props.words}
      onClick={() => {
        const index = plot.current?.cursor.idx;
        if (index !== null && index !== undefined) props.onChoose?.(index + 1);
      }}
    />
  );
}
