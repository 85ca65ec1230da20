import { type RefObject, useEffect, useRef } from 'react';
import { lanesOf } from '../../../drawing/axis/lanes.ts';
import { pan, zoomAt } from '../../../drawing/told/scroll.ts';
import { leftEdge, type Viewport } from '../../../drawing/told/viewport.ts';
import { followedMs } from '../../../store/followed.ts';
import type { Stores } from '../../../store/stores.ts';

/** How near to the cursor it is grasped, in CSS pixels. */
const graspPx = 6;
/** A pointer that moved less than this was pressed, not dragged. */
const stillPx = 3;

/** Wheel, drag and press on the lanes: zoom, scroll, and the cursor. */
export function usePointer(
  stores: Stores,
  host: RefObject<HTMLElement | null>,
  onPress: (event: PointerEvent) => void,
): void {
  const press = useRef(onPress);
  useEffect(() => {
    press.current = onPress;
  });
  useEffect(() => {
    const element = host.current;
    if (element === null) return undefined;
    const { live, player, clock } = stores;
    const followed = (): number => followedMs(stores);
    const change = (next: (port: Viewport) => Viewport): void => live.moveAxis(next);
    const msOf = (px: number): number => (px / element.clientWidth) * live.getState().viewport.spanMs;
    const timeAt = (px: number): number => leftEdge(live.getState().viewport, followed()) + msOf(px);
    const wheel = (event: WheelEvent): void => {
      event.preventDefault();
      const sideways = event.shiftKey ? event.deltaY || event.deltaX : event.deltaX;
      if (Math.abs(sideways) > Math.abs(event.shiftKey ? 0 : event.deltaY)) {
        change((port) => pan(port, followed(), msOf(sideways), clock.running));
        return;
      }
      const at = event.offsetX / element.clientWidth;
      change((port) => zoomAt(port, followed(), Math.exp(-event.deltaY / 400), at));
    };
    let drag: { readonly of: 'cursor' | 'axis'; movedPx: number } | null = null;
    const down = (event: PointerEvent): void => {
      if (event.button !== 0) return;
      const atMs = player.nowMs();
      const cursorPx =
        atMs === null
          ? Number.NEGATIVE_INFINITY
          : ((atMs - timeAt(0)) / live.getState().viewport.spanMs) * element.clientWidth;
      const isCursor =
        Math.abs(cursorPx - event.offsetX) <= graspPx || event.offsetY < lanesOf(element.clientHeight).ruler.height;
      drag = { of: isCursor ? 'cursor' : 'axis', movedPx: 0 };
      element.setPointerCapture(event.pointerId);
      if (isCursor) player.seek(timeAt(event.offsetX));
    };
    const move = (event: PointerEvent): void => {
      if (drag === null || event.buttons !== 1 || event.movementX === 0) return;
      drag.movedPx += Math.abs(event.movementX);
      if (drag.of === 'cursor') player.seek(timeAt(event.offsetX));
      else change((port) => pan(port, followed(), msOf(-event.movementX), clock.running));
    };
    const up = (event: PointerEvent): void => {
      const was = drag;
      drag = null;
      if (was?.of === 'axis' && was.movedPx < stillPx) press.current(event);
    };
    element.addEventListener('wheel', wheel, { passive: false });
    element.addEventListener('pointerdown', down);
    element.addEventListener('pointermove', move);
    element.addEventListener('pointerup', up);
    return () => {
      element.removeEventListener('wheel', wheel);
      element.removeEventListener('pointerdown', down);
      element.removeEventListener('pointermove', move);
      element.removeEventListener('pointerup', up);
    };
  }, [stores, host]);
}
