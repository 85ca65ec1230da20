import type { SessionView } from '../../../../shared/session/view.ts';
import type { Meters } from '../../../store/meters.ts';
import { leftEdge, type Viewport } from '../../../store/viewport.ts';
import type { Brush } from '../../../ui/painter.ts';
import type { Lane, Lanes } from './lanes.ts';
import type { WaveLayers } from './wave-layer.ts';

/** Somewhere on the axis that a press leads from, to the entry that made it. */
export interface Spot {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly seq: number | null;
  /** Item to bring into view in the conversation. */
  readonly itemId: string | null;
  readonly text: string;
}

/** One painting of the axis: what to draw, with what, and where a time lies. */
export interface Scene {
  readonly brush: Brush;
  readonly lanes: Lanes;
  readonly view: SessionView | null;
  readonly meters: Meters;
  readonly nowMs: number;
  readonly fromMs: number;
  readonly toMs: number;
  /** Of a CSS pixel. */
  readonly msPerPx: number;
  readonly x: (t: number) => number;
  /** Lucide glyphs of the marks by name, as paths of 24 by 24. */
  readonly glyphs: ReadonlyMap<string, Path2D>;
  readonly waves: WaveLayers;
  readonly spots: Spot[];
}

export function sceneOf(
  brush: Brush,
  lanes: Lanes,
  port: Viewport,
  nowMs: number,
  rest: Pick<Scene, 'view' | 'meters' | 'glyphs' | 'waves'>,
): Scene {
  const msPerPx = port.spanMs / brush.width;
  // On whole pixels, so that what is moved stands where it would be drawn.
  const fromMs = Math.round(leftEdge(port, nowMs) / msPerPx) * msPerPx;
  return {
    ...rest,
    brush,
    lanes,
    nowMs,
    fromMs,
    toMs: fromMs + port.spanMs,
    msPerPx,
    x: (t) => (t - fromMs) / msPerPx,
    spots: [],
  };
}

export const overlaps = (scene: Scene, startMs: number, endMs: number): boolean =>
  endMs >= scene.fromMs && startMs <= scene.toMs;

/** What a short name in a box takes. */
const labelRoom = 26;

/** A box with a radius of 2 inside a lane, its edge on whole pixels; returns its text area. */
export function box(
  { brush: { context, color, width: brushWidth } }: Scene,
  lane: Lane,
  left: number,
  right: number,
  look: {
    readonly fill: string | null;
    readonly edge: string;
    readonly dashed: boolean;
    /** Colour of diagonal lines over the fill: what it is worth is an estimate. */
    readonly hatch?: string;
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
  context.lineWidth = 1;
  context.setLineDash(look.dashed ? [3, 2] : []);
  context.stroke();
  context.setLineDash([]);
}

/** Text cut off at the box it labels; drawn only where at least three letters fit. */
export function label(
  { brush: { context, color, font, measure } }: Scene,
  lane: Lane,
  left: number,
  right: number,
  text: string,
  ink: string,
  weight = 'w-reg',
): void {
  const from = Math.max(left, 0) + 6;
  const room = right - from - 4;
  context.font = font('t-cap', weight);
  if (room < 16 || measure(text) > room) return;
  context.fillStyle = color(ink);
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  context.fillText(text, from, lane.top + lane.height / 2 + 0.5);
}
