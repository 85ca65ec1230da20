import { useDrawn } from '../../../drawing/use-drawn.ts';
import { useStores } from '../../../store/context.ts';
import styles from './time-axis.module.css';

/** The whole session in a strip; pressing or dragging in it brings that moment into the middle of the axis. */
export function Overview() {
  const { drawing, live, session } = useStores();
  const host = useDrawn<HTMLDivElement>(drawing, 'overview');
  const show = (element: HTMLElement, offsetPx: number): void => {
    const lengthMs = session.getState().view?.t ?? 0;
    const atMs = (offsetPx / Math.max(1, element.clientWidth)) * lengthMs;
    live.moveAxis((port) => ({ ...port, following: false, fromMs: Math.max(0, atMs - port.spanMs / 2) }));
  };
  return (
    <div
      ref={host}
      className={styles.overview}
      role="img"
      aria-label="The whole session, with what the axis shows of it"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        show(event.currentTarget, event.nativeEvent.offsetX);
      }}
      onPointerMove={(event) => {
        if (event.buttons === 1) show(event.currentTarget, event.nativeEvent.offsetX);
      }}
    />
  );
}
