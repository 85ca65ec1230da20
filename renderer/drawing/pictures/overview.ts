import { paintEnvelope } from '../axis/envelope.ts';
import { beatMs } from '../../ui/beat.ts';
import { leftEdge } from '../told/viewport.ts';
import type { NewPicture, StudioState } from './picture.ts';

/** Length of the session as it is laid out, ms. */
const lengthOf = ({ sessionMs }: StudioState): number => Math.max(1, sessionMs());

/** The stretch that the axis shows, session time in ms. */
function windowOf(state: StudioState): readonly [number, number] {
  const { viewport, clock, sessionMs, cursorMs } = state;
  const followed = clock?.running === true ? sessionMs() : (cursorMs() ?? sessionMs());
  const fromMs = leftEdge(viewport, followed);
  return [fromMs, fromMs + viewport.spanMs];
}

const px = (ms: number, lengthMs: number, width: number): number => Math.round((ms / lengthMs) * width);

/** The whole session in a strip: both voices, what of it the axis shows, and the cursor. */
export const overviewPicture: NewPicture = () => ({
  periodMs: () => beatMs * 3,
  calmMs: 1000,
  looks: (state, width) => {
    const lengthMs = lengthOf(state);
    const [fromMs, toMs] = windowOf(state);
    return [
      state.whole,
      px(fromMs, lengthMs, width),
      px(toMs, lengthMs, width),
      px(state.cursorMs() ?? -1, lengthMs, width),
      state.clock?.running === true ? Math.floor(lengthMs / 1000) : lengthMs,
    ];
  },
  paint(brush, state) {
    const { context, width, height, color } = brush;
    const lengthMs = lengthOf(state);
    context.fillStyle = color('bg-0');
    context.fillRect(0, 0, width, height);
    const stretch = { fromMs: 0, msPerPx: lengthMs / width, leftPx: 0, rightPx: width };
    if (state.whole !== null) {
      paintEnvelope(brush, { top: 0, height: height / 2 }, stretch, state.whole, 'input', 'in-fill');
      paintEnvelope(brush, { top: height / 2, height: height / 2 }, stretch, state.whole, 'output', 'out-fill');
    }
    const [fromMs, toMs] = windowOf(state);
    const left = Math.max(0, px(fromMs, lengthMs, width));
    const right = Math.min(width, Math.max(left + 2, px(toMs, lengthMs, width)));
    context.save();
    context.globalAlpha = 0.14;
    context.fillStyle = color('ink-1');
    context.fillRect(left, 0, right - left, height);
    context.restore();
    context.strokeStyle = color('ink-2');
    context.lineWidth = 1;
    context.strokeRect(left + 0.5, 0.5, Math.max(1, right - left - 1), height - 1);
    const atMs = state.cursorMs();
    if (atMs === null) return;
    context.fillStyle = color('ink-1');
    context.fillRect(Math.min(width - 2, px(atMs, lengthMs, width)), 0, 2, height);
  },
});
