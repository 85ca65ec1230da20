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
import { type Ref, useEffect, useRef, useState } from 'react';
import type { MarkView } from '../../../../shared/session/view.ts';
import { useAction } from '../../../actions/use-action.ts';
import { useLive, useStores } from '../../../store/context.ts';
import type { Stores } from '../../../store/stores.ts';
import { pan, type Viewport, zoom } from '../../../store/viewport.ts';
import { Button } from '../../../ui/button.tsx';
import { beatMs } from '../../../ui/beat.ts';
import { usePainter } from '../../../ui/painter.ts';
import { paintAxis } from './paint.ts';
import { lanesOf } from './lanes.ts';
import { sceneOf, type Spot } from './scene.ts';
import { newWaveLayers } from './wave-layer.ts';
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

const number = (element: Element, name: string): number => Number(element.getAttribute(name) ?? 0);

function addShape(path: Path2D, shape: Element): void {
  switch (shape.tagName.toLowerCase()) {
    case 'path':
      path.addPath(new Path2D(shape.getAttribute('d') ?? ''));
      break;
    case 'circle':
      path.moveTo(number(shape, 'cx') + number(shape, 'r'), number(shape, 'cy'));
      path.arc(number(shape, 'cx'), number(shape, 'cy'), number(shape, 'r'), 0, Math.PI * 2);
      break;
    case 'rect':
      path.roundRect(
        number(shape, 'x'),
        number(shape, 'y'),
        number(shape, 'width'),
        number(shape, 'height'),
        number(shape, 'rx'),
      );
      break;
    case 'line':
      path.moveTo(number(shape, 'x1'), number(shape, 'y1'));
      path.lineTo(number(shape, 'x2'), number(shape, 'y2'));
      break;
    default:
      break;
  }
}

/** The shapes of a sheet by mark kind, as paths of 24 by 24. */
function glyphsOf(sheet: HTMLElement): ReadonlyMap<string, Path2D> {
  const glyphs = new Map<string, Path2D>();
  for (const svg of sheet.querySelectorAll('svg')) {
    const path = new Path2D();
    for (const shape of svg.children) addShape(path, shape);
    glyphs.set(svg.dataset['kind'] ?? '', path);
  }
  return glyphs;
}

/** A span over which a step to the next pixel takes less than a beat on a usual screen. */
const fineSpanMs = 800 * beatMs;

/** Wide enough for the words of the marks; below, the glyph stands alone and says its words on hover. */
const wordsFromPx = 660;

function usePanAndZoom(stores: Stores, canvas: React.RefObject<HTMLCanvasElement | null>): void {
  useEffect(() => {
    const element = canvas.current;
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
  }, [stores, canvas]);
}

/** The session on a time axis: what was heard, what the VAD took for speech, the responses, what was played. */
export function Axis({ bare = false }: { readonly bare?: boolean }) {
  const stores = useStores();
  const canvas = useRef<HTMLCanvasElement>(null);
  const sheet = useRef<HTMLSpanElement>(null);
  const glyphs = useRef<ReadonlyMap<string, Path2D> | null>(null);
  const [waves] = useState(newWaveLayers);
  const spots = useRef<readonly Spot[]>([]);
  const spanMs = useLive(({ viewport }) => viewport.spanMs);
  const following = useLive(({ viewport }) => viewport.following);
  const followAction = useAction('follow');
  const fitAction = useAction('fit');
  usePanAndZoom(stores, canvas);
  const viewNow = () => (bare ? null : stores.session.getState().view);
  /** The present as it is painted: no more often than a step of it can be seen. */
  const shownMs = (width: number): number => {
    if (bare) return 0;
    const nowMs = stores.clock.now(stores.nowMs());
    if (!stores.clock.running) return nowMs;
    const stepMs = Math.min(100, Math.max(1, stores.live.getState().viewport.spanMs / width));
    return Math.floor(nowMs / stepMs) * stepMs;
  };
  usePainter(canvas, {
    periodMs: spanMs < fineSpanMs ? beatMs / 2 : beatMs,
    calmMs: 1000,
    // What else it shows comes to be known while the session runs, and with the present.
    looks: (width) => [
      shownMs(width),
      stores.live.getState().viewport,
      stores.clock.running ? null : viewNow(),
      stores.meters.history.input.generation,
    ],
    wake: (listener) => stores.live.subscribe(({ viewport }, before) => viewport !== before.viewport && listener()),
    paint(brush) {
      if (glyphs.current === null && sheet.current !== null) glyphs.current = glyphsOf(sheet.current);
      const scene = sceneOf(brush, lanesOf(brush.height), stores.live.getState().viewport, shownMs(brush.width), {
        view: viewNow(),
        meters: stores.meters,
        glyphs: glyphs.current ?? new Map(),
        waves,
      });
      paintAxis(scene, brush.width >= wordsFromPx);
      spots.current = scene.spots;
    },
  });
  const spotAt = (event: React.MouseEvent): Spot | undefined => {
    const { offsetX: x, offsetY: y } = event.nativeEvent;
    return spots.current.findLast((spot) => x >= spot.left && x <= spot.right && y >= spot.top && y <= spot.bottom);
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
            if (spot?.itemId) stores.live.showItem(spot.itemId);
            if (spot?.seq) stores.live.showEntry(spot.seq);
          }}
        />
      </div>
    </section>
  );
}
