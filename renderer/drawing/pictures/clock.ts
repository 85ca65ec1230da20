import { clockTime } from '../../ui/format.ts';
import { drawFigure } from '../tools/figures.ts';
import type { NewPicture, StudioState } from './picture.ts';

const textOf = ({ sessionMs }: StudioState): string => clockTime(sessionMs());

/** How long the session runs, in tenths of a second. */
export const clockPicture: NewPicture = () => ({
  periodMs: () => 100,
  calmMs: 100,
  looks: (state) => [textOf(state)],
  paint(brush, state, { clock }) {
    const sheet = state.sheets.get(clock?.sheet ?? '');
    if (clock === undefined || sheet === undefined) return;
    drawFigure(brush, sheet, textOf(state), clock.left, clock.top + sheet.baseline);
  },
});
