import { useEffect, useRef, useState } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { count } from '../../../../shared/kit/numbers.ts';
import { reducedMotion } from '../../../ui/page-beat.ts';
import { followPlot } from '../../../ui/follow-plot.ts';
import { tokensOf } from '../../../ui/tokens-of.ts';
import {
  barTotal,
  columnWords,
  dissolveMs,
  type GrowthColumn,
  growthScale,
  paintColumns,
  wordsHeight,
} from './growth.ts';
import styles from './tables.module.css';

export interface GrowthChartProps {
  readonly columns: readonly GrowthColumn[];
  /** Height of the bars' room in CSS pixels. */
  readonly height: number;
  /** Key of the column that is selected; null: none. */
  readonly selected: string | null;
  readonly onChoose: (key: string) => void;
}

const axisWidth = 40;

const dataOf = (columns: readonly GrowthColumn[]): uPlot.AlignedData => [
  columns.map((_, index) => index + 1),
  columns.map(({ bar }) => barTotal(bar)),
];

/** When each column stopped being an estimate, by the page's clock. */
class Fades {
  readonly #looks = new Map<string, GrowthColumn['look']>();
  readonly #since = new Map<string, number>();

  heard(columns: readonly GrowthColumn[]): boolean {
    let begun = false;
    for (const { key, look } of columns) {
      if (this.#looks.get(key) === 'hatched' && look === 'solid' && !reducedMotion.matches) {
        this.#since.set(key, performance.now());
        begun = true;
      }
      this.#looks.set(key, look);
    }
    return begun;
  }

  left(key: string): number {
    const since = this.#since.get(key);
    return since === undefined ? 0 : Math.max(0, 1 - (performance.now() - since) / dissolveMs);
  }
}

/** Columns that a reader hears of; the table has them all. */
const saidColumns = 12;

function chartWords(columns: readonly GrowthColumn[]): string {
  const said = columns.slice(-saidColumns);
  const left = columns.length - said.length;
  const head = left === 0 ? '' : ` ${count(left)} before these are in the table.`;
  return `Tokens a response. ${said.map(columnWords).join('. ')}.${head}`;
}

/** The stacked plot of a session's responses, one column each, drawn by uPlot. */
export default function GrowthChart({ columns, height, selected, onChoose }: GrowthChartProps) {
  const element = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const shown = useRef(columns);
  const chosen = useRef(selected);
  const [hovered, setHovered] = useState<number | null>(null);
  const [fades] = useState(() => new Fades());

  useEffect(() => {
    const place = element.current;
    if (place === null) return undefined;
    let color = tokensOf(place);
    const lines = (): readonly number[] => growthScale(Math.max(...shown.current.map(({ bar }) => barTotal(bar)), 1));
    const made = new uPlot(
      {
        width: place.clientWidth,
        height: height + wordsHeight,
        padding: [8, 0, wordsHeight, 0],
        legend: { show: false },
        cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
        scales: {
          x: { time: false, range: () => [0.5, shown.current.length + 0.5] },
          y: { range: () => [0, (lines().at(-1) ?? 1) * 1.02] },
        },
        axes: [
          { show: false },
          {
            size: axisWidth,
            gap: 8,
            font: `11px ${color('font-ui')}`,
            stroke: () => color('ink-3'),
            grid: { stroke: () => color('line-1'), width: 1 },
            ticks: { show: false },
            splits: () => [0, ...lines()],
            values: (_, splits) => splits.map((value) => (value === 0 ? '' : count(value))),
          },
        ],
        // The series gives scale and cursor their numbers; the columns are painted by hand.
        series: [{}, { paths: () => null, points: { show: false } }],
        hooks: {
          draw: [
            (u) =>
              paintColumns(u, {
                columns: shown.current,
                color: (token) => color(token),
                fading: (key) => fades.left(key),
                selected: chosen.current,
              }),
          ],
          setCursor: [(u) => setHovered(u.cursor.idx ?? null)],
        },
      },
      dataOf(shown.current),
      place,
    );
    plot.current = made;
    const end = followPlot(
      made,
      place,
      () => height + wordsHeight,
      () => (color = tokensOf(place)),
    );
    return () => {
      plot.current = null;
      end();
    };
  }, [height, fades]);

  useEffect(() => {
    shown.current = columns;
    plot.current?.setData(dataOf(columns));
    if (!fades.heard(columns)) return undefined;
    let frame = 0;
    const untilMs = performance.now() + dissolveMs;
    const fade = (): void => {
      plot.current?.redraw(false);
      if (performance.now() < untilMs) frame = requestAnimationFrame(fade);
    };
    frame = requestAnimationFrame(fade);
    return () => cancelAnimationFrame(frame);
  }, [columns, fades]);

  useEffect(() => {
    chosen.current = selected;
    plot.current?.redraw(false);
  }, [selected]);

  const column = hovered === null ? undefined : columns[hovered];
  return (
    <div
      ref={element}
      className={styles.chart}
      role="img"
      aria-label={chartWords(columns)}
      title={column === undefined ? undefined : columnWords(column)}
      onClick={() => {
        if (column !== undefined && column.look !== 'next') onChoose(column.key);
      }}
    />
  );
}
