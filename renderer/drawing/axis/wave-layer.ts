import { contextOf, type Surface, type SurfaceContext } from '../tools/brush.ts';
import { LevelHistory } from '../told/level-history.ts';
import type { Lane } from './lanes.ts';

/** The width of a bar, in CSS pixels: they touch, as the outline of a sound does. */
const stepPx = 1;

/** Where it is laid, and what of the session is in view there. */
export interface WaveView {
  readonly context: SurfaceContext;
  /** In CSS pixels, as `msPerPx` is by one of them. */
  readonly width: number;
  /** Device pixels to a CSS pixel. */
  readonly scale: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly msPerPx: number;
}

/** What a layer shows: where one of these is another, it is drawn anew. */
interface Made {
  readonly width: number;
  readonly height: number;
  readonly scale: number;
  readonly msPerPx: number;
  readonly fill: string;
  readonly generation: number;
}

const isSame = (one: Made, other: Made): boolean =>
  one.width === other.width &&
  one.height === other.height &&
  one.scale === other.scale &&
  one.msPerPx === other.msPerPx &&
  one.fill === other.fill &&
  one.generation === other.generation;

/**
 * The bars of one lane on a canvas of their own, side by side and mirrored on the middle. As the axis runs they are
 * moved, and only those that came since are drawn: what was heard does not change any more.
 */
export class WaveLayer {
  readonly #canvas: Surface;
  #made: Made | null = null;
  /** The left edge in pixels of the screen from the beginning of the session, whole ones. */
  #leftPx = 0;
  #untilMs = 0;
  /** Less than that where the right edge is in the past. */
  #drawnToMs = 0;

  constructor(canvas: Surface) {
    this.#canvas = canvas;
  }

  /** Brings the bars to what is in view up to `untilMs`, and lays them into the lane. */
  paint(view: WaveView, lane: Lane, history: LevelHistory, fill: string, untilMs: number): void {
    const { context, width, fromMs, toMs, msPerPx, scale } = view;
    const made = { width, height: lane.height, scale, msPerPx, fill, generation: history.generation };
    const leftPx = Math.round((fromMs / msPerPx) * scale);
    const moved = leftPx - this.#leftPx;
    const goesOn =
      this.#made !== null &&
      isSame(this.#made, made) &&
      moved >= 0 &&
      moved < this.#canvas.width &&
      untilMs >= this.#untilMs;
    if (goesOn) this.#move(moved);
    else this.#begin(made);
    const firstMs = goesOn ? Math.max(fromMs, this.#drawnToMs) : fromMs;
    this.#made = made;
    this.#leftPx = leftPx;
    this.#untilMs = untilMs;
    this.#drawnToMs = Math.min(untilMs, toMs);
    this.#draw(made, history, firstMs, this.#drawnToMs);
    context.drawImage(this.#canvas, 0, lane.top, width, lane.height);
  }

  #begin({ width, height, scale }: Made): void {
    this.#canvas.width = Math.round(width * scale);
    this.#canvas.height = Math.round(height * scale);
  }

  #move(movedPx: number): void {
    const context = contextOf(this.#canvas);
    if (context === null || movedPx === 0) return;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.globalCompositeOperation = 'copy';
    context.drawImage(this.#canvas, -movedPx, 0);
    context.globalCompositeOperation = 'source-over';
  }

  /** The bars that may have grown are drawn again: a reading counts for all of its own bucket and of the two before. */
  #draw({ height, scale, msPerPx, fill }: Made, history: LevelHistory, fromMs: number, toMs: number): void {
    const context = contextOf(this.#canvas);
    if (context === null) return;
    // On whole pixels of the screen, where it would stand if it were drawn at once.
    context.setTransform(1, 0, 0, 1, -this.#leftPx, 0);
    const middle = (height / 2) * scale;
    context.fillStyle = fill;
    const msPerBar = msPerPx * stepPx;
    const first = Math.floor((fromMs - 3 * LevelHistory.bucketMs) / msPerBar) - 1;
    for (let bar = Math.max(0, first); bar * msPerBar < toMs; bar += 1) {
      const startMs = bar * msPerBar;
      const left = Math.round(bar * stepPx * scale);
      const wide = Math.round((bar + 1) * stepPx * scale) - left;
      if (wide === 0) continue;
      // Soft edges laid over soft edges would be hard ones.
      context.clearRect(left, 0, wide, this.#canvas.height);
      const peak = history.peak(startMs, Math.min(startMs + msPerBar, toMs));
      if (peak === null || peak < 0.02) continue;
      // Squared, so that speech stands out of room noise as the ear hears it.
      const half = Math.max(1, peak * peak * (height / 2 - 3)) * scale;
      context.fillRect(left, middle - half, wide, half * 2);
    }
  }
}

/** The layers of both lanes. */
export type WaveLayers = Readonly<Record<'in' | 'out', WaveLayer>>;

export const newWaveLayers = (newSurface: () => Surface): WaveLayers => ({
  in: new WaveLayer(newSurface()),
  out: new WaveLayer(newSurface()),
});
