import { beatMs } from '../../ui/beat.ts';
import { lanesOf } from '../axis/lanes.ts';
import { paintAxis } from '../axis/paint.ts';
import { fineSpanMs, sceneOf, shownMs } from '../axis/scene.ts';
import { newWaveLayers } from '../axis/wave-layer.ts';
import { noCursor } from '../told/cursor.ts';
import type { NewPicture, StudioState } from './picture.ts';

const nowOf = ({ clock, sessionMs, viewport }: StudioState, width: number): number =>
  shownMs(sessionMs(), clock?.running === true, viewport, width);

/** The cursor as it is shown: while it runs, no more often than a step of it can be seen. */
function cursorOf({ cursorMs, cursor, viewport }: StudioState, width: number): number | null {
  const atMs = cursorMs();
  return atMs === null ? null : shownMs(atMs, cursor.sinceMs !== null, viewport, width);
}

/** The session on a time axis. */
export const axisPicture: NewPicture = (newSurface) => {
  const waves = newWaveLayers(newSurface);
  return {
    periodMs: ({ viewport }) => (viewport.spanMs < fineSpanMs(beatMs) ? beatMs / 2 : beatMs),
    calmMs: 1000,
    // What else it shows comes to be known while the session runs, and with the present.
    looks: (state, width) => [
      nowOf(state, width),
      state.viewport,
      state.clock?.running === true ? null : state.axis,
      state.history.input.generation,
      cursorOf(state, width),
      state.cursor.unheard,
      state.cursor.markMs,
      state.cursor.span,
      state.near,
      state.whole,
    ],
    paint(brush, state) {
      const { viewport, axis, history, glyphs, cursor, near, whole, clock } = state;
      const atMs = cursorOf(state, brush.width);
      const running = clock?.running === true;
      const now = nowOf(state, brush.width);
      const scene = sceneOf(brush.width, lanesOf(brush.height), viewport, now, axis, running, atMs);
      const { unheard, markMs, span } = cursor;
      paintAxis({ brush, history, glyphs, waves, near, whole, cursor: { atMs, unheard, markMs, span } }, scene);
    },
  };
};

/** The axis of a session to come. */
export const emptyAxisPicture: NewPicture = (newSurface) => {
  const waves = newWaveLayers(newSurface);
  return {
    periodMs: () => beatMs,
    calmMs: 1000,
    looks: ({ viewport, history }) => [viewport, history.input.generation],
    paint(brush, { viewport, history, glyphs }) {
      const scene = sceneOf(brush.width, lanesOf(brush.height), viewport, 0, null);
      paintAxis({ brush, history, glyphs, waves, near: null, whole: null, cursor: noCursor }, scene);
    },
  };
};
