import { beatMs } from '../../ui/beat.ts';
import { clockTime } from '../../ui/format.ts';
import { drawFigure } from '../tools/figures.ts';
import type { NewPicture, StudioState } from './picture.ts';

const textOf = ({ sessionMs }: StudioState): string => clockTime(sessionMs());

/** How long the session runs, to the tenth of a second. Nobody reads more than five such figures a second. */
export const clockPicture: NewPicture = () => ({
  periodMs: () => 3 * beatMs,
  calmMs: 3 * beatMs,
  looks: (state) => [textOf(state)],
  paint(brush, state, { clock }) {
    const sheet = state.sheets.get(clock?.sheet ?? '');
    if (clock === undefined || sheet === undefined) return;
    drawFigure(brush, sheet, textOf(state), clock.left, clock.top + sheet.baseline);
  },
});
