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
import Table from 'lucide-react/icons/table';
import ZoomIn from 'lucide-react/icons/zoom-in';
import ZoomOut from 'lucide-react/icons/zoom-out';
import { type Ref, useEffect, useRef, useState } from 'react';
import { isUnderWay, type MarkView } from '../../../../shared/session/view.ts';
import { useAction } from '../../../actions/use-action.ts';
import { useLive, useStores, useView } from '../../../store/context.ts';
import { followedMs } from '../../../store/followed.ts';
import { lanesOf } from '../../../drawing/axis/lanes.ts';
import { sceneOf, shownMs } from '../../../drawing/axis/scene.ts';
import { type Spot, spotAt } from '../../../drawing/axis/spots.ts';
import { leftEdge } from '../../../drawing/told/viewport.ts';
import { type Shape, shapesOf } from '../../../drawing/tools/glyphs.ts';
import { useDrawn } from '../../../drawing/use-drawn.ts';
import { Button } from '../../../ui/button.tsx';
import { Shown } from './axis-notes.tsx';
import { Overview } from './overview.tsx';
import { SpanTable } from './span-table.tsx';
import { usePointer } from './use-pointer.ts';
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

/** The session on a time axis: what was heard, what the VAD took for speech, the responses, what was played. */
export function Axis({ bare = false }: { readonly bare?: boolean }) {
  const stores = useStores();
  const { drawing, player } = stores;
  const host = useDrawn<HTMLDivElement>(drawing, bare ? 'empty-axis' : 'axis');
  const sheet = useRef<HTMLSpanElement>(null);
  const following = useLive(({ viewport }) => viewport.following);
  const followAction = useAction('follow');
  const fitAction = useAction('fit');
  const inAction = useAction('zoom-in');
  const outAction = useAction('zoom-out');
  const isOver = useView((view) => view !== null && !isUnderWay(view.phase));
  const [tabled, setTabled] = useState(false);
  useEffect(() => {
    if (sheet.current !== null) drawing.glyphs(shapesIn(sheet.current));
  }, [drawing]);
  /** What lies under the pointer: worked out as it asks, of what is drawn. */
  const spotUnder = (offsetX: number, offsetY: number): Spot | undefined => {
    const { ruler } = drawing;
    if (bare || ruler === null || host.current === null) return undefined;
    const { clientWidth: width, clientHeight: height } = host.current;
    const { viewport } = stores.live.getState();
    const nowMs = shownMs(stores.clock.now(stores.nowMs()), stores.clock.running, viewport, width);
    const { running } = stores.clock;
    const scene = sceneOf(width, lanesOf(height), viewport, nowMs, drawing.axis, running, player.nowMs());
    return spotAt(scene, ruler, offsetX, offsetY);
  };
  const goTo = (spot: Spot): void => {
    if (spot.itemId) stores.live.showItem(spot.itemId);
    if (spot.seq) stores.live.showEntry(spot.seq);
    if (spot.responseId) player.selectResponse(spot.responseId);
  };
  usePointer(stores, host, ({ offsetX, offsetY }) => {
    if (bare) return;
    const spot = spotUnder(offsetX, offsetY);
    if (spot !== undefined) return goTo(spot);
    const { viewport } = stores.live.getState();
    const width = host.current?.clientWidth ?? 1;
    player.seek(leftEdge(viewport, followedMs(stores)) + (offsetX / width) * viewport.spanMs);
  });
  return (
    <section aria-label="Time axis" data-region data-player tabIndex={-1} className={styles.axis}>
      {!bare && (
        <div className={styles.head}>
          <h2 className={styles.title}>Time axis</h2>
          {isOver && <Overview />}
          <Shown />
          <Button look="quiet" size="dense" icon={<ZoomOut />} aria-label="Zoom out" {...outAction} />
          <Button look="quiet" size="dense" icon={<ZoomIn />} aria-label="Zoom in" {...inAction} />
          <Button
            look="quiet"
            size="dense"
            icon={<Table />}
            aria-label="Time axis as a table"
            onClick={() => setTabled(true)}
          />
          {!following && !isOver && (
            <Button look="quiet" size="dense" icon={<SkipForward />} {...followAction}>
              Follow
            </Button>
          )}
          <Button look="quiet" size="dense" icon={<Maximize2 />} {...fitAction}>
            Fit
          </Button>
        </div>
      )}
      {tabled && <SpanTable onClose={() => setTabled(false)} />}
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
            const text = spotUnder(event.nativeEvent.offsetX, event.nativeEvent.offsetY)?.text ?? '';
            if (event.currentTarget.title !== text) event.currentTarget.title = text;
          }}
        />
      </div>
    </section>
  );
}
