import { useState } from 'react';
import type { BenchError } from '../../shared/errors.ts';
import { ErrorPage } from '../error/error-page.tsx';
import { Strips } from '../frame/strips.tsx';
import { Splitter } from '../parts/splitter.tsx';
import { useMedia } from '../parts/use-media.ts';
import { useUi } from '../store/context.ts';
import { cx } from '../styles/cx.ts';
import { Axis } from './axis/axis.tsx';
import { Conversation } from './conversation/conversation.tsx';
import { CostColumn } from './cost/column.tsx';
import { Deck } from './deck/deck.tsx';
import { Inspector } from './inspector/inspector.tsx';
import styles from './live.module.css';
import { OptionsOverlay } from './options/overlay.tsx';
import { OptionsPanel } from './options/panel.tsx';
import { OptionsRail } from './options/rail.tsx';
import { storedSize, storeSize } from './panel-sizes.ts';

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
export function LivePage({ error }: { readonly error: BenchError | null }) {
  const wide = useMedia('(min-width: 1920px)');
  const narrow = useMedia('(max-width: 1279px)');
  const optionsOpen = useUi((state) => state.optionsOpen);
  const homes = wide ? { left: 328, right: 400 } : { left: 304, right: 352 };
  const [left, setLeft] = usePanel('left', homes.left);
  const [right, setRight] = usePanel('right', homes.right);
  return (
    <main className={styles.page}>
      {narrow ? (
        <>
          <OptionsRail />
          {optionsOpen && <OptionsOverlay />}
        </>
      ) : (
        <>
          <div className={styles.side} style={{ width: left }}>
            <OptionsPanel />
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
        <Deck />
        <Strips />
        {error === null ? (
          <>
            <Axis />
            <Conversation />
          </>
        ) : (
          <ErrorPage error={error} />
        )}
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
