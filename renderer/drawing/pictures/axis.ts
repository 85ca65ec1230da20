import { beatMs } from '../../ui/beat.ts';
import { lanesOf } from '../axis/lanes.ts';
import { paintAxis } from '../axis/paint.ts';
import { fineSpanMs, sceneOf, shownMs } from '../axis/scene.ts';
import { newWaveLayers } from '../axis/wave-layer.ts';
import type { NewPicture, StudioState } from './picture.ts';

const nowOf = ({ clock, sessionMs, viewport }: StudioState, width: number): number =>
  shownMs(sessionMs(), clock?.running === true, viewport, width);

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
    ],
    paint(brush, state) {
      const { viewport, axis, history, glyphs } = state;
      const scene = sceneOf(brush.width, lanesOf(brush.height), viewport, nowOf(state, brush.width), axis);
      paintAxis({ brush, history, glyphs, waves }, scene);
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
      paintAxis({ brush, history, glyphs, waves }, sceneOf(brush.width, lanesOf(brush.height), viewport, 0, null));
    },
  };
};
