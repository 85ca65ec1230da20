import { leftEdge, nowAt, type Viewport, zoom } from './viewport.ts';

/* How a pointer moves what the axis shows; keys do it by `viewport.ts`. */

/** Stops following where it stands. @param nowMs what was followed */
export const release = (port: Viewport, nowMs: number): Viewport =>
  port.following ? { ...port, following: false, fromMs: leftEdge(port, nowMs) } : port;

/** The same moment stays under the pointer at `at`, followed or not before; nothing is followed after. */
export const zoomAt = (port: Viewport, nowMs: number, factor: number, at: number): Viewport =>
  zoom(release(port, nowMs), factor, at);

/**
 * Moves by `byMs` and stops following. @param catchesUp to the present or beyond takes following up again, as of a session that runs
 */
export function pan(port: Viewport, nowMs: number, byMs: number, catchesUp = true): Viewport {
  const fromMs = Math.max(0, leftEdge(port, nowMs) + byMs);
  const following = catchesUp && byMs > 0 && fromMs + port.spanMs * nowAt >= nowMs;
  return { ...port, fromMs, following };
}
