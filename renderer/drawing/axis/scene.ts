import type { Brush, PictureToken } from '../tools/brush.ts';
import { leftEdge, type Viewport } from '../told/viewport.ts';
import type { AxisView } from '../told/axis-view.ts';
import type { Lane, Lanes } from './lanes.ts';

/** What of a session is in view on an axis of this size, and where a time lies. */
export interface Scene {
  readonly lanes: Lanes;
  /** null: the axis of a session to come. */
  readonly view: AxisView | null;
  readonly nowMs: number;
  /** The session runs: its present is a line on the axis. */
  readonly running: boolean;
  readonly fromMs: number;
  readonly toMs: number;
  /** In CSS pixels. */
  readonly width: number;
  /** Of a CSS pixel. */
  readonly msPerPx: number;
  readonly x: (t: number) => number;
}

/** @param cursorMs of the player; null: it has none. In a session that is over it is what is followed */
export function sceneOf(
  width: number,
  lanes: Lanes,
  port: Viewport,
  nowMs: number,
  view: AxisView | null,
  running = true,
  cursorMs: number | null = null,
): Scene {
  const msPerPx = port.spanMs / width;
  const followedMs = running ? nowMs : (cursorMs ?? nowMs);
  // On whole pixels, so that what is moved stands where it would be drawn.
  const fromMs = Math.round(leftEdge(port, followedMs) / msPerPx) * msPerPx;
  return {
    lanes,
    view,
    nowMs,
    running,
    fromMs,
    toMs: fromMs + port.spanMs,
    width,
    msPerPx,
    x: (t) => (t - fromMs) / msPerPx,
  };
}

/** A span over which a step to the next pixel takes less than a beat on a usual screen. */
export const fineSpanMs = (beatMs: number): number => 800 * beatMs;

/** The present as it is shown: while it runs, no more often than a step of it can be seen. */
export function shownMs(nowMs: number, running: boolean, port: Viewport, width: number): number {
  if (!running) return nowMs;
  const stepMs = Math.min(100, Math.max(1, port.spanMs / width));
  return Math.floor(nowMs / stepMs) * stepMs;
}

export const overlaps = (scene: Scene, startMs: number, endMs: number): boolean =>
  endMs >= scene.fromMs && startMs <= scene.toMs;

/** What a short name in a box takes. */
const labelRoom = 26;

/** A box with a radius of 2 inside a lane, its edge on whole pixels. */
export function box(
  { context, color, width: brushWidth }: Brush,
  lane: Lane,
  left: number,
  right: number,
  look: {
    readonly fill: PictureToken | null;
    readonly edge: PictureToken;
    /** 1 where it is left out. */
    readonly edgePx?: number;
    readonly dashed: boolean;
    /** Colour of diagonal lines over the fill: what it is worth is an estimate. */
    readonly hatch?: PictureToken;
  },
): void {
  const x = Math.round(left) + 0.5;
  const width = Math.max(2, Math.round(right - left) - 1);
  context.beginPath();
  context.roundRect(x, lane.top + 2.5, width, lane.height - 5, 2);
  if (look.fill !== null) {
    context.fillStyle = color(look.fill);
    context.fill();
  }
  if (look.hatch !== undefined) {
    context.save();
    context.clip();
    context.strokeStyle = color(look.hatch);
    context.lineWidth = 2;
    const { top, height } = lane;
    const step = 7;
    // The name of the box stands on clear ground before them; none is drawn that nobody sees.
    const from = Math.max(x, 0) + labelRoom;
    context.beginPath();
    for (let at = Math.ceil(from / step) * step; at < Math.min(x + width, brushWidth); at += step) {
      context.moveTo(at, top + height);
      context.lineTo(at + height, top);
    }
    context.stroke();
    context.restore();
    context.beginPath();
    context.roundRect(x, lane.top + 2.5, width, lane.height - 5, 2);
  }
  context.strokeStyle = color(look.edge);
  context.lineWidth = look.edgePx ?? 1;
  context.setLineDash(look.dashed ? [3, 2] : []);
  context.stroke();
  context.setLineDash([]);
}

/** Text cut off at the box it labels; drawn only where at least three letters fit. */
export function label(
  { context, color, font, measure }: Brush,
  lane: Lane,
  left: number,
  right: number,
  text: string,
  ink: PictureToken,
  weight: PictureToken = 'w-reg',
): void {
  const from = Math.max(left, 0) + 6;
  const room = right - from - 4;
  const face = font('t-cap', weight);
  if (room < 16 || measure(text, face) > room) return;
  context.font = face;
  context.fillStyle = color(ink);
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  context.fillText(text, from, lane.top + lane.height / 2 + 0.5);
}
