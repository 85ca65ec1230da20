import Activity from 'lucide-react/icons/activity';
import CircleDot from 'lucide-react/icons/circle-dot';
import Maximize2 from 'lucide-react/icons/maximize-2';
import MessageSquare from 'lucide-react/icons/message-square';
import Mic from 'lucide-react/icons/mic';
import Plug from 'lucide-react/icons/plug';
import Scissors from 'lucide-react/icons/scissors';
import SkipForward from 'lucide-react/icons/skip-forward';
import SlidersHorizontal from 'lucide-react/icons/sliders-horizontal';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import Volume2 from 'lucide-react/icons/volume-2';
import { type Ref, useEffect, useRef } from 'react';
import type { MarkView } from '../../../../shared/session/view.ts';
import { useAction } from '../../../actions/use-action.ts';
import { useLive, useStores } from '../../../store/context.ts';
import type { Stores } from '../../../store/stores.ts';
import { lanesOf } from '../../../drawing/axis/lanes.ts';
import { sceneOf, shownMs } from '../../../drawing/axis/scene.ts';
import { type Spot, spotAt } from '../../../drawing/axis/spots.ts';
import { pan, type Viewport, zoom } from '../../../drawing/told/viewport.ts';
import { type Shape, shapesOf } from '../../../drawing/tools/glyphs.ts';
import { useDrawn } from '../../../drawing/use-drawn.ts';
import { Button } from '../../../ui/button.tsx';
import styles from './time-axis.module.css';

const icons: Readonly<Record<MarkView['kind'], typeof Mic | null>> = {
  interrupted: Scissors,
  options: SlidersHorizontal,
  error: TriangleAlert,
  input: Mic,
  connection: Plug,
  commit: CircleDot,
  clip: null,
};

/** The glyphs of the marks, unseen in the page: the canvas takes their shapes from here, so they are drawn once. */
function GlyphSheet({ ref }: { readonly ref: Ref<HTMLSpanElement> }) {
  return (
    <span ref={ref} className="part-unseen" aria-hidden="true">
      {Object.entries(icons).map(([kind, Icon]) => Icon !== null && <Icon key={kind} data-kind={kind} />)}
    </span>
  );
}

/** The shapes of a sheet by mark kind. */
const shapesIn = (sheet: HTMLElement): Readonly<Record<string, readonly Shape[]>> =>
  Object.fromEntries([...sheet.querySelectorAll('svg')].map((svg) => [svg.dataset['kind'] ?? '', shapesOf(svg)]));

function usePanAndZoom(stores: Stores, host: React.RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = host.current;
    if (element === null) return undefined;
    const now = (): number => stores.clock.now(stores.nowMs());
    const change = (next: (port: Viewport) => Viewport): void => stores.live.moveAxis(next);
    const msOf = (px: number): number => (px / element.clientWidth) * stores.live.getState().viewport.spanMs;
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
  }, [stores, host]);
}

/** The session on a time axis: what was heard, what the VAD took for speech, the responses, what was played. */
export function Axis({ bare = false }: { readonly bare?: boolean }) {
  const stores = useStores();
  const { drawing } = stores;
  const host = useDrawn<HTMLDivElement>(drawing, bare ? 'empty-axis' : 'axis');
  const sheet = useRef<HTMLSpanElement>(null);
  const following = useLive(({ viewport }) => viewport.following);
  const followAction = useAction('follow');
  const fitAction = useAction('fit');
  usePanAndZoom(stores, host);
  useEffect(() => {
    if (sheet.current !== null) drawing.glyphs(shapesIn(sheet.current));
  }, [drawing]);
  /** What lies under the pointer: worked out as it asks, of what is drawn. */
  const spotUnder = ({ currentTarget, nativeEvent }: React.MouseEvent): Spot | undefined => {
    const { ruler } = drawing;
    if (bare || ruler === null) return undefined;
    const { clientWidth: width, clientHeight: height } = currentTarget;
    const { viewport } = stores.live.getState();
    const nowMs = shownMs(stores.clock.now(stores.nowMs()), stores.clock.running, viewport, width);
    const scene = sceneOf(width, lanesOf(height), viewport, nowMs, drawing.axis);
    return spotAt(scene, ruler, nativeEvent.offsetX, nativeEvent.offsetY);
  };
  return (
    <section aria-label="Time axis" data-region tabIndex={-1} className={styles.axis}>
      {!bare && (
        <div className={styles.head}>
          <h2 className={styles.title}>Time axis</h2>
          {!following && (
            <Button look="quiet" size="dense" icon={<SkipForward />} {...followAction}>
              Follow
            </Button>
          )}
          <Button look="quiet" size="dense" icon={<Maximize2 />} {...fitAction}>
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
        <div
          ref={host}
          className={styles.canvas}
          role="img"
          aria-label="Lanes of microphone level, detected speech, responses and playback over time"
          onPointerMove={(event) => {
            const text = spotUnder(event)?.text ?? '';
            if (event.currentTarget.title !== text) event.currentTarget.title = text;
          }}
          onClick={(event) => {
            const spot = spotUnder(event);
            if (spot?.itemId) stores.live.showItem(spot.itemId);
            if (spot?.seq) stores.live.showEntry(spot.seq);
          }}
        />
      </div>
    </section>
  );
}
