import { clockTime } from '../../ui/format.ts';
import type { ChosenSpan } from '../told/cursor.ts';
import type { Brush } from '../tools/brush.ts';
import type { Lane } from './lanes.ts';
import type { Scene } from './scene.ts';

/** What of the player shows on the axis. Session time in ms. */
export interface CursorLook {
  /** null: there is no cursor. */
  readonly atMs: number | null;
  readonly unheard: boolean;
  readonly markMs: number | null;
  readonly span: ChosenSpan | null;
}

/** A text on its own ground in the ruler, over the middle of a line; whole within the canvas. */
export function timeFlag(
  { context, width, color, font, measure }: Brush,
  ruler: Lane,
  left: number,
  text: string,
): void {
  const face = font('t-cap', 'w-semi');
  // As wide for every time of as many digits, which is measured once.
  const wide = Math.ceil(measure(text.replaceAll(/\d/g, '0'), face)) + 10;
  const from = Math.min(Math.max(0, left - wide / 2), width - wide);
  context.fillStyle = color('ink-1');
  context.beginPath();
  context.roundRect(from, ruler.top + 2, wide, 16, 2);
  context.fill();
  context.font = face;
  context.fillStyle = color('bg-0');
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillText(text, from + 5, ruler.top + 10.5);
}

/** The selection: a band through the lanes with its sides and a cap. */
export function paintSpan({ context, width, color }: Brush, { lanes, x }: Scene, { span }: CursorLook): void {
  if (span === null) return;
  const left = Math.max(-2, Math.round(x(span.fromMs)));
  const right = Math.min(width + 2, Math.round(x(span.toMs)));
  if (right < 0 || left > width) return;
  const top = lanes.microphone.top;
  const height = lanes.marks.top - top;
  context.save();
  context.globalAlpha = 0.1;
  context.fillStyle = color('ink-1');
  context.fillRect(left, top, Math.max(1, right - left), height);
  context.restore();
  context.fillStyle = color('ink-3');
  context.fillRect(left, top, 1, height);
  context.fillRect(right, top, 1, height);
  context.fillStyle = color('ink-1');
  context.fillRect(left, top - 2, Math.max(2, right - left + 1), 2);
}

/** The cursor with its time, and the second one with its letter. */
export function paintCursors(brush: Brush, { lanes, x }: Scene, { atMs, unheard, markMs }: CursorLook): void {
  const { context, width, color } = brush;
  if (markMs !== null) {
    const left = Math.round(x(markMs));
    if (left >= 0 && left <= width) {
      context.strokeStyle = color('ink-1');
      context.lineWidth = 1;
      context.setLineDash([2, 3]);
      context.beginPath();
      context.moveTo(left + 0.5, lanes.ruler.top + 8);
      context.lineTo(left + 0.5, lanes.height);
      context.stroke();
      context.setLineDash([]);
      timeFlag(brush, lanes.ruler, left, 'A');
    }
  }
  if (atMs === null) return;
  const left = Math.round(x(atMs));
  if (left < 0 || left > width) return;
  context.fillStyle = color('ink-1');
  context.fillRect(left, lanes.ruler.top + 8, 2, lanes.height - 8);
  timeFlag(brush, lanes.ruler, left, unheard ? `${clockTime(atMs)} unheard` : clockTime(atMs));
}
