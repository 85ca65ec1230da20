import SlidersHorizontal from 'lucide-react/icons/sliders-horizontal';
import { useRef, useState } from 'react';
import type { ScreenProps } from '../screen-props.ts';
import { useAction } from '../../actions/use-action.ts';
import { useLive, useStores, useView } from '../../store/context.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { useMedia } from '../../ui/media.ts';
import { useOverlay } from '../../ui/use-overlay.ts';
import { Strips } from '../strips.tsx';
import { Axis } from './axis/time-axis.tsx';
import { Conversation } from './conversation/conversation.tsx';
import { CostColumn } from './cost/cost-column.tsx';
import { ErrorPage } from './error-page.tsx';
import { FileDeck } from './file-deck.tsx';
import { LiveHeading } from './heading.tsx';
import { Inspector } from './inspector/inspector.tsx';
import { Levels } from './levels.tsx';
import { Transport } from './player/transport.tsx';
import { SessionOptions } from './options/session-options.tsx';
import { SingleColumn } from './single-column.tsx';
import styles from './live.module.css';

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

/** Sizes of the panels in CSS pixels, kept for this window only. */
const key = (name: string): string => `voxtally.panel.${name}`;

export function storedSize(name: string): number | null {
  const size = Number(sessionStorage.getItem(key(name)) ?? Number.NaN);
  return Number.isFinite(size) ? size : null;
}

export const storeSize = (name: string, size: number): void => sessionStorage.setItem(key(name), String(size));

/** What is left of the options in a narrow window: a rail that opens them over the middle, never modal. */
export function OptionsRail() {
  const options = useAction('options');
  const open = useLive((state) => state.optionsOpen);
  return (
    <div className={styles.rail}>
      <Button look="quiet" icon={<SlidersHorizontal />} aria-label="Options" aria-expanded={open} {...options} />
    </div>
  );
}

/** The options over the middle of a narrow window. */
export function OptionsOverlay() {
  const { live } = useStores();
  const { ref, onKeyDown } = useOverlay(() => live.closeOptions());
  return (
    <div ref={ref} className={styles.overlay} onKeyDown={onKeyDown}>
      <SessionOptions />
    </div>
  );
}

function usePanel(name: 'left' | 'right', home: number): readonly [number, (size: number) => void] {
  const [size, setSize] = useState(() => storedSize(name) ?? home);
  return [
    size,
    (next) => {
      setSize(next);
      storeSize(name, next);
    },
  ];
}

/** The live window: options, the session on its time axis, usage and cost. With an error, what to do about it in the middle. */
export default function LivePage({ error }: ScreenProps) {
  const single = useMedia('(max-width: 1023px)');
  return single ? <SingleColumn error={error} /> : <Columns error={error} />;
}

function Columns({ error }: ScreenProps) {
  const wide = useMedia('(min-width: 1920px)');
  const narrow = useMedia('(max-width: 1279px)');
  const optionsOpen = useLive((state) => state.optionsOpen);
  const isOver = useView((view) => view !== null && view.phase === 'closed');
  const homes = wide ? { left: 328, right: 400 } : { left: 304, right: 352 };
  const [left, setLeft] = usePanel('left', homes.left);
  const [right, setRight] = usePanel('right', homes.right);
  return (
    <main className={styles.page}>
      {error === null && <LiveHeading />}
      {narrow ? (
        <>
          <OptionsRail />
          {optionsOpen && <OptionsOverlay />}
        </>
      ) : (
        <>
          <div className={styles.side} style={{ width: left }}>
            <SessionOptions />
          </div>
          <Splitter
            name="Width of the options"
            size={left}
            least={288}
            most={400}
            home={homes.left}
            axis="x"
            sign={1}
            onSize={setLeft}
          />
        </>
      )}
      <div className={cx(styles.middle)}>
        <div className={styles.instruments} data-drawn-together>
          {isOver ? <Transport /> : <Levels />}
          <FileDeck />
          <Strips />
          {error === null && <Axis />}
        </div>
        {error === null ? <Conversation /> : <ErrorPage error={error} />}
        <Inspector />
      </div>
      <Splitter
        name="Width of usage and cost"
        size={right}
        least={352}
        most={480}
        home={homes.right}
        axis="x"
        sign={-1}
        onSize={setRight}
      />
      <div className={styles.side} style={{ width: right }}>
        <CostColumn />
      </div>
    </main>
  );
}
