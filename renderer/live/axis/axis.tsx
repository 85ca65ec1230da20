import Activity from 'lucide-react/icons/activity';
import Maximize2 from 'lucide-react/icons/maximize-2';
import MessageSquare from 'lucide-react/icons/message-square';
import Mic from 'lucide-react/icons/mic';
import SkipForward from 'lucide-react/icons/skip-forward';
import SlidersHorizontal from 'lucide-react/icons/sliders-horizontal';
import Volume2 from 'lucide-react/icons/volume-2';
import { useEffect, useRef } from 'react';
import { Button } from '../../parts/button.tsx';
import { usePainter } from '../../parts/use-painter.ts';
import { useStores, useUi } from '../../store/context.ts';
import type { Stores } from '../../store/stores.ts';
import { showEntry, showItem } from '../show.ts';
import { cx } from '../../styles/cx.ts';
import region from '../region.module.css';
import styles from './axis.module.css';
import { GlyphSheet, glyphsOf } from './glyphs.tsx';
import { lanesOf } from './lanes.ts';
import { paintAxis } from './paint.ts';
import { sceneOf, type Spot } from './scene.ts';
import { fit, follow, pan, zoom, type Viewport } from '../../store/viewport.ts';

/** Wide enough for the words of the marks; below, the glyph stands alone and says its words on hover. */
const wordsFromPx = 660;

function usePanAndZoom(stores: Stores, canvas: React.RefObject<HTMLCanvasElement | null>): void {
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return undefined;
    const now = (): number => stores.clock.now(stores.nowMs());
    const change = (next: (port: Viewport) => Viewport): void =>
      stores.ui.setState(({ viewport }) => ({ viewport: next(viewport) }));
    const msOf = (px: number): number => (px / element.clientWidth) * stores.ui.getState().viewport.spanMs;
    const wheel = (event: WheelEvent): void => {
      event.preventDefault();
      const sideways = event.shiftKey ? event.deltaY : event.deltaX;
      if (Math.abs(sideways) > Math.abs(event.shiftKey ? 0 : event.deltaY)) {
        change((port) => pan(port, now(), msOf(sideways)));
        return;
      }
      const at = event.offsetX / element.clientWidth;
      change((port) => zoom(port, Math.exp(-event.deltaY / 400), at));
    };
    const move = (event: PointerEvent): void => {
      if (event.buttons === 1 && event.movementX !== 0) change((port) => pan(port, now(), msOf(-event.movementX)));
    };
    element.addEventListener('wheel', wheel, { passive: false });
    element.addEventListener('pointermove', move);
    return () => {
      element.removeEventListener('wheel', wheel);
      element.removeEventListener('pointermove', move);
    };
  }, [stores, canvas]);
}

/** The session on a time axis: what was heard, what the VAD took for speech, the responses, what was played. */
export function Axis({ bare = false }: { readonly bare?: boolean }) {
  const stores = useStores();
  const canvas = useRef<HTMLCanvasElement>(null);
  const sheet = useRef<HTMLSpanElement>(null);
  const glyphs = useRef<ReadonlyMap<string, Path2D> | null>(null);
  const spots = useRef<readonly Spot[]>([]);
  const following = useUi((ui) => ui.viewport.following);
  usePanAndZoom(stores, canvas);
  usePainter(
    canvas,
    (brush) => {
      if (glyphs.current === null && sheet.current !== null) glyphs.current = glyphsOf(sheet.current);
      const nowMs = bare ? 0 : stores.clock.now(stores.nowMs());
      const view = bare ? null : stores.session.getState().view;
      const scene = sceneOf(brush, lanesOf(brush.height), stores.ui.getState().viewport, nowMs, {
        view,
        meters: stores.meters,
        glyphs: glyphs.current ?? new Map(),
      });
      paintAxis(scene, brush.width >= wordsFromPx);
      spots.current = scene.spots;
    },
    1000,
  );
  const spotAt = (event: React.MouseEvent): Spot | undefined => {
    const { offsetX: x, offsetY: y } = event.nativeEvent;
    return spots.current.findLast((spot) => x >= spot.left && x <= spot.right && y >= spot.top && y <= spot.bottom);
  };
  const setPort = (next: (port: Viewport) => Viewport): void =>
    stores.ui.setState(({ viewport }) => ({ viewport: next(viewport) }));
  return (
    <section aria-label="Time axis" data-region tabIndex={-1} className={styles.axis}>
      {!bare && (
        <div className={region.head}>
          <h2 className={cx(region.title, styles.title)}>Time axis</h2>
          {!following && (
            <Button look="quiet" size="dense" icon={<SkipForward />} shortcut="End" onClick={() => setPort(follow)}>
              Follow
            </Button>
          )}
          <Button
            look="quiet"
            size="dense"
            icon={<Maximize2 />}
            shortcut="0"
            onClick={() => setPort(() => fit(stores.clock.now(stores.nowMs())))}
          >
            Fit
          </Button>
        </div>
      )}
      <div className={styles.body}>
        <ul className={styles.names} aria-hidden="true">
          <li className={styles.ruler} />
          <li className={styles.wave}>
            <Mic />
            Microphone
          </li>
          <li className={styles.vad}>
            <Activity />
            VAD
          </li>
          <li className={styles.responses}>
            <MessageSquare />
            Responses
          </li>
          <li className={styles.wave}>
            <Volume2 />
            Playback
          </li>
          <li className={styles.marks}>
            {!bare && (
              <>
                <SlidersHorizontal />
                Marks
              </>
            )}
          </li>
        </ul>
        <GlyphSheet ref={sheet} />
        <canvas
          ref={canvas}
          className={styles.canvas}
          role="img"
          aria-label="Lanes of microphone level, detected speech, responses and playback over time"
          onPointerMove={(event) => {
            const text = spotAt(event)?.text ?? '';
            if (event.currentTarget.title !== text) event.currentTarget.title = text;
          }}
          onClick={(event) => {
            const spot = spotAt(event);
            if (spot?.itemId) showItem(stores, spot.itemId);
            if (spot?.seq) showEntry(stores, spot.seq);
          }}
        />
      </div>
    </section>
  );
}
