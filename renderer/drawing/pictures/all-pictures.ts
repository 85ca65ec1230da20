import type { PictureKind } from '../told/messages.ts';
import { axisPicture, emptyAxisPicture } from './axis.ts';
import { clockPicture } from './clock.ts';
import { levelPictures } from './levels.ts';
import { overviewPicture } from './overview.ts';
import type { NewPicture } from './picture.ts';

/** What paints each picture. */
export const allPictures: Readonly<Record<PictureKind, NewPicture>> = {
  axis: axisPicture,
  'empty-axis': emptyAxisPicture,
  overview: overviewPicture,
  clock: clockPicture,
  ...levelPictures,
};
